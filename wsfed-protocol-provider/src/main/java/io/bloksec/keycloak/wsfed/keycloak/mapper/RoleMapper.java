package io.bloksec.keycloak.wsfed.keycloak.mapper;

import io.bloksec.keycloak.wsfed.claims.ClaimType;
import io.bloksec.keycloak.wsfed.claims.Claims;
import java.util.List;
import java.util.Optional;
import org.keycloak.models.ClientModel;
import org.keycloak.models.RoleModel;
import org.keycloak.provider.ProviderConfigProperty;

/**
 * The roles that the person has and the client's scope lets through: the realm's, or those of one client.
 */
public final class RoleMapper extends ClaimMapper {

    static final String ID = "wsfed-role-mapper";
    static final String CLIENT = "client";
    static final String PREFIX = "prefix";

    private static final List<ProviderConfigProperty> PROPERTIES = List.of(
            new ProviderConfigProperty(
                    MapperSettings.CLAIM_TYPE,
                    "Claim type",
                    "URI of the claim. It is split at its last slash into the attribute's namespace and name.",
                    ProviderConfigProperty.STRING_TYPE,
                    ClaimType.ROLE.uri(),
                    false,
                    false),
            new ProviderConfigProperty(
                    CLIENT,
                    "Client",
                    "Id of the client whose roles are sent. Empty: the realm's roles.",
                    ProviderConfigProperty.CLIENT_LIST_TYPE,
                    null,
                    false,
                    false),
            new ProviderConfigProperty(
                    PREFIX,
                    "Prefix",
                    "Put in front of each role's name.",
                    ProviderConfigProperty.STRING_TYPE,
                    null,
                    false,
                    false));

    @Override
    void addTo(Claims claims, MapperSettings settings, Person person) throws InvalidMapperException {
        Optional<String> client = settings.text(CLIENT);
        String prefix = settings.text(PREFIX).orElse("");
        claims.add(
                settings.claimType(ClaimType.ROLE),
                person.clientSession()
                        .getRolesStream()
                        .filter(role -> isOf(role, client))
                        .map(role -> prefix + role.getName())
                        .sorted()
                        .toList());
    }

    private static boolean isOf(RoleModel role, Optional<String> client) {
        return client.isPresent()
                ? role.getContainer() instanceof ClientModel container
                        && container.getClientId().equals(client.get())
                : !role.isClientRole();
    }

    @Override
    List<ClaimType> claimTypes(MapperSettings settings) throws InvalidMapperException {
        return List.of(settings.claimType(ClaimType.ROLE));
    }

    @Override
    void check(MapperSettings settings) throws InvalidMapperException {
        settings.claimType(ClaimType.ROLE);
    }

    @Override
    public String getId() {
        return ID;
    }

    @Override
    public String getDisplayType() {
        return "Roles";
    }

    @Override
    public String getHelpText() {
        return "Sends the person's roles, as far as the client's scope lets them through.";
    }

    @Override
    public List<ProviderConfigProperty> getConfigProperties() {
        return PROPERTIES;
    }
}
