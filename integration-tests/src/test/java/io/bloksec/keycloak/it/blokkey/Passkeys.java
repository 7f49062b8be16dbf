package io.bloksec.keycloak.it.blokkey;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import io.bloksec.keycloak.it.house.Admin;
import io.bloksec.keycloak.it.house.KeycloakLogin;
import io.bloksec.keycloak.it.house.UserSpec;
import java.util.Map;
import java.util.function.Predicate;

/** Keycloak's own passkeys beside BlokKey: set up by its required action, and a flow that lets in by them alone. */
final class Passkeys {

    static final String FLOW = "passkey";

    private static final String ACTION = "webauthn-register-passwordless";

    private Passkeys() {}

    static void allow(BlokKeyRealm realm) {
        Admin admin = realm.realm.admin();
        realm.realm.update(json -> json.put("webAuthnPolicyPasswordlessRpEntityName", "Northwind")
                .put("webAuthnPolicyPasswordlessRequireResidentKey", "Yes")
                .put("webAuthnPolicyPasswordlessUserVerificationRequirement", "required"));
        admin.post(
                realm.realm.path("authentication/flows"),
                Map.of("alias", FLOW, "providerId", "basic-flow", "topLevel", true, "builtIn", false));
        admin.post(
                realm.realm.path("authentication/flows/" + FLOW + "/executions/execution"),
                Map.of("provider", "webauthn-authenticator-passwordless"));
        var execution = (com.fasterxml.jackson.databind.node.ObjectNode)
                admin.get(realm.realm.path("authentication/flows/" + FLOW + "/executions"))
                        .get(0);
        admin.put(
                realm.realm.path("authentication/flows/" + FLOW + "/executions"),
                execution.put("requirement", "REQUIRED"));
    }

    /** By the browser's own authenticator, after a sign-in with the password. */
    static void register(BlokKeyRealm realm, Page page, UserSpec person) {
        page.onDialog(dialog -> dialog.accept("passkey"));
        page.navigate(realm.authorization("enrolment", "kc_action=" + ACTION).toString());
        KeycloakLogin.signIn(page, person);
        arrives(page, () -> page.click("#registerWebAuthn"));
    }

    static void signIn(BlokKeyRealm realm, Page page) {
        page.context().clearCookies();
        page.navigate(realm.authorization(BlokKeyRealm.APP).toString());
        arrives(page, () -> page.click("#authenticateWebAuthnButton"));
    }

    /** The application answers, so that the page is at rest afterwards. */
    private static void arrives(Page page, Runnable last) {
        Predicate<String> callback = address -> address.startsWith(BlokKeyRealm.CALLBACK);
        page.route(callback, route -> route.fulfill(new Route.FulfillOptions().setBody("Signed in")));
        last.run();
        page.waitForURL(callback);
        page.unroute(callback);
    }
}
