package io.bloksec.keycloak.wsfed.keycloak.admin;

import io.bloksec.keycloak.wsfed.doctor.Finding;
import io.bloksec.keycloak.wsfed.keycloak.admin.ProposedClient.Change;
import io.bloksec.keycloak.wsfed.keycloak.admin.ProposedClient.Outcome;
import io.bloksec.keycloak.wsfed.keycloak.mapper.ClaimMapper;
import io.bloksec.keycloak.wsfed.keycloak.mapper.KnownClaim;
import io.bloksec.keycloak.wsfed.keycloak.mapper.RelyingPartySettingsMapper;
import io.bloksec.keycloak.wsfed.token.TokenEncryption;
import jakarta.ws.rs.core.Response;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.ProtocolMapperModel;
import org.keycloak.models.RealmModel;
import org.keycloak.models.utils.ModelToRepresentation;
import org.keycloak.protocol.ProtocolMapper;
import org.keycloak.representations.idm.ClientRepresentation;
import org.keycloak.services.resources.admin.AdminEventBuilder;
import org.keycloak.services.resources.admin.ClientsResource;
import org.keycloak.services.resources.admin.fgap.AdminPermissionEvaluator;

/**
 * Shows what a {@link Proposal} would make of a client, and does it when somebody has agreed to just that. It is done by the code
 * that serves Keycloak's console, so that its permissions, client policies, checks and admin events hold here too.
 */
final class ClientSetUp {

    private final KeycloakSession session;
    private final RealmModel realm;
    private final AdminPermissionEvaluator auth;
    private final AdminEventBuilder adminEvent;
    private final Proposal proposal;
    private final Optional<ClientModel> client;

    ClientSetUp(
            KeycloakSession session,
            RealmModel realm,
            AdminPermissionEvaluator auth,
            AdminEventBuilder adminEvent,
            Proposal proposal) {
        this.session = session;
        this.realm = realm;
        this.auth = auth;
        this.adminEvent = adminEvent;
        this.proposal = proposal;
        this.client = Optional.ofNullable(realm.getClientByClientId(proposal.wtrealm()));
        if (client.filter(present -> !ClaimMapper.PROTOCOL.equals(present.getProtocol()))
                .isPresent()) {
            throw Problem.of(
                    Response.Status.CONFLICT,
                    "client_of_other_protocol",
                    "The realm has a client of this id, and its type is not wsfed.");
        }
    }

    ProposedClient proposed() {
        List<Change> changes = changes().filter(Change::isOne).toList();
        Outcome outcome = client.isEmpty() ? Outcome.CREATE : changes.isEmpty() ? Outcome.UNCHANGED : Outcome.UPDATE;
        return ProposedClient.of(
                outcome,
                proposal.wtrealm(),
                client.map(ClientModel::getId).orElse(""),
                changes,
                notMapped(),
                warnings());
    }

    /**
     * @param digest of the proposal that was shown
     * @return 201 with the client's address when it is new, else 200
     */
    Response apply(String digest) {
        ProposedClient proposed = proposed();
        if (digest == null) {
            throw Problem.of(
                    Response.Status.BAD_REQUEST, "digest_missing", "Look at the proposal first, and give its digest.");
        }
        if (!proposed.digest().equals(digest)) {
            throw Problem.of(
                    Response.Status.CONFLICT,
                    "proposal_changed",
                    "This is not what was shown: the request or the client has changed. Look at it again.");
        }
        ClientsResource clients = new ClientsResource(session, auth, adminEvent);
        switch (proposed.outcome()) {
            case CREATE -> {
                String id = clients.createClientModel(representation()).getId();
                return Response.created(
                                session.getContext().getUri().getAbsolutePath().resolve("../clients/" + id))
                        .entity(proposed)
                        .build();
            }
            case UPDATE -> clients.getClient(client.orElseThrow().getId()).update(representation());
            case UNCHANGED -> {
                // nothing to do
            }
        }
        return Response.ok(proposed).build();
    }

    /** What is not named in it stays as it is. */
    private ClientRepresentation representation() {
        ClientRepresentation representation = new ClientRepresentation();
        client.ifPresent(present -> representation.setId(present.getId()));
        representation.setClientId(proposal.wtrealm());
        representation.setProtocol(ClaimMapper.PROTOCOL);
        proposal.name().ifPresent(representation::setName);
        representation.setRedirectUris(proposal.replyAddresses());
        representation.setBaseUrl(homeUrl());
        List<ProtocolMapperModel> mappers = new ArrayList<>(claimMappers());
        settingsForm().ifPresent(mappers::add);
        representation.setProtocolMappers(
                mappers.stream().map(ModelToRepresentation::toRepresentation).toList());
        return representation;
    }

    private Stream<Change> changes() {
        Stream<Change> fields = Stream.of(
                change(
                        "name",
                        client.map(ClientModel::getName),
                        proposal.name().or(() -> client.map(ClientModel::getName))),
                Change.of(
                        "redirectUris",
                        client.map(ClientModel::getRedirectUris).orElse(Set.of()).stream()
                                .toList(),
                        proposal.replyAddresses()),
                change("baseUrl", client.map(ClientModel::getBaseUrl), Optional.of(homeUrl())),
                Change.of("protocolMappers", texts(presentMappers()), texts(claimMappers())));
        Stream<Change> settings = new TreeMap<>(proposal.settings())
                .entrySet().stream()
                        .map(setting -> change(
                                setting.getKey(),
                                presentSetting(setting.getKey()).map(value -> text(setting.getKey(), value)),
                                Optional.of(text(setting.getKey(), setting.getValue()))));
        return Stream.concat(fields, settings);
    }

