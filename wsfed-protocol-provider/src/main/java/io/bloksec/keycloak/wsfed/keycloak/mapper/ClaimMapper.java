package io.bloksec.keycloak.wsfed.keycloak.mapper;

import io.bloksec.keycloak.wsfed.claims.ClaimType;
import io.bloksec.keycloak.wsfed.claims.Claims;
import io.bloksec.keycloak.wsfed.claims.MissingClaimException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.keycloak.Config;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.ProtocolMapperContainerModel;
import org.keycloak.models.ProtocolMapperModel;
import org.keycloak.models.RealmModel;
import org.keycloak.protocol.ProtocolMapper;
import org.keycloak.protocol.ProtocolMapperConfigException;

/** A protocol mapper of protocol {@code wsfed}: says something about a person to one relying party. */
public abstract class ClaimMapper implements ProtocolMapper {

    /** Id of the login protocol that these mappers belong to. */
    public static final String PROTOCOL = "wsfed";

    /** The group under which the console lists our mappers. */
    private static final String CATEGORY = "WS-Federation claims";

    /**
     * @param claims what was said so far; mappers run in the order of their priority
     * @param model this mapper's settings on the client
     * @throws MissingClaimException when the relying party cannot do without a claim that has no value
     * @throws InvalidMapperException when the settings cannot be used; a realm import does not check them
     */
    public final void addTo(Claims claims, ProtocolMapperModel model, Person person)
            throws MissingClaimException, InvalidMapperException {
        addTo(claims, new MapperSettings(model), person);
    }

    abstract void addTo(Claims claims, MapperSettings settings, Person person)
            throws MissingClaimException, InvalidMapperException;

    /** What the mapper may say, whoever the person is. */
    abstract List<ClaimType> claimTypes(MapperSettings settings) throws InvalidMapperException;

    /** The same for metadata; of a mapper that cannot be used nothing. */
    public final List<ClaimType> claimTypes(ProtocolMapperModel model) {
        try {
            return claimTypes(new MapperSettings(model));
        } catch (InvalidMapperException e) {
            return List.of();
        }
    }

    /** A mapper as it is put on a client. */
    static ProtocolMapperModel model(String name, String type, Map<String, String> settings) {
        ProtocolMapperModel model = new ProtocolMapperModel();
        model.setName(name);
        model.setProtocol(PROTOCOL);
        model.setProtocolMapper(type);
        model.setConfig(new HashMap<>(settings));
        return model;
    }

    /** What makes the settings unusable whoever the person is. */
    abstract void check(MapperSettings settings) throws InvalidMapperException;

    @Override
    public final void validateConfig(
            KeycloakSession session, RealmModel realm, ProtocolMapperContainerModel client, ProtocolMapperModel model)
            throws ProtocolMapperConfigException {
        try {
            check(new MapperSettings(model));
        } catch (InvalidMapperException e) {
            throw new ProtocolMapperConfigException("wsfedMapperInvalid", e.getMessage(), e.getMessage());
        }
    }

    @Override
    public final String getProtocol() {
        return PROTOCOL;
    }

    @Override
    public final String getDisplayCategory() {
        return CATEGORY;
    }

    @Override
    public final ProtocolMapper create(KeycloakSession session) {
        throw new UnsupportedOperationException("Mappers are used through their factory");
    }

    @Override
    public void init(Config.Scope config) {
        // nothing to read
    }

    @Override
    public void postInit(KeycloakSessionFactory factory) {
        // nothing to wait for
    }

    @Override
    public void close() {
        // nothing is held
    }
}
