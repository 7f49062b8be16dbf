package io.bloksec.demo.rp;

import java.util.Optional;

/**
 * What a request asks for beside the person's name; Entra ID sends each of these in some situation.
 *
 * @param wfresh minutes, or 0 for a new authentication
 * @param wauth URI of an authentication method
 * @param prompt {@code login}, or absent
 * @param language of the person's browser
 * @param wctxBytes random bytes in the {@code wctx}: its length grows by four thirds of it
 * @param wreply absent, as Entra ID's always is
 */
public record SignInOptions(
        String userPrincipalName,
        Optional<String> wfresh,
        Optional<String> wauth,
        Optional<String> prompt,
        Language language,
        int wctxBytes,
        Optional<String> wreply) {

    /** About the length of the {@code wctx} that Entra ID sends. */
    public static final int USUAL_WCTX = 1100;

    /** About twelve kibibytes of text. */
    public static final int LONG_WCTX = 9216;

    /** {@code mkt}, and the Windows language number that comes with it as {@code lc}. */
    public enum Language {
        ENGLISH("en-US", 1033),
        GERMAN("de-DE", 1031),
        FRENCH("fr-FR", 1036),
        SPANISH("es-ES", 3082),
        DUTCH("nl-NL", 1043);

        private final String mkt;
        private final int lc;

        Language(String mkt, int lc) {
            this.mkt = mkt;
            this.lc = lc;
        }

        public String mkt() {
            return mkt;
        }

        public int lc() {
            return lc;
        }
    }

    /** An everyday sign-in. */
    public static SignInOptions of(String userPrincipalName) {
        return new SignInOptions(
                userPrincipalName,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Language.ENGLISH,
                USUAL_WCTX,
                Optional.empty());
    }

    public SignInOptions freshBy(String wfreshMinutes) {
        return new SignInOptions(
                userPrincipalName, Optional.of(wfreshMinutes), wauth, prompt, language, wctxBytes, wreply);
    }

    public SignInOptions authenticatedBy(String method) {
        return new SignInOptions(userPrincipalName, wfresh, Optional.of(method), prompt, language, wctxBytes, wreply);
    }

    public SignInOptions prompting() {
        return new SignInOptions(userPrincipalName, wfresh, wauth, Optional.of("login"), language, wctxBytes, wreply);
    }

    public SignInOptions withWctxBytes(int bytes) {
        return new SignInOptions(userPrincipalName, wfresh, wauth, prompt, language, bytes, wreply);
    }
}
