package io.bloksec.keycloak.wsfed.keycloak.admin;

import io.bloksec.keycloak.wsfed.claims.ClaimType;
import io.bloksec.keycloak.wsfed.doctor.Finding;
import io.bloksec.keycloak.wsfed.entra.EntraPreset;
import io.bloksec.keycloak.wsfed.keycloak.mapper.KnownClaim;
import io.bloksec.keycloak.wsfed.keycloak.mapper.RelyingPartySettingsMapper;
import io.bloksec.keycloak.wsfed.metadata.InvalidRelyingPartyException;
import io.bloksec.keycloak.wsfed.metadata.RelyingPartyMetadata;
import io.bloksec.keycloak.wsfed.metadata.ReplyAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.keycloak.common.util.Time;
import org.keycloak.models.UserModel;

/**
 * How a relying party's client should be, before anybody has agreed to it.
 *
 * @param wtrealm an absolute URI that is not Entra ID's
 * @param name empty: as it is
 * @param replyAddresses usable ones, at least one; the first is for requests without {@code wreply}
 * @param settings of the relying party's form; what is not named stays as it is
 * @param claims that it is to be told; what it is told already stays
 * @param notMapped URIs of claims that it wants and nobody here knows
 * @param warnings for the administrator who decides
 */
record Proposal(
        String wtrealm,
        Optional<String> name,
        List<String> replyAddresses,
        Map<String, String> settings,
        List<KnownClaim> claims,
        List<String> notMapped,
        List<Finding> warnings) {

    private static final int MAX_LENGTH = 255;
    private static final int MAX_ADDRESSES = 50;

    Proposal {
        replyAddresses = List.copyOf(replyAddresses);
        settings = Map.copyOf(settings);
        claims = List.copyOf(claims);
        notMapped = List.copyOf(notMapped);
        warnings = List.copyOf(warnings);
    }

    /**
     * @throws InvalidRelyingPartyException {@code wtrealm_invalid}, {@code wtrealm_reserved}, {@code name_invalid},
     *     {@code reply_address_invalid}
     */
    static Proposal of(RelyingParty described, Preset preset) throws InvalidRelyingPartyException {
        checkRealm(described.wtrealm());
        Optional<String> name =
                Optional.ofNullable(described.name()).map(String::strip).filter(text -> !text.isEmpty());
        if (name.filter(text -> text.length() > MAX_LENGTH || text.chars().anyMatch(Character::isISOControl))
                .isPresent()) {
            throw new InvalidRelyingPartyException("name_invalid", "The name is too long, or has control characters.");
        }
        for (String address : described.replyAddresses()) {
            if (!ReplyAddress.isUsable(address)) {
                throw new InvalidRelyingPartyException(
                        "reply_address_invalid",
                        "Not an https address in full, without user information, fragment and wildcard: " + address);
            }
        }
        checkAddresses(described.replyAddresses());
        return new Proposal(
                described.wtrealm(),
                name,
                described.replyAddresses(),
                preset.settings(),
                preset.claims(),
                List.of(),
                warnings(preset.claims()));
    }

    /**
     * @throws InvalidRelyingPartyException {@code wtrealm_invalid}, {@code wtrealm_reserved}, {@code reply_address_invalid}
     */
    static Proposal of(RelyingPartyMetadata metadata, Optional<Preset> preset) throws InvalidRelyingPartyException {
        checkRealm(metadata.entityId());
        checkAddresses(metadata.replyAddresses());
        Map<String, String> settings =
                new TreeMap<>(preset.map(Preset::settings).orElse(Map.of()));
        metadata.encryptionCertificates().stream()
                .findFirst()
                .ifPresent(certificate ->
                        settings.put(RelyingPartySettingsMapper.ENCRYPTION_CERTIFICATE, base64(certificate)));
        List<KnownClaim> claims = claims(metadata, preset);
        // The subject is in every token.
        Set<String> known = new HashSet<>(Set.of(ClaimType.NAME_IDENTIFIER.uri()));
        claims.forEach(claim -> known.add(claim.uri()));
        List<Finding> warnings = new ArrayList<>(warnings(metadata));
        warnings.addAll(warnings(claims));
        return new Proposal(
                metadata.entityId(),
                Optional.empty(),
                metadata.replyAddresses(),
                settings,
                claims,
                metadata.claimTypes().stream()
                        .filter(uri -> !known.contains(uri))
                        .toList(),
                warnings);
    }

    /** The preset's first: of two for the same claim, it knows better what is meant. */
    private static List<KnownClaim> claims(RelyingPartyMetadata metadata, Optional<Preset> preset) {
        List<KnownClaim> claims = new ArrayList<>(preset.map(Preset::claims).orElse(List.of()));
        metadata.claimTypes().stream()
                .flatMap(uri -> KnownClaim.ofUri(uri).stream())
                .filter(asked -> claims.stream().noneMatch(claim -> claim.uri().equals(asked.uri())))
                .forEach(claims::add);
        return claims;
    }

    private static void checkRealm(String wtrealm) throws InvalidRelyingPartyException {
        if (wtrealm == null || wtrealm.length() > MAX_LENGTH || !isAbsolute(wtrealm)) {
            throw new InvalidRelyingPartyException(
                    "wtrealm_invalid", "The wtrealm must be an absolute URI of 255 characters at most.");
        }
        if (EntraPreset.appliesTo(wtrealm) || EntraPreset.isForGuests(wtrealm)) {
            throw new InvalidRelyingPartyException(
                    "wtrealm_reserved", "This is Entra ID, whose client is made by its client id alone.");
        }
    }

    /** Readers on .NET cannot take an audience that is none (WS-Federation 1.2, section 13.2.2, wants a URI too). */
    private static boolean isAbsolute(String text) {
        try {
            return new URI(text).isAbsolute();
        } catch (URISyntaxException e) {
            return false;
        }
    }

    private static void checkAddresses(List<String> addresses) throws InvalidRelyingPartyException {
        if (addresses.isEmpty() || addresses.size() > MAX_ADDRESSES) {
            throw new InvalidRelyingPartyException(
                    "reply_address_invalid",
                    "There must be 1 to " + MAX_ADDRESSES + " reply addresses that can be used.");
        }
    }

    private static List<Finding> warnings(RelyingPartyMetadata metadata) {
        List<Finding> warnings = new ArrayList<>();
        warnings.add(Finding.warning(
                "metadata_not_verified",
                "The document's signature was not looked at.",
                "Apply this only when you know where the document is from, and every line below is what you expect."));
        if (!metadata.ignoredAddresses().isEmpty()) {
            warnings.add(Finding.warning(
                    "addresses_ignored",
                    "Not https, or not an address in full: " + String.join(" ", metadata.ignoredAddresses()),
                    "Have the relying party name https addresses."));
        }
        if (!metadata.otherScopes().isEmpty()) {
            warnings.add(Finding.warning(
                    "other_scopes",
                    "It may ask under other names too: " + String.join(" ", metadata.otherScopes()),
                    "Create a client of its own for each wtrealm that it uses."));
        }
        if (metadata.encryptionCertificates().size() > 1) {
            warnings.add(Finding.warning(
                    "several_encryption_certificates",
                    "Of " + metadata.encryptionCertificates().size() + " encryption certificates the first is taken.",
                    "Ask which one the relying party's key belongs to."));
        }
        if (metadata.encryptionCertificates().stream()
                .limit(1)
                .anyMatch(certificate -> certificate.getNotAfter().before(new Date(Time.currentTimeMillis())))) {
            warnings.add(Finding.warning(
                    "encryption_certificate_expired",
                    "The encryption certificate has expired.",
                    "Ask for a current document."));
        }
        return warnings;
    }

    private static List<Finding> warnings(List<KnownClaim> claims) {
        List<Finding> warnings = new ArrayList<>();
        List<String> attributes = claims.stream()
                .flatMap(claim -> claim.attribute().stream())
                .filter(attribute -> !attribute.equals(UserModel.USERNAME))
                .distinct()
                .toList();
        if (!attributes.isEmpty()) {
            warnings.add(
                    Finding.warning(
                            "attributes_decide",
                            "What people are told to be is read from " + String.join(", ", attributes) + ".",
                            "Fill these in, and let administrators alone write those that the relying party tells people apart by."));
        }
        if (Stream.of(KnownClaim.ROLE, KnownClaim.ROLE_OF_2005).anyMatch(claims::contains)) {
            warnings.add(Finding.warning(
                    "roles_need_scope",
                    "Only roles in the client's scope are sent; a new client has none there.",
                    "Assign them in Client scopes, the client's dedicated scope, Scope."));
        }
        return warnings;
    }

    private static String base64(X509Certificate certificate) {
        try {
            return Base64.getEncoder().encodeToString(certificate.getEncoded());
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException(e);
        }
    }
}
