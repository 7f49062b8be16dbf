package io.bloksec.demo.rp;

/**
 * Entra ID's error codes that an identity provider can cause (learn.microsoft.com/entra/identity-platform/reference-error-codes),
 * with what usually lies behind them.
 */
public enum AadSts {
    AADSTS20001("WsFedSignInResponseError", "The answer cannot be read."),
    AADSTS20012("WsFedMessageInvalid", "wa or wctx is not what was sent, or the request was answered before."),
    AADSTS50006("InvalidSignature", "The signature does not hold: the token was changed, or another key signed it."),
    AADSTS50008(
            "InvalidSamlToken",
            "The token is malformed, expired, for someone else, or not SAML 1.1. Check the clock too."),
    AADSTS50034("UserAccountNotFound", "Nobody here has this name."),
    AADSTS50079(
            "UserStrongAuthEnrollmentRequired",
            "Multi-factor authentication was asked for, and the token does not claim it."),
    AADSTS50107(
            "InvalidRealmUri", "The issuer is not registered for this domain. It is compared character by character."),
    AADSTS50133(
            "SsoArtifactExpired", "A new authentication was asked for; Entra ID would send the person round again."),
    AADSTS51004("UserAccountNotInDirectory", "No account has this ImmutableID."),
    AADSTS5000811(
            "InvalidSigningKey",
            "The signing certificate is not registered for the domain: update the federation settings.");

    private final String title;
    private final String help;

    AadSts(String title, String help) {
        this.title = title;
        this.help = help;
    }

    public String title() {
        return title;
    }

    public String help() {
        return help;
    }
}
