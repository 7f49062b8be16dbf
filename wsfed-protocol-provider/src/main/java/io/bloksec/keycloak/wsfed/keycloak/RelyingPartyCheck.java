package io.bloksec.keycloak.wsfed.keycloak;

import io.bloksec.keycloak.wsfed.doctor.Finding;
import io.bloksec.keycloak.wsfed.entra.EntraPreset;
import io.bloksec.keycloak.wsfed.issuer.IssuerStrategy;
import io.bloksec.keycloak.wsfed.keycloak.mapper.ImmutableIdMapper;
import io.bloksec.keycloak.wsfed.message.TrustVersion;
import io.bloksec.keycloak.wsfed.token.TokenEncryption;
import io.bloksec.keycloak.wsfed.token.TokenType;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.keycloak.common.util.Time;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.urls.UrlType;

/** What the doctor finds in a relying party's own settings and in the realm's keys. */
public final class RelyingPartyCheck {

    private static final String NEXT_KEY =
            "Add an RSA key of lower priority, run the PowerShell script so that Entra ID knows it as the next one, then pin it.";
    private static final Duration SHORTEST = Duration.ofMinutes(5);
    private static final Duration LONGEST = Duration.ofHours(12);

    private final KeycloakSession session;
    private final RealmModel realm;
    private final ClientModel client;
    private final WsFedClient relyingParty;
    private final List<Finding> findings = new ArrayList<>();

    public RelyingPartyCheck(KeycloakSession session, RealmModel realm, ClientModel client) {
        this.session = session;
        this.realm = realm;
        this.client = client;
        this.relyingParty = new WsFedClient(client);
    }

    public List<Finding> findings() {
        addresses();
        settings();
        keys();
        mappers();
        return findings;
    }

    /** As whom we speak to this client; absent while a setting cannot be used. */
    public static Optional<IssuerStrategy> issuers(KeycloakSession session, RealmModel realm, ClientModel client) {
        try {
            return Optional.of(new WsFedClient(client)
                    .issuerStrategy(WsFedEndpoint.issuer(session.getContext().getUri(), realm)));
        } catch (InvalidSettingException e) {
            return Optional.empty();
        }
    }

    private void addresses() {
        String realmUrl = WsFedEndpoint.issuer(session.getContext().getUri(UrlType.FRONTEND), realm);
        if (!realmUrl.startsWith("https:")) {
            findings.add(Finding.error(
                    "no_https",
                    "This realm's address is " + realmUrl + ", and Entra ID sends browsers to https only.",
                    "Start Keycloak with --hostname=https://…"));
        }
        if (client.getRedirectUris().stream().anyMatch(uri -> uri.endsWith("*"))) {
            findings.add(Finding.warning(
                    "wildcard_reply_address",
                    "A valid redirect URI ends in *, which matches no reply address here.",
                    "Write each address in full."));
        }
        if (relyingParty.replyAddresses().choose(Optional.empty()).isEmpty()) {
            findings.add(Finding.error(
                    "no_default_reply_address",
                    "A request without wreply, as Entra ID's are, has no address for its answer.",
                    "Fill in the Home URL with one of the valid redirect URIs."));
        }
    }

    private void settings() {
        try {
            IssuerStrategy issuers = relyingParty.issuerStrategy(
                    WsFedEndpoint.issuer(session.getContext().getUri(), realm));
            relyingParty.multiFactorLevel();
            relyingParty.sessionDuration();
            issuerClash(issuers);
            tokenShape();
        } catch (InvalidSettingException e) {
            findings.add(Finding.error(
                    "setting_invalid",
                    "The setting " + e.setting() + " cannot be used: " + e.getMessage() + ".",
                    "Correct it in the client's mapper Relying party settings, or in its attributes."));
        }
        Duration lifetime = relyingParty.tokenLifetime();
        if (lifetime.compareTo(SHORTEST) < 0 || lifetime.compareTo(LONGEST) > 0) {
            findings.add(
                    Finding.warning(
                            "token_lifetime",
                            "A token is valid for " + lifetime.toMinutes() + " minutes.",
                            "Five minutes leave no room for clocks that differ; beyond an hour a stolen token is of use for long."));
        }
    }

