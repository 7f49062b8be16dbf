package io.bloksec.demo.rp;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Where a sign-in begins: a name, and switches for what Entra ID asks for in particular situations. */
final class HomePage {

    private static final String METHODS = "http://schemas.microsoft.com/claims/";

    private final Directory directory;
    private final String replyUrl;

    HomePage(Directory directory, String replyUrl) {
        this.directory = directory;
        this.replyUrl = replyUrl;
    }

    String html() {
        Map<String, String> known = new LinkedHashMap<>();
        for (Domain domain : directory.domains()) {
            known.put("Domain", domain.name());
            known.put("Issuer", domain.issuerUri());
            known.put("Certificate", SignatureRules.describe(domain.signingCertificate()));
            known.put(
                    "Expires",
                    domain.signingCertificate().getNotAfter().toInstant().toString());
            known.put("Multi-factor", domain.federatedIdpMfaBehavior().name());
        }
        Map<String, String> users = new LinkedHashMap<>();
        directory.users().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(user -> users.put(user.getKey(), user.getValue()));
        known.put("Reply address", replyUrl);
        return Html.page(
                "Sign in",
                "<h1>Sign in</h1><form action=\"/signin\" method=\"get\">"
                        + "<p><label for=\"upn\">E-mail address</label>"
                        + "<input id=\"upn\" name=\"upn\" type=\"email\" autocomplete=\"username\" required value=\""
                        + Html.text(users.keySet().stream().findFirst().orElse("")) + "\"></p>"
                        + "<button type=\"submit\">Next</button>"
                        + "<details><summary>What the request asks for</summary><fieldset><legend>Switches</legend>"
                        + select(
                                "wfresh",
                                "Freshness (wfresh)",
                                "",
                                "not asked",
                                "0",
                                "sign in anew",
                                "30",
                                "30 minutes")
                        + select(
                                "wauth",
                                "Method (wauth)",
                                "",
                                "not asked",
                                "http://schemas.microsoft.com/ws/2008/06/identity/authenticationmethod/password",
                                "password",
                                METHODS + "multipleauthn",
                                "multi-factor",
                                METHODS + "wiaormultiauthn",
                                "Windows or multi-factor")
                        + select("prompt", "Prompt", "", "not asked", "login", "login")
                        + select(
                                "language",
                                "Language (mkt)",
                                "ENGLISH",
                                "English",
                                "GERMAN",
                                "German",
                                "FRENCH",
                                "French",
                                "SPANISH",
                                "Spanish",
                                "DUTCH",
                                "Dutch")
                        + select("wctx", "State (wctx)", "", "1.5 KB", "long", "12 KiB")
                        + select(
                                "wreply", "Reply address", "", "not sent", "registered", "registered", "wrong", "wrong")
                        + select("method", "Request by", "GET", "GET", "POST", "POST")
                        + "</fieldset></details></form>"
                        + Html.table("What this tenant knows", known)
                        + Html.table("Accounts and their ImmutableID", users));
    }

    private static String select(String name, String label, String... values) {
        StringBuilder html = new StringBuilder("<p><label for=\"" + name + "\">" + Html.text(label)
                + "</label><select id=\"" + name + "\" name=\"" + name + "\">");
        for (int i = 0; i < values.length; i += 2) {
            html.append("<option value=\"" + values[i] + "\">" + Html.text(values[i + 1]) + "</option>");
        }
        return html.append("</select></p>").toString();
    }

    static SignInOptions options(Map<String, String> form, String replyUrl) {
        String reply = form.getOrDefault("wreply", "");
        return new SignInOptions(
                form.getOrDefault("upn", ""),
                given(form, "wfresh"),
                given(form, "wauth"),
                given(form, "prompt"),
                language(form.getOrDefault("language", "")),
                "long".equals(form.get("wctx")) ? SignInOptions.LONG_WCTX : SignInOptions.USUAL_WCTX,
                reply.isEmpty()
                        ? Optional.empty()
                        : Optional.of(reply.equals("wrong") ? replyUrl + "/wrong" : replyUrl));
    }

    /** The request as a form that a script submits, for relying parties that send it by POST. */
    static String postForm(PendingSignIn begun) {
        StringBuilder fields = new StringBuilder();
        begun.parameters()
                .forEach((name, value) -> fields.append(
                        "<input type=\"hidden\" name=\"" + Html.text(name) + "\" value=\"" + Html.text(value) + "\">"));
        return Html.page(
                "Going to the identity provider",
                "<h1>Going to the identity provider</h1><form id=\"request\" method=\"post\" action=\""
                        + Html.text(begun.domain().passiveSignInUri()) + "\">" + fields
                        + "<button type=\"submit\">Continue</button></form><script src=\"/submit.js\"></script>");
    }

    private static Optional<String> given(Map<String, String> form, String name) {
        return Optional.ofNullable(form.get(name)).filter(value -> !value.isEmpty());
    }

    private static SignInOptions.Language language(String name) {
        for (SignInOptions.Language language : SignInOptions.Language.values()) {
            if (language.name().equals(name)) {
                return language;
            }
        }
        return SignInOptions.Language.ENGLISH;
    }
}
