package io.bloksec.keycloak.it.house;

import java.util.stream.Collectors;

/** Exists so that only one class knows what Keycloak's own sign-in form looks like. */
public final class KeycloakLogin {

    private static final String FORM = "form#kc-form-login";
    private static final String ERROR = "#input-error, #input-error-username, .kc-feedback-text";

    private KeycloakLogin() {}

    public static boolean isShown(Page page) {
        return page.has(FORM);
    }

    public static Page signIn(Page page, String username, String password) {
        return page.form(FORM)
                .set("username", username)
                .set("password", password)
                .submit();
    }

    public static Page signIn(Page page, UserSpec user) {
        return signIn(page, user.username(), user.password());
    }

    /** What Keycloak has to say about the attempt, once where it says it at several fields; empty where nothing. */
    public static String error(Page page) {
        return page.html().select(ERROR).eachText().stream().distinct().collect(Collectors.joining(" "));
    }

    /** The same in a real browser; returns when the next page has loaded. */
    public static void signIn(com.microsoft.playwright.Page page, UserSpec user) {
        page.fill("#username", user.username());
        page.fill("#password", user.password());
        page.click("#kc-login");
        page.waitForLoadState();
    }

    /** @param fragment of the administrator's console, from the {@code #} on */
    public static void adminConsole(com.microsoft.playwright.Page page, String fragment) {
        page.navigate(KeycloakServer.running().url() + "/admin/master/console/" + fragment);
        page.fill("#username", KeycloakServer.ADMIN);
        page.fill("#password", KeycloakServer.ADMIN_PASSWORD);
        page.click("#kc-login");
    }
}
