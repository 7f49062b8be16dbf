package io.bloksec.keycloak.wsfed.keycloak.mapper;

import io.bloksec.keycloak.wsfed.claims.ClaimType;
import io.bloksec.keycloak.wsfed.claims.Claims;
import java.util.List;
import java.util.Map;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.ProtocolMapperContainerModel;
import org.keycloak.models.ProtocolMapperModel;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.utils.KeycloakModelUtils;
import org.keycloak.protocol.ProtocolMapperConfigException;
import org.keycloak.provider.ProviderConfigProperty;

/** A user's attribute or property (username, email, firstName, lastName) as a claim; no value, no claim. */
public final class UserAttributeMapper extends ClaimMapper {

    static final String ID = "wsfed-user-attribute-mapper";
    static final String USER_ATTRIBUTE = "user.attribute";
    static final String CLAIM_TYPE = "claim.type";

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
                    CLAIM_TYPE,
                    "Claim type",
                    "URI of the claim, for example http://schemas.xmlsoap.org/ws/2005/05/identity/claims/emailaddress. It is split"
                            + " at its last slash into the attribute's namespace and name.",
                    ProviderConfigProperty.STRING_TYPE,
                    null,
                    false,
                    true));

    /** The user name as UPN, which is how Entra ID users are usually synchronised. */
    public static ProtocolMapperModel upn() {
        ProtocolMapperModel model = new ProtocolMapperModel();
        model.setName("UPN");
        model.setProtocol(PROTOCOL);
        model.setProtocolMapper(ID);
        model.setConfig(Map.of(USER_ATTRIBUTE, UserModel.USERNAME, CLAIM_TYPE, ClaimType.UPN.uri()));
        return model;
    }

    @Override
    public void addTo(Claims claims, ProtocolMapperModel model, UserModel user) throws InvalidMapperException {
        ClaimType type = claimType(model);
        claims.add(type, KeycloakModelUtils.resolveAttribute(user, attribute(model), false));
    }

    @Override
    public void validateConfig(
            KeycloakSession session, RealmModel realm, ProtocolMapperContainerModel client, ProtocolMapperModel model)
            throws ProtocolMapperConfigException {
        try {
            attribute(model);
            claimType(model);
        } catch (InvalidMapperException e) {
            throw new ProtocolMapperConfigException(e.getMessage(), "wsfedMapperInvalid", e);
        }
    }

    private static String attribute(ProtocolMapperModel model) throws InvalidMapperException {
        String attribute = model.getConfig().get(USER_ATTRIBUTE);
        if (attribute == null || attribute.isBlank()) {
            throw new InvalidMapperException(model.getName(), "The user attribute is missing");
        }
        return attribute;
    }

    private static ClaimType claimType(ProtocolMapperModel model) throws InvalidMapperException {
        String uri = model.getConfig().get(CLAIM_TYPE);
        try {
            return ClaimType.of(uri == null ? "" : uri);
        } catch (IllegalArgumentException e) {
            throw new InvalidMapperException(model.getName(), "The claim type must be a URI with a slash in it");
        }
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
