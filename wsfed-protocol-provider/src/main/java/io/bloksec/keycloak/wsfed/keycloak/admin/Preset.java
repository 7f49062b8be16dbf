package io.bloksec.keycloak.wsfed.keycloak.admin;

import static io.bloksec.keycloak.wsfed.keycloak.mapper.KnownClaim.EMAIL;
import static io.bloksec.keycloak.wsfed.keycloak.mapper.KnownClaim.GIVEN_NAME;
import static io.bloksec.keycloak.wsfed.keycloak.mapper.KnownClaim.NAME;
import static io.bloksec.keycloak.wsfed.keycloak.mapper.KnownClaim.NAME_OF_WINDOWS_ACCOUNT;
import static io.bloksec.keycloak.wsfed.keycloak.mapper.KnownClaim.PRIMARY_SID;
import static io.bloksec.keycloak.wsfed.keycloak.mapper.KnownClaim.ROLE;
import static io.bloksec.keycloak.wsfed.keycloak.mapper.KnownClaim.ROLE_OF_2005;
import static io.bloksec.keycloak.wsfed.keycloak.mapper.KnownClaim.SURNAME;
import static io.bloksec.keycloak.wsfed.keycloak.mapper.KnownClaim.UPN;

import io.bloksec.keycloak.wsfed.keycloak.mapper.KnownClaim;
import io.bloksec.keycloak.wsfed.keycloak.mapper.RelyingPartySettingsMapper;
import io.bloksec.keycloak.wsfed.message.TrustVersion;
import io.bloksec.keycloak.wsfed.token.TokenType;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What relying parties of one kind read and want to be told; docs/relying-parties.md says why, and from where that is known. A client
 * with no settings would do for most of the first four: theirs are written down all the same, so that a change of defaults leaves
 * them alone.
 */
enum Preset {
    /** Takes a session for over ten minutes before its token ends (LogonTokenCacheExpirationWindow), so that a shorter token means a loop. */
    SHAREPOINT(TokenType.SAML_1_1, TrustVersion.FEBRUARY_2005, 60, EMAIL, UPN, ROLE),

    /** Outlook on the web; the Exchange admin center is a second client. */
    EXCHANGE(TokenType.SAML_1_1, TrustVersion.FEBRUARY_2005, 60, UPN, PRIMARY_SID),

    /** Dynamics 365 on premises. */
    DYNAMICS(TokenType.SAML_1_1, TrustVersion.FEBRUARY_2005, 60, UPN, PRIMARY_SID, NAME_OF_WINDOWS_ACCOUNT),

    /** ASP.NET on Windows Identity Foundation or its successors. */
    WIF(TokenType.SAML_1_1, TrustVersion.FEBRUARY_2005, 60, NAME, EMAIL, ROLE),

    /** Apache CXF Fediz and what is like it. */
    JAVA(TokenType.SAML_2_0, TrustVersion.V1_3, 60, GIVEN_NAME, SURNAME, EMAIL, ROLE_OF_2005);

    private final Map<String, String> settings;
    private final List<KnownClaim> claims;

    Preset(TokenType tokenType, TrustVersion trustVersion, int minutes, KnownClaim... claims) {
        this.settings = Map.of(
                RelyingPartySettingsMapper.TOKEN_TYPES, tokenType.label(),
                RelyingPartySettingsMapper.TRUST_VERSION, trustVersion.label(),
                RelyingPartySettingsMapper.TOKEN_LIFETIME, String.valueOf(minutes));
        this.claims = List.of(claims);
    }

    static Optional<Preset> ofId(String id) {
        return Arrays.stream(values()).filter(preset -> preset.id().equals(id)).findFirst();
    }

    static String ids() {
        return Arrays.stream(values()).map(Preset::id).collect(Collectors.joining(", "));
    }

    String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    Map<String, String> settings() {
        return settings;
    }

    List<KnownClaim> claims() {
        return claims;
    }
}
