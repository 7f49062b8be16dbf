package io.bloksec.keycloak.wsfed.keycloak.mapper;

import io.bloksec.keycloak.wsfed.claims.ClaimType;
import io.bloksec.keycloak.wsfed.claims.Claims;
import java.util.List;
import java.util.function.Function;
import org.keycloak.models.GroupModel;
import org.keycloak.models.utils.KeycloakModelUtils;
import org.keycloak.provider.ProviderConfigProperty;

/**
 * The groups that the person is a member of, by name or by path.
 */
public final class GroupMapper extends ClaimMapper {

    static final String ID = "wsfed-group-mapper";
    static final String FULL_PATH = "full.path";

    private static final List<ProviderConfigProperty> PROPERTIES = List.of(
            new ProviderConfigProperty(
                    MapperSettings.CLAIM_TYPE,
                    "Claim type",
                    "URI of the claim. It is split at its last slash into the attribute's namespace and name.",
                    ProviderConfigProperty.STRING_TYPE,
                    ClaimType.GROUP.uri(),
                    false,
                    false),
            new ProviderConfigProperty(
                    FULL_PATH,
                    "Full path",
                    "Send /hospital/ward-3 instead of ward-3.",
                    ProviderConfigProperty.BOOLEAN_TYPE,
                    false,
                    false,
                    false));

    @Override
    void addTo(Claims claims, MapperSettings settings, Person person) throws InvalidMapperException {
        Function<GroupModel, String> name =
                settings.flag(FULL_PATH) ? KeycloakModelUtils::buildGroupPath : GroupModel::getName;
        claims.add(
                settings.claimType(ClaimType.GROUP),
                person.user().getGroupsStream().map(name).sorted().toList());
    }

    @Override
    List<ClaimType> claimTypes(MapperSettings settings) throws InvalidMapperException {
        return List.of(settings.claimType(ClaimType.GROUP));
    }

    @Override
    void check(MapperSettings settings) throws InvalidMapperException {
        settings.claimType(ClaimType.GROUP);
    }

    @Override
    public String getId() {
        return ID;
    }

    @Override
    public String getDisplayType() {
        return "Groups";
    }

    @Override
    public String getHelpText() {
        return "Sends the groups that the person is a member of.";
    }

    @Override
    public List<ProviderConfigProperty> getConfigProperties() {
        return PROPERTIES;
    }
}
