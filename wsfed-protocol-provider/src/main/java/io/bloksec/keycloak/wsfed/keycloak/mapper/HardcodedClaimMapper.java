package io.bloksec.keycloak.wsfed.keycloak.mapper;

import io.bloksec.keycloak.wsfed.claims.ClaimType;
import io.bloksec.keycloak.wsfed.claims.Claims;
import java.util.List;
import org.keycloak.provider.ProviderConfigProperty;

/**
 * The same value for everyone, for relying parties that want to be told a constant.
 */
public final class HardcodedClaimMapper extends ClaimMapper {

    static final String ID = "wsfed-hardcoded-claim-mapper";
    static final String VALUE = "claim.value";

    private static final List<ProviderConfigProperty> PROPERTIES = List.of(
            new ProviderConfigProperty(
                    MapperSettings.CLAIM_TYPE,
                    "Claim type",
                    "URI of the claim. It is split at its last slash into the attribute's namespace and name.",
                    ProviderConfigProperty.STRING_TYPE,
                    null,
                    false,
                    true),
            new ProviderConfigProperty(
                    VALUE, "Value", "What is sent.", ProviderConfigProperty.STRING_TYPE, null, false, true));

    @Override
    void addTo(Claims claims, MapperSettings settings, Person person) throws InvalidMapperException {
        claims.add(settings.claimType(null), List.of(settings.required(VALUE)));
    }

    @Override
    List<ClaimType> claimTypes(MapperSettings settings) throws InvalidMapperException {
        return List.of(settings.claimType(null));
    }

    @Override
    void check(MapperSettings settings) throws InvalidMapperException {
        settings.required(VALUE);
        settings.claimType(null);
    }

    @Override
    public String getId() {
        return ID;
    }

    @Override
    public String getDisplayType() {
        return "Hard-coded claim";
    }

    @Override
    public String getHelpText() {
        return "Sends the same value for everyone.";
    }

    @Override
    public List<ProviderConfigProperty> getConfigProperties() {
        return PROPERTIES;
    }
}
