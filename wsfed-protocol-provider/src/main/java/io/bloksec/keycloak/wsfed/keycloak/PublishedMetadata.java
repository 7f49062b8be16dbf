package io.bloksec.keycloak.wsfed.keycloak;

import io.bloksec.keycloak.wsfed.claims.ClaimType;
import io.bloksec.keycloak.wsfed.issuer.IssuerStrategy;
import io.bloksec.keycloak.wsfed.keycloak.mapper.ClaimMapper;
import io.bloksec.keycloak.wsfed.metadata.FederationMetadata;
import io.bloksec.keycloak.wsfed.token.SigningKey;
import io.bloksec.keycloak.wsfed.token.TokenType;
import java.net.URI;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.keycloak.models.ClientModel;
import org.keycloak.models.ClientScopeModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.protocol.ProtocolMapper;

/** The realm's federation metadata, as everyone may read it or as one relying party needs it. */
final class PublishedMetadata {

    /** Signatures that are kept: whoever asks often costs no more than whoever asks once. A document is some 5 KiB. */
    private static final int KEPT = 200;

    private static final Map<String, String> SIGNED = Collections.synchronizedMap(new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, String> eldest) {
            return size() > KEPT;
        }
    });

    private final KeycloakSession session;
    private final RealmModel realm;

    PublishedMetadata(KeycloakSession session, RealmModel realm) {
        this.session = session;
        this.realm = realm;
    }

    /** The realm's own issuer, with the claim types of all its relying parties; absent without a key to sign with. */
    Optional<Document> ofRealm() {
        List<ClientModel> clients = realm.getClientsStream()
                .filter(client -> WsFedClient.isOne(client) && client.isEnabled())
                .toList();
        SigningKeys keys = new SigningKeys(session, realm);
        return keys.active().map(key -> document(realmUrl(), keys, Optional.empty(), clients, key));
    }

    /**
     * What one relying party has to trust: its issuer, its key first, its claim types.
     *
     * @param domain needed where the client's table has several
     * @return absent where there would be no token either: no such row, no such key
     */
    Optional<Document> of(ClientModel client, Optional<String> domain) throws InvalidSettingException {
        WsFedClient relyingParty = new WsFedClient(client);
        Optional<String> issuer = issuer(relyingParty.issuerStrategy(realmUrl()), domain);
        SigningKeys keys = new SigningKeys(session, realm);
        Optional<String> pinned = relyingParty.signingKeyId();
        Optional<SigningKey> key = pinned.isPresent() ? keys.pinned(pinned.get()) : keys.active();
        return issuer.flatMap(name -> key.map(signer -> document(name, keys, pinned, List.of(client), signer)));
    }

    /** Where {@link #of} can be read. */
    URI address(ClientModel client, String domain) {
        return WsFedEndpoint.uri(session.getContext().getUri(), realm)
                .path(WsFedEndpoint.METADATA_PATH)
                .queryParam("wtrealm", "{wtrealm}")
                .queryParam("domain", "{domain}")
                .build(client.getClientId(), domain);
    }

    private static Optional<String> issuer(IssuerStrategy issuers, Optional<String> domain) {
        if (domain.isPresent()) {
            return issuers instanceof IssuerStrategy.ByDomain byDomain
                    ? byDomain.table().issuerOfDomain(domain.get())
                    : Optional.empty();
        }
        return issuers.issuers().size() == 1 ? issuers.issuers().stream().findFirst() : Optional.empty();
    }

    private Document document(
            String issuer, SigningKeys keys, Optional<String> pinned, List<ClientModel> clients, SigningKey signer) {
        FederationMetadata metadata = new FederationMetadata(
                issuer,
                WsFedEndpoint.uri(session.getContext().getUri(), realm).build().toString(),
                keys.published(pinned),
                tokenTypes(clients).map(TokenType::uri).toList(),
                Stream.concat(
                                Stream.of(ClaimType.NAME_IDENTIFIER),
                                clients.stream().flatMap(this::claimTypes))
                        .distinct()
                        .toList());
        String id = metadata.id(signer);
        return new Document(id, SIGNED.computeIfAbsent(id, any -> metadata.toXml(signer)));
    }

    private Stream<ClaimType> claimTypes(ClientModel client) {
        Stream<ClaimType> mapped = Stream.concat(
                        client.getProtocolMappersStream(),
                        client.getClientScopes(true).values().stream()
                                .flatMap(ClientScopeModel::getProtocolMappersStream))
                .flatMap(model -> session.getKeycloakSessionFactory()
                                        .getProviderFactory(ProtocolMapper.class, model.getProtocolMapper())
                                instanceof ClaimMapper mapper
                        ? mapper.claimTypes(model).stream()
                        : Stream.empty());
        return hasMultiFactor(client)
                ? Stream.concat(
                        mapped, Stream.of(ClaimType.AUTHENTICATION_METHODS_REFERENCES, ClaimType.AUTHENTICATION_METHOD))
                : mapped;
    }

    /** Where no client says anything, what a new one will be given. */
    private static Stream<TokenType> tokenTypes(List<ClientModel> clients) {
        Set<TokenType> types = EnumSet.noneOf(TokenType.class);
        for (ClientModel client : clients) {
            try {
                types.addAll(new WsFedClient(client).tokenTypes());
            } catch (InvalidSettingException e) {
                // gets no token either
            }
        }
        return types.isEmpty() ? Stream.of(TokenType.SAML_1_1) : types.stream();
    }

    private static boolean hasMultiFactor(ClientModel client) {
        try {
            return new WsFedClient(client).multiFactorLevel().isPresent();
        } catch (InvalidSettingException e) {
            return false;
        }
    }

    private String realmUrl() {
        return WsFedEndpoint.issuer(session.getContext().getUri(), realm);
    }

    /** @param id changes with the content */
    record Document(String id, String xml) {}
}