    private static Change change(String field, Optional<String> before, Optional<String> after) {
        return Change.of(
                field,
                before.filter(value -> !value.isBlank()).stream().toList(),
                after.filter(value -> !value.isBlank()).stream().toList());
    }

    /** Stays where it is one of the proposed addresses: tokens without {@code wreply} go there. */
    private String homeUrl() {
        return client.map(ClientModel::getBaseUrl)
                .filter(proposal.replyAddresses()::contains)
                .orElse(proposal.replyAddresses().get(0));
    }

    private List<Finding> warnings() {
        List<Finding> warnings = new ArrayList<>(proposal.warnings());
        if (!proposal.settings().containsKey(RelyingPartySettingsMapper.ENCRYPTION_CERTIFICATE)
                && presentSetting(RelyingPartySettingsMapper.ENCRYPTION_CERTIFICATE)
                        .isPresent()) {
            warnings.add(Finding.warning(
                    "encryption_kept",
                    "Tokens stay encrypted for the certificate that is set; none is proposed.",
                    "Take it out by hand where the relying party has no key any more."));
        }
        return warnings;
    }

    /** What an administrator has mapped since, it is told. */
    private List<String> notMapped() {
        Set<String> sent = presentMappers().stream().flatMap(this::claimTypes).collect(Collectors.toSet());
        return proposal.notMapped().stream().filter(uri -> !sent.contains(uri)).toList();
    }

    private Optional<String> presentSetting(String name) {
        return client.flatMap(present -> RelyingPartySettingsMapper.setting(present, name));
    }

    /** The form with what is proposed filled in, keeping what else is there; absent when there is neither. */
    private Optional<ProtocolMapperModel> settingsForm() {
        Optional<ProtocolMapperModel> form = client.flatMap(RelyingPartySettingsMapper::of);
        form.ifPresent(present -> {
            TreeMap<String, String> settings = new TreeMap<>(present.getConfig());
            settings.putAll(proposal.settings());
            present.setConfig(settings);
        });
        return form.isPresent() || proposal.settings().isEmpty()
                ? form
                : Optional.of(RelyingPartySettingsMapper.model(proposal.settings()));
    }

    /** All but the settings' form, whose content is shown field by field. */
    private List<ProtocolMapperModel> presentMappers() {
        return client.stream()
                .flatMap(ClientModel::getProtocolMappersStream)
                .filter(mapper -> !RelyingPartySettingsMapper.isOne(mapper))
                .toList();
    }

    /** Those that are there, and one for each claim that none of them sends. */
    private List<ProtocolMapperModel> claimMappers() {
        List<ProtocolMapperModel> mappers = new ArrayList<>(presentMappers());
        Set<String> sent = mappers.stream().flatMap(this::claimTypes).collect(Collectors.toSet());
        Set<String> names = new HashSet<>();
        client.stream().flatMap(ClientModel::getProtocolMappersStream).forEach(mapper -> names.add(mapper.getName()));
        for (KnownClaim claim : proposal.claims()) {
            if (sent.add(claim.uri())) {
                ProtocolMapperModel mapper = claim.mapper();
                // Keycloak takes a mapper of the same name for the same mapper, and would overwrite it.
                mapper.setName(freeName(mapper.getName(), names));
                names.add(mapper.getName());
                mappers.add(mapper);
            }
        }
        return mappers;
    }

    private static String freeName(String name, Set<String> taken) {
        return Stream.concat(Stream.of(name), IntStream.iterate(2, i -> i + 1).mapToObj(i -> name + " " + i))
                .filter(candidate -> !taken.contains(candidate))
                .findFirst()
                .orElseThrow();
    }

    private Stream<String> claimTypes(ProtocolMapperModel model) {
        return session.getKeycloakSessionFactory().getProviderFactory(ProtocolMapper.class, model.getProtocolMapper())
                        instanceof ClaimMapper mapper
                ? mapper.claimTypes(model).stream().map(type -> type.uri())
                : Stream.empty();
    }

    private static List<String> texts(List<ProtocolMapperModel> mappers) {
        return mappers.stream()
                .map(mapper ->
                        mapper.getName() + ": " + mapper.getProtocolMapper() + " " + new TreeMap<>(mapper.getConfig()))
                .toList();
    }

    /** A certificate as people compare it; one that cannot be used as it stands. */
    private static String text(String setting, String value) {
        if (!setting.equals(RelyingPartySettingsMapper.ENCRYPTION_CERTIFICATE)) {
            return value;
        }
        try {
            X509Certificate certificate = TokenEncryption.certificate(value);
            return certificate.getSubjectX500Principal().getName() + ", until "
                    + certificate.getNotAfter().toInstant() + ", SHA-256 "
                    + HexFormat.ofDelimiter(":")
                            .withUpperCase()
                            .formatHex(MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded()));
        } catch (IllegalArgumentException e) {
            return value;
        } catch (NoSuchAlgorithmException | CertificateEncodingException e) {
            throw new IllegalStateException(e);
        }
    }
}
