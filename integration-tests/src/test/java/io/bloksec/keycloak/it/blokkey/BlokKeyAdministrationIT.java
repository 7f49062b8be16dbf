package io.bloksec.keycloak.it.blokkey;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.AriaRole;
import io.bloksec.keycloak.it.house.Chromium;
import io.bloksec.keycloak.it.house.Event;
import io.bloksec.keycloak.it.house.KeycloakLogin;
import io.bloksec.keycloak.it.house.Page;
import io.bloksec.keycloak.it.house.UserSpec;
import io.bloksec.keycloak.it.house.WebUser;
import io.bloksec.phone.ApprovalRequest;
import io.bloksec.phone.Phone;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What administrators, and people in the account console, see and change; and that what is removed is removed. */
class BlokKeyAdministrationIT {

    private static final String ORIGIN = "https://key.example.com";

    private static BlokKeyRealm realm;

    private static int persons;

    private UserSpec person;

    private Phone phone;

    @BeforeAll
    static void create() {
        realm = BlokKeyRealm.create("blokkey-administration");
        realm.configure("BlokKey only level 2", Map.of("blokkey.push-unknown", "always"));
    }

    @AfterAll
    static void remove() {
        realm.close();
    }

    @BeforeEach
    void enrol() {
        person = BlokKeyRealm.person("administered" + ++persons);
        realm.realm.createUser(person);
        phone = realm.enrol(person);
        realm.realm.clearEvents();
    }

    /** So that Keycloak's listener "email" writes to the person, whoever did it. */
    @Test
    void everyWayInThatComesOrGoesIsAnEventOfThePerson() {
        realm.passcode(phone.userId());
        assertCredentialEvent("UPDATE_CREDENTIAL", "blokkey-passcode");
        realm.realm
                .admin()
                .delete(realm.realm.path("blokkey/users/" + phone.userId() + "/devices/" + phone.deviceId()
                        + "?phrase=remove%20device"));
        assertCredentialEvent("REMOVE_CREDENTIAL", "blokkey");
    }

    /** In the account console a person sees the phone under the name it was given, renames it, and takes it away. */
    @Test
    void theAccountConsoleListsRenamesAndRemoves() {
        WebUser account = account();
        URI credentials = realm.realm.url("account/credentials");
        JsonNode listed = blokkey(WaitingPage.json(account.get(credentials)));
        assertThat(listed.get("category").asText()).isEqualTo("passwordless");
        assertThat(listed.get("removeable").asBoolean()).isTrue();
        JsonNode credential = listed.at("/userCredentialMetadatas/0/credential");
        assertThat(credential.get("userLabel").asText()).isEqualTo("Phone of " + person.username());
        String id = credential.get("id").asText();

        URI label = realm.realm.url("account/credentials/" + id + "/label");
        assertThat(account.send("PUT", label, "application/json", "\"On call\"").status())
                .isEqualTo(204);
        assertThat(phone.device().get("name").asText()).isEqualTo("On call");

        realm.realm.admin().delete(realm.realm.path("users/" + phone.userId() + "/credentials/" + id));
        assertThat(phone.call("GET", "requests", null).code()).contains("device-removed");
        assertThat(blokkey(WaitingPage.json(account.get(credentials))).get("userCredentialMetadatas"))
                .isEmpty();
    }

    /** Among the person's other credentials, under the name the person gave, and deleted there like any other. */
    @Test
    void keycloaksConsoleShowsAndDeletes() {
        try (Chromium chromium = Chromium.open()) {
            com.microsoft.playwright.Page page = chromium.newPage();
            KeycloakLogin.adminConsole(page, "#/" + realm.realm.name() + "/users/" + phone.userId() + "/credentials");
            Locator row =
                    page.locator("tr").filter(new Locator.FilterOptions().setHasText("Phone of " + person.username()));
            PlaywrightAssertions.assertThat(row).isVisible();
            Chromium.screenshot(page, "console-credentials");

            row.getByRole(AriaRole.BUTTON).last().click();
            page.getByRole(AriaRole.MENUITEM, new com.microsoft.playwright.Page.GetByRoleOptions().setName("Delete"))
                    .click();
            page.getByRole(AriaRole.DIALOG)
                    .getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Delete"))
                    .click();
            PlaywrightAssertions.assertThat(row).hasCount(0);
            chromium.assertNoProblems();
        }
        assertThat(phone.call("GET", "requests", null).code()).contains("device-removed");
    }

    /** A person who is removed leaves nothing: the phone is not removed, it is unknown. */
    @Test
    void aRemovedPersonLeavesNothing() {
        open().start(true);
        realm.realm.admin().delete(realm.realm.path("users/" + phone.userId()));

        assertThat(phone.call("GET", "requests", null).code()).contains("device-unknown");
    }

