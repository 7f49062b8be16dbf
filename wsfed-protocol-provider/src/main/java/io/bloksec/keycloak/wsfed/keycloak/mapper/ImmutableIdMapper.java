package io.bloksec.keycloak.wsfed.keycloak.mapper;

import io.bloksec.keycloak.wsfed.claims.ClaimType;
import io.bloksec.keycloak.wsfed.claims.Claims;
import io.bloksec.keycloak.wsfed.claims.MissingClaimException;
import io.bloksec.keycloak.wsfed.token.NameIdentifier;
import java.util.List;
import java.util.Map;
import org.keycloak.models.ProtocolMapperModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.utils.KeycloakModelUtils;
import org.keycloak.provider.ProviderConfigProperty;

/**
 * The ImmutableID, by which Entra ID finds its account: the user's {@code onPremisesImmutableId}. It is also the token's
 * subject, as AD FS sends it. A person without one is not sent to Entra ID at all, which would only answer AADSTS51004.
 */
public final class ImmutableIdMapper extends ClaimMapper {

    static final String ID = "wsfed-immutable-id-mapper";
    static final String USER_ATTRIBUTE = "user.attribute";
    private static final String DEFAULT_ATTRIBUTE = "immutableId";

    private static final List<ProviderConfigProperty> PROPERTIES = List.of(new ProviderConfigProperty(
            USER_ATTRIBUTE,
            "User attribute",
            "Attribute that holds the person's ImmutableID exactly as Entra ID shows it in onPremisesImmutableId.",
            ProviderConfigProperty.USER_PROFILE_ATTRIBUTE_LIST_TYPE,
            DEFAULT_ATTRIBUTE,
            false,
            true));

    public static ProtocolMapperModel model() {
        ProtocolMapperModel model = new ProtocolMapperModel();
        model.setName("ImmutableID");
        model.setProtocol(PROTOCOL);
        model.setProtocolMapper(ID);
        model.setConfig(Map.of(USER_ATTRIBUTE, DEFAULT_ATTRIBUTE));
        return model;
    }

    @Override
    public void addTo(Claims claims, ProtocolMapperModel model, UserModel user) throws MissingClaimException {
        String attribute = model.getConfig().getOrDefault(USER_ATTRIBUTE, DEFAULT_ATTRIBUTE);
        String immutableId = KeycloakModelUtils.resolveAttribute(user, attribute, false).stream()
                .filter(value -> value != null && !value.isBlank())
                .findFirst()
                .orElseThrow(() -> new MissingClaimException(ClaimType.IMMUTABLE_ID));
        claims.add(ClaimType.IMMUTABLE_ID, List.of(immutableId));
        claims.subject(NameIdentifier.unspecified(immutableId));
    }

    @Override
    public String getId() {
        return ID;
    }

    @Override
    public String getDisplayType() {
        return "ImmutableID (Entra ID)";
    }

    @Override
    public String getHelpText() {
        return "Sends the ImmutableID by which Entra ID finds the account, as a claim and as the token's subject. Without a value"
                + " the sign-in is refused here.";
    }

    @Override
    public List<ProviderConfigProperty> getConfigProperties() {
        return PROPERTIES;
    }
}