    private void tokenShape() throws InvalidSettingException {
        Optional<TokenEncryption> encryption = relyingParty.encryption();
        boolean asEntraReads = relyingParty.tokenTypes().get(0) == TokenType.SAML_1_1
                && relyingParty.trustVersion() == TrustVersion.FEBRUARY_2005
                && encryption.isEmpty();
        boolean forEntra = EntraPreset.appliesTo(client.getClientId()) || EntraPreset.isForGuests(client.getClientId());
        if (forEntra && !asEntraReads) {
            findings.add(Finding.error(
                    "token_shape",
                    "Entra ID reads SAML 1.1 in a response of WS-Trust 2005/02, not encrypted, and nothing else.",
                    "Empty the settings Token type, WS-Trust version and Encrypt tokens for."));
        }
        Instant now = Instant.ofEpochMilli(Time.currentTimeMillis());
        encryption
                .map(each -> each.recipient().getNotAfter().toInstant())
                .filter(expires -> now.isAfter(expires.minus(SigningKeys.WARNING)))
                .ifPresent(expires -> findings.add(Finding.warning(
                        "encryption_certificate_expires",
                        "The certificate that tokens are encrypted for ends, or has ended, on " + expires
                                + ". They are still encrypted for it.",
                        "Ask the relying party for its new one.")));
        if (encryption.filter(TokenEncryption::cbc).isPresent()) {
            findings.add(Finding.warning(
                    "encryption_cbc",
                    "Tokens are encrypted with AES-CBC, which does not notice that one was changed.",
                    "Switch it off where the relying party can read AES-GCM."));
        }
    }

    /** Entra ID knows a domain by its issuer, so that no two relying-party clients for it may share one. */
    private void issuerClash(IssuerStrategy issuers) throws InvalidSettingException {
        if (!EntraPreset.appliesTo(client.getClientId())) {
            return;
        }
        for (RealmModel other : session.realms().getRealmsStream().toList()) {
            ClientModel same = other.equals(realm) ? null : other.getClientByClientId(client.getClientId());
            if (same == null || !WsFedClient.isOne(same)) {
                continue;
            }
            IssuerStrategy others = new WsFedClient(same)
                    .issuerStrategy(WsFedEndpoint.issuer(session.getContext().getUri(), other));
            for (String issuer : issuers.issuers()) {
                if (others.issuers().contains(issuer)) {
                    findings.add(Finding.error(
                            "issuer_clash",
                            "Another realm of this server speaks to Entra ID with the issuer " + issuer + " too.",
                            "Give each domain an issuer of its own."));
                }
            }
        }
    }

    private void keys() {
        SigningKeys keys = new SigningKeys(session, realm);
        Optional<String> pinned = relyingParty.signingKeyId();
        if (pinned.isPresent() && keys.pinned(pinned.get()).isEmpty()) {
            findings.add(Finding.error(
                    "pinned_key_missing",
                    "The signing key " + pinned.get() + " is missing or disabled: there are no tokens.",
                    "Enable the key again, or name another that Entra ID knows."));
            return;
        }
        List<X509Certificate> certificates = keys.published(pinned);
        if (certificates.isEmpty()) {
            findings.add(Finding.error(
                    "signing_key_missing",
                    "The realm has no RSA key with a certificate.",
                    "Add one in Realm settings, Keys."));
            return;
        }
        if (pinned.isEmpty()) {
            findings.add(Finding.warning(
                    "key_not_pinned",
                    "Tokens are signed with the active key of highest priority: when somebody adds a key, Entra ID refuses them.",
                    "Name the key that Entra ID knows in the setting Signing key (kid)."));
        }
        Instant expires = certificates.get(0).getNotAfter().toInstant();
        Instant now = Instant.ofEpochMilli(Time.currentTimeMillis());
        if (now.isAfter(expires.minus(SigningKeys.WARNING))) {
            findings.add(
                    now.isAfter(expires)
                            ? Finding.error(
                                    "certificate_expired",
                                    "The signing certificate expired on " + expires + ".",
                                    NEXT_KEY)
                            : Finding.warning(
                                    "certificate_expires",
                                    "The signing certificate expires in " + ChronoUnit.DAYS.between(now, expires)
                                            + " days, on " + expires + ".",
                                    NEXT_KEY));
        }
    }

    private void mappers() {
        boolean forEntra = EntraPreset.appliesTo(client.getClientId()) || EntraPreset.isForGuests(client.getClientId());
        if (forEntra && ImmutableIdMapper.of(client).isEmpty()) {
            findings.add(Finding.error(
                    "immutable_id_mapper_missing",
                    "The client sends no ImmutableID, without which Entra ID finds no account.",
                    "Add the predefined mapper ImmutableID."));
        }
    }
}