    @Test
    void settingsAreChangedByAdministratorsAndOnlyToWhatWorks() {
        String path = realm.realm.path("blokkey/settings");
        JsonNode changed = realm.realm
                .admin()
                .put(path, Map.of("contact", "mailto:help@corp.example", "pushHosts", List.of("push.corp.example")));
        assertThat(changed.get("contact").asText()).isEqualTo("mailto:help@corp.example");
        assertThat(changed.get("pushHosts")).extracting(JsonNode::asText).containsExactly("push.corp.example");

        for (Map<String, String> wrong : List.of(
                Map.of("contact", "help@corp.example"),
                Map.of("pushHosts", "https://push.corp.example/"),
                Map.of("origin", "key.example.com/app"),
                Map.of("attestationRoots", "no certificate"))) {
            assertThat(realm.realm.admin().send("PUT", path, wrong).statusCode())
                    .as(wrong.toString())
                    .isEqualTo(400);
        }
        assertThat(realm.realm.admin().get(path).get("contact").asText())
                .as("nothing was changed by what was wrong")
                .isEqualTo("mailto:help@corp.example");
        assertThat(realm.realm.admin().get(path).toString()).doesNotContain("secret", "vapid");
    }

    /** In Keycloak's own console, which tells nobody: whatever the phone was about, it is over. */
    @ParameterizedTest
    @ValueSource(strings = {"waiting", "shown", "approved"})
    void aCredentialThatIsDeletedMeanwhileOpensNothing(String when) {
        WaitingPage page = open();
        String number = page.start(true).get("number").asText();
        ApprovalRequest request = phone.list().get(0);
        if (when.equals("shown")) {
            phone.shown(request.id());
        } else if (when.equals("approved")) {
            phone.showAndApprove(request.id(), number, false);
        }
        String credential = realm.realm
                .admin()
                .get(realm.realm.path("blokkey/users/" + phone.userId() + "/devices"))
                .get(0)
                .get("credential")
                .asText();

        realm.realm.admin().delete(realm.realm.path("users/" + phone.userId() + "/credentials/" + credential));

        assertThat(phone.call("POST", "requests/" + request.id() + "/shown", null)
                        .code())
                .contains("device-removed");
        assertThat(page.finish().isRedirect()).isFalse();
    }

    @Test
    void onlyTheAppsOriginMayCall() {
        realm.settings(Map.of("app-origin", List.of(ORIGIN)));
        try {
            assertThat(config(ORIGIN).header("Access-Control-Allow-Origin")).contains(ORIGIN);
            assertThat(config(ORIGIN).header("Access-Control-Allow-Credentials"))
                    .isEmpty();
            assertThat(config("https://evil.example").header("Access-Control-Allow-Origin"))
                    .isEmpty();
            assertThat(preflight("blokkey/requests").header("Access-Control-Allow-Headers"))
                    .hasValueSatisfying(value -> assertThat(value).contains("BlokKey-Proof"));
            assertThat(preflight("blokkey/device/push").header("Access-Control-Allow-Methods"))
                    .hasValueSatisfying(value -> assertThat(value).contains("PUT"));
            assertThat(preflight("blokkey/page/start").header("Access-Control-Allow-Origin"))
                    .as("the page answers no other origin")
                    .isEmpty();
        } finally {
            realm.settings(Map.of("app-origin", List.of()));
        }
    }

    private Page config(String origin) {
        return new WebUser().header("Origin", origin).get(realm.realm.url("blokkey/config"));
    }

    private Page preflight(String path) {
        return new WebUser()
                .header("Origin", ORIGIN)
                .header("Access-Control-Request-Method", "PUT")
                .send("OPTIONS", realm.realm.url(path), "text/plain", "");
    }

    /** What the account console sends. */
    private WebUser account() {
        Map<String, String> form = Map.of(
                "grant_type",
                "password",
                "client_id",
                "admin-cli",
                "username",
                person.username(),
                "password",
                person.password());
        String token = WaitingPage.json(new WebUser().post(realm.realm.url("protocol/openid-connect/token"), form))
                .get("access_token")
                .asText();
        return new WebUser().header("Authorization", "Bearer " + token).header("Accept", "application/json");
    }

    private static JsonNode blokkey(JsonNode types) {
        for (JsonNode type : types) {
            if ("blokkey".equals(type.get("type").asText())) {
                return type;
            }
        }
        throw new AssertionError("not listed: " + types);
    }

    private void assertCredentialEvent(String type, String credential) {
        Event event = realm.realm.awaitEvent(candidate -> type.equals(candidate.type()));
        assertThat(event.userId()).isEqualTo(phone.userId());
        assertThat(event.detail("credential_type")).isEqualTo(credential);
    }

    private WaitingPage open() {
        return realm.signIn(BlokKeyRealm.browser()).name(person.username());
    }
}
