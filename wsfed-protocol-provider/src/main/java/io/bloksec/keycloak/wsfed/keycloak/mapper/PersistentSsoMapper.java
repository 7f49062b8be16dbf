package io.bloksec.keycloak.wsfed.keycloak.mapper;

import io.bloksec.keycloak.wsfed.claims.ClaimType;
import io.bloksec.keycloak.wsfed.claims.Claims;
import java.util.List;
import org.keycloak.provider.ProviderConfigProperty;

/**
 * Whether the person ticked <em>Remember me</em>: Entra ID then keeps its own cookie beyond the browser's life.
 */
public final class PersistentSsoMapper extends ClaimMapper {

    static final String ID = "wsfed-psso-mapper";

    private static final List<ProviderConfigProperty> PROPERTIES = List.of();

    @Override
    void addTo(Claims claims, MapperSettings settings, Person person) {
        if (person.userSession().isRememberMe()) {
            claims.add(ClaimType.PERSISTENT_SSO, List.of("true"));
        }
    }

    @Override
    List<ClaimType> claimTypes(MapperSettings settings) {
        return List.of(ClaimType.PERSISTENT_SSO);
    }

    @Override
    void check(MapperSettings settings) {
        // there is nothing to set
    }

    @Override
    public String getId() {
        return ID;
    }

    @Override
    public String getDisplayType() {
        return "Persistent single sign-on (psso)";
    }

    @Override
    public String getHelpText() {
        return "Tells Entra ID to keep its cookie when the person ticked Remember me here.";
    }

    @Override
    public List<ProviderConfigProperty> getConfigProperties() {
        return PROPERTIES;
    }
}
