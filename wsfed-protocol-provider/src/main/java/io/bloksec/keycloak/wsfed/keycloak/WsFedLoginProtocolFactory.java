package io.bloksec.keycloak.wsfed.keycloak;

import io.bloksec.keycloak.wsfed.keycloak.mapper.ImmutableIdMapper;
import io.bloksec.keycloak.wsfed.keycloak.mapper.RelyingPartySettingsMapper;
import io.bloksec.keycloak.wsfed.keycloak.mapper.UserAttributeMapper;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.keycloak.events.EventBuilder;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.ProtocolMapperModel;
import org.keycloak.models.RealmModel;
import org.keycloak.protocol.AbstractLoginProtocolFactory;
import org.keycloak.protocol.LoginProtocol;
import org.keycloak.representations.idm.ClientRepresentation;

/** Registers the login protocol {@code wsfed} with Keycloak: its endpoint, what a new client starts with, its mappers. */
public final class WsFedLoginProtocolFactory extends AbstractLoginProtocolFactory {

    private static final Map<String, ProtocolMapperModel> BUILTIN_MAPPERS = Stream.of(
                    UserAttributeMapper.upn(),
                    UserAttributeMapper.email(),
                    ImmutableIdMapper.model(),
                    RelyingPartySettingsMapper.model(Map.of()))
            .collect(Collectors.toUnmodifiableMap(ProtocolMapperModel::getName, Function.identity()));

    @Override
    public String getId() {
        return WsFedLoginProtocol.ID;
    }

    @Override
    public LoginProtocol create(KeycloakSession session) {
        return new WsFedLoginProtocol().setSession(session);
    }

    @Override
    public Object createProtocolEndpoint(KeycloakSession session, EventBuilder event) {
        return new WsFedEndpoint(session, event);
    }

    /** Offered by the console as <em>Add predefined mapper</em>. */
    @Override
    public Map<String, ProtocolMapperModel> getBuiltinMappers() {
        return BUILTIN_MAPPERS;
    }

    @Override
    public void setupClientDefaults(ClientRepresentation representation, ClientModel client) {
        NewClient.setUp(representation, client);
    }

    /** A realm's default scopes are made once, at its creation; what a client needs is set on the client instead. */
    @Override
    protected void createDefaultClientScopesImpl(RealmModel newRealm) {
        // no scopes of this protocol
    }

    /** Keycloak calls this for clients of every protocol, so it must not touch them. */
    @Override
    protected void addDefaults(ClientModel client) {
        // see setupClientDefaults
    }

    /** Listed after SAML in the console's client types. */
    @Override
    public int order() {
        return -20;
    }
}
