package io.bloksec.keycloak.wsfed.keycloak.mapper;

import io.bloksec.keycloak.wsfed.claims.ClaimType;
import io.bloksec.keycloak.wsfed.claims.Claims;
import java.util.List;
import java.util.Map;
import org.keycloak.models.ClientModel;
import org.keycloak.models.ProtocolMapperModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.utils.KeycloakModelUtils;
import org.keycloak.provider.ProviderConfigProperty;

/**
 * A user's attribute or property (username, email, firstName, lastName) as a claim; no value, no claim.
 */
public final class UserAttributeMapper extends ClaimMapper {

    static final String ID = "wsfed-user-attribute-mapper";
    static final String USER_ATTRIBUTE = "user.attribute";

    private static final List<ProviderConfigProperty> PROPERTIES = List.of(
            new ProviderConfigProperty(
                    USER_ATTRIBUTE,
                    "User attribute",
                    "Name of the user's attribute, or one of username, email, firstName, lastName. Groups' attributes count too.",
                    ProviderConfigProperty.USER_PROFILE_ATTRIBUTE_LIST_TYPE,
                    null,
                    false,
                    true),
            new ProviderConfigProperty(
                    MapperSettings.CLAIM_TYPE,
                    "Claim type",
                    "URI of the claim. It is split at its last slash into the attribute's namespace and name.",
                    ProviderConfigProperty.STRING_TYPE,
                    null,
                    false,
                    true));

    /** The user name as UPN, which is how Entra ID users are usually synchronised. */
    public static ProtocolMapperModel upn() {
        return model("UPN", UserModel.USERNAME, ClaimType.UPN);
    }

    /** The e-mail address, which Entra ID asks of guests. */
    public static ProtocolMapperModel email() {
        return model("E-mail address", UserModel.EMAIL, ClaimType.EMAIL);
    }

    /** The UPN that the client's mappers send for a person, else the user name. */
    public static String upnOf(ClientModel client, UserModel user) {
        return client.getProtocolMappersStream()
                .filter(mapper -> ID.equals(mapper.getProtocolMapper()))
                .map(MapperSettings::new)
                .filter(settings -> settings.text(MapperSettings.CLAIM_TYPE)
                        .filter(ClaimType.UPN.uri()::equals)
                        .isPresent())
                .flatMap(settings -> settings.text(USER_ATTRIBUTE).stream())
                .flatMap(attribute -> KeycloakModelUtils.resolveAttribute(user, attribute, false).stream())
                .findFirst()
                .orElseGet(user::getUsername);
    }

    private static ProtocolMapperModel model(String name, String attribute, ClaimType type) {
        return model(name, ID, Map.of(USER_ATTRIBUTE, attribute, MapperSettings.CLAIM_TYPE, type.uri()));
    }

    @Override
    void addTo(Claims claims, MapperSettings settings, Person person) throws InvalidMapperException {
        claims.add(
                settings.claimType(null),
                KeycloakModelUtils.resolveAttribute(person.user(), settings.required(USER_ATTRIBUTE), false));
    }

    @Override
    List<ClaimType> claimTypes(MapperSettings settings) throws InvalidMapperException {
        return List.of(settings.claimType(null));
    }

    @Override
    void check(MapperSettings settings) throws InvalidMapperException {
        settings.required(USER_ATTRIBUTE);
        settings.claimType(null);
    }

    @Override
    public String getId() {
        return ID;
    }

    @Override
    public String getDisplayType() {
        return "User attribute";
    }

    @Override
    public String getHelpText() {
        return "Sends a user's attribute, or username, email, firstName or lastName, as a claim.";
    }

    @Override
    public List<ProviderConfigProperty> getConfigProperties() {
        return PROPERTIES;
    }
}
