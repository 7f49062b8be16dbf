package io.bloksec.keycloak.wsfed.keycloak.mapper;

import io.bloksec.keycloak.wsfed.claims.ClaimType;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.keycloak.models.ProtocolMapperModel;
import org.keycloak.models.UserModel;

/**
 * The claims that relying parties usually want, and what of a person each is made of. The names under
 * {@code …/2005/05/identity/claims/} are those of the Identity Selector Interoperability Profile 1.0, section 8.5, and of .NET's
 * {@code System.Security.Claims.ClaimTypes}, where those under {@code …/2008/06/} come from.
 */
public enum KnownClaim {
    /** Not the UPN of Entra ID, whose name is another. */
    UPN("User principal name", "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/upn", UserModel.USERNAME),
    UPN_OF_AD_FS_1("UPN", ClaimType.UPN.uri(), UserModel.USERNAME),
    EMAIL("E-mail address", ClaimType.EMAIL.uri(), UserModel.EMAIL),
    NAME("Name", "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/name", UserModel.USERNAME),
    GIVEN_NAME("Given name", "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/givenname", UserModel.FIRST_NAME),
    SURNAME("Surname", "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/surname", UserModel.LAST_NAME),
    /** {@code DOMAIN\\user}, which Keycloak has no property for. */
    WINDOWS_ACCOUNT_NAME(
            "Windows account name",
            "http://schemas.microsoft.com/ws/2008/06/identity/claims/windowsaccountname",
            "windowsAccountName"),
    /** The same as the name, for Dynamics. */
    NAME_OF_WINDOWS_ACCOUNT("Name (Windows account)", NAME.uri, "windowsAccountName"),
    /** As text, {@code S-1-5-21-…}. */
    PRIMARY_SID("Primary SID", "http://schemas.microsoft.com/ws/2008/06/identity/claims/primarysid", "primarySid"),
    ROLE("Roles", ClaimType.ROLE.uri(), null),
    /** The name that Fediz and other software in Java use. */
    ROLE_OF_2005("Roles (2005/05)", "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/role", null),
    GROUP("Groups", ClaimType.GROUP.uri(), null);

    private final String label;
    private final String uri;
    private final String attribute;

    /** @param attribute user's attribute or property; null: roles or groups */
    KnownClaim(String label, String uri, String attribute) {
        this.label = label;
        this.uri = uri;
        this.attribute = attribute;
    }

    /** What a relying party that asks for a claim by its URI is given. */
    public static Optional<KnownClaim> ofUri(String uri) {
        return Arrays.stream(values()).filter(claim -> claim.uri.equals(uri)).findFirst();
    }

    public String uri() {
        return uri;
    }

    /** The user's attribute or property; empty: roles or groups. */
    public Optional<String> attribute() {
        return Optional.ofNullable(attribute);
    }

    /** The mapper that sends it, under the name that the console lists. */
    public ProtocolMapperModel mapper() {
        return switch (this) {
            case ROLE, ROLE_OF_2005 -> ClaimMapper.model(label, RoleMapper.ID, Map.of(MapperSettings.CLAIM_TYPE, uri));
            case GROUP -> ClaimMapper.model(label, GroupMapper.ID, Map.of(MapperSettings.CLAIM_TYPE, uri));
            default ->
                ClaimMapper.model(
                        label,
                        UserAttributeMapper.ID,
                        Map.of(UserAttributeMapper.USER_ATTRIBUTE, attribute, MapperSettings.CLAIM_TYPE, uri));
        };
    }
}
