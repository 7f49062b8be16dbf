package io.bloksec.keycloak.wsfed.keycloak.mapper;

import io.bloksec.keycloak.wsfed.claims.ClaimType;
import io.bloksec.keycloak.wsfed.claims.Claims;
import java.util.List;
import org.keycloak.provider.ProviderConfigProperty;

/**
 * The methods that this sign-in was seen to use. The multi-factor claim is not among them: it is sent when it is true, without a
 * mapper.
 */
public final class AuthenticationMethodsMapper extends ClaimMapper {

    static final String ID = "wsfed-authentication-methods-mapper";

    private static final List<ProviderConfigProperty> PROPERTIES = List.of();

    @Override
    void addTo(Claims claims, MapperSettings settings, Person person) {
        claims.add(ClaimType.AUTHENTICATION_METHODS_REFERENCES, person.methods());
    }

    @Override
    List<ClaimType> claimTypes(MapperSettings settings) {
        return List.of(ClaimType.AUTHENTICATION_METHODS_REFERENCES);
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
        return "Authentication method references";
    }

    @Override
    public String getHelpText() {
        return "Sends the methods that this sign-in was seen to use, for example a password. The multi-factor claim needs no mapper.";
    }

    @Override
    public List<ProviderConfigProperty> getConfigProperties() {
        return PROPERTIES;
    }
}
