package io.bloksec.keycloak.it.badge;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bloksec.keycloak.it.house.Admin;
import io.bloksec.keycloak.it.house.Page;
import io.bloksec.keycloak.it.house.UserSpec;
import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Who may do what with whose badge; and that what is revoked is out of the house at once. */
class BadgeAdministrationIT {

    private static final String ENTRA = "urn:federation:MicrosoftOnline";
    private static BadgeRealm ward;
    private static String jane;

    @BeforeAll
    static void open() {
        ward = BadgeRealm.create("badge-admin");
        jane = ward.person("jane");
        for (String role : List.of("badge-issuer", "badge-code-printer")) {
            ward.realm.admin().send("POST", ward.realm.path("roles"), Map.of("name", role));
        }
    }

    @AfterAll
    static void close() {
        ward.close();
    }

    @Test
    void itTakesTheRoleAndTheRightToManageThisUser() {
        Admin nobody = ward.administrator("nobody");
        Admin manager = ward.administrator("manager", "manage-users");
        Admin issuer = ward.administrator("issuer", "manage-users", "badge-issuer");
        Admin roleOnly = ward.administrator("role-only", "badge-issuer");

        assertThat(status(nobody, "POST", "")).isEqualTo(403);
        assertThat(status(manager, "POST", "")).isEqualTo(403);
        assertThat(status(roleOnly, "POST", "")).isEqualTo(403);
        assertThat(status(issuer, "POST", "")).isEqualTo(200);
        assertThat(status(nobody, "GET", "")).isEqualTo(403);
        String badge = "/" + ward.badges(jane).get(0).get("id").asText();
        for (String call : List.of("/reset-pin", "/resume", "/code")) {
            assertThat(status(manager, "POST", badge + call)).as(call).isEqualTo(403);
            assertThat(status(roleOnly, "POST", badge + call)).as(call).isEqualTo(403);
        }
        assertThat(status(roleOnly, "DELETE", badge)).isEqualTo(403);
        // To stop a badge, the right to manage its person is enough.
        assertThat(status(manager, "POST", badge + "/suspend")).isEqualTo(200);
        assertThat(status(manager, "DELETE", badge)).isEqualTo(200);
    }

    /** By Keycloak's fine-grained permissions: the people of one group, and nobody else. */
    @Test
    void aGroupsManagerIssuesToItsPeopleOnly() {
        Admin house = ward.realm.admin();
        String member = ward.person("member");
        String other = ward.person("not-a-member");
        String group = house.create(ward.realm.path("groups"), Map.of("name", "night shift"));
        house.put(ward.realm.path("users/" + member + "/groups/" + group), Map.of());
        Admin manager = ward.administrator("shift", "query-users", "badge-issuer");
        ward.letManage(ward.realm.userId("shift"), group);

        JsonNode issued = manager.post(ward.path(member, ""), Map.of());
        assertThat(issued.has("payload")).isTrue();
        assertThat(manager.send("POST", ward.path(member, "/" + issued.get("id").asText() + "/code"), Map.of())
                        .statusCode())
                .isEqualTo(200);
        assertThat(manager.send("POST", ward.path(other, ""), Map.of()).statusCode())
                .isEqualTo(403);
        assertThat(manager.send("GET", ward.path(other, ""), null).statusCode()).isEqualTo(403);
        // A member's badge under another person's name is not theirs.
        JsonNode theirs = ward.issue(other);
        assertThat(manager.send(
                                "DELETE",
                                ward.path(member, "/" + theirs.get("id").asText()),
                                null)
                        .statusCode())
                .isEqualTo(404);
    }

    @Test
    void nobodyIssuesBadgesToHimselfNorToThoseWhoAdministerMore() {
        Admin issuer = ward.administrator("self", "manage-users", "badge-issuer");
        String self = ward.realm.userId("self");
        ward.administrator("boss", "realm-admin");

        assertThat(issuer.send("POST", ward.path(self, ""), Map.of()).statusCode())
                .isEqualTo(403);
        assertThat(issuer.send("POST", ward.path(ward.realm.userId("boss"), ""), Map.of())
                        .statusCode())
                .isEqualTo(403);
        assertThat(ward.issue(ward.realm.userId("boss")).has("payload")).isTrue();
    }

    @Test
    void anotherRealmsAdministratorFindsNothing() {
        try (BadgeRealm other = BadgeRealm.create("badge-admin-other")) {
            String stranger = other.person("stranger");
            assertThat(ward.realm
                            .admin()
                            .send("GET", ward.path(stranger, ""), null)
                            .statusCode())
                    .isEqualTo(404);
            JsonNode theirs = other.issue(stranger);
            assertThat(ward.realm
                            .admin()
                            .send(
                                    "DELETE",
                                    ward.path(jane, "/" + theirs.get("id").asText()),
                                    null)
                            .statusCode())
                    .isEqualTo(404);
        }
    }

    @Test
    void withFourEyesAnotherPersonGivesOutTheCode() {
        String person = ward.person("four");
        Admin issuer = ward.administrator("four-issuer", "manage-users", "badge-issuer");
        Admin printer = ward.administrator("four-printer", "manage-users", "badge-code-printer");
        ward.settings(Map.of("fourEyes", true));
        try {
            JsonNode issued = issuer.post(ward.path(person, ""), Map.of("codeChannel", "letter"));
            assertThat(issued.has("code")).isFalse();
            String code = ward.path(person, "/" + issued.get("id").asText() + "/code");
            assertThat(issuer.send("POST", code, Map.of()).statusCode()).isEqualTo(403);
            JsonNode given = printer.post(code, Map.of());
            assertThat(ward.page()
                            .activate(ward.paper(issued), given.get("code").asText(), BadgeRealm.PIN)
                            .isRedirect())
                    .isTrue();
        } finally {
            ward.settings(Map.of("fourEyes", false));
        }
    }

    @Test
    void whatIsRevokedOrSuspendedEndsItsSessionsOfflineOnesToo() throws Exception {
        String person = ward.person("session");
        PaperBadge badge = ward.active(person);
        JsonNode online = tokens(signIn(badge), "openid");
        JsonNode offline = tokens(signIn(badge, "scope=openid%20offline_access"), "offline");

        assertThat(refresh(online)).isEqualTo(200);
        assertThat(refresh(offline)).isEqualTo(200);
        ward.realm.admin().post(ward.path(person, "/" + badge.bid + "/suspend"), Map.of());
        assertThat(refresh(online)).isEqualTo(400);
        assertThat(refresh(offline)).isEqualTo(400);
        assertThat(ward.page().scan(badge).path("refused").asText()).isEqualTo("SUSPENDED");

        ward.realm.admin().post(ward.path(person, "/" + badge.bid + "/resume"), Map.of());
        JsonNode again = tokens(signIn(badge), "openid");
        ward.realm.admin().delete(ward.path(person, "/" + badge.bid));
        assertThat(refresh(again)).isEqualTo(400);
    }

    @Test
    void theTokenSaysOneFactor() throws Exception {
        PaperBadge badge = ward.active(ward.person("amr"));
        JsonNode tokens = tokens(signIn(badge), "openid");
        String payload = tokens.get("id_token").asText().split("\\.")[1];
        JsonNode claims =
                new ObjectMapper().readTree(java.util.Base64.getUrlDecoder().decode(payload));
        assertThat(claims.path("acr").asText()).isEqualTo("1");
    }

    /** Even where somebody's flow calls a badge level 2. */
    @Test
    void entraIsNeverToldOfTwoFactors() {
        ward.addFlow(
                "blokbadge-only",
                flow -> flow.replace("BlokBadge only", "Badge at level 2")
                        .replace("\"loa-condition-level\": \"1\"", "\"loa-condition-level\": \"2\""));
        ward.realm.createClient(Map.of("clientId", ENTRA, "protocol", "wsfed"));
        ward.useFlow(ENTRA, "Badge at level 2");
        String person = ward.realm.createUser(UserSpec.named("jane@corp.example")
                .name("Jane", "Doe")
                .email("jane@corp.example")
                .attribute("immutableId", "b2xnYS1vbGdhLW9sZ2Etbw=="));
        PaperBadge badge = ward.active(person);
        ward.page().signIn(badge, BadgeRealm.PIN);

        Page token = toEntra("").signIn(badge, BadgeRealm.PIN);
        assertThat(token.form().value("wresult")).contains("jane@corp.example").doesNotContain("multipleauthn");
        Page refused = toEntra("&wauth=http://schemas.microsoft.com/claims/multipleauthn")
                .signIn(badge, BadgeRealm.PIN);
        assertThat(refused.html().select("[name=wresult]")).isEmpty();
        assertThat(ward.realm
                        .awaitEvent(event -> "wsfed_multi_factor_not_reached".equals(event.error()))
                        .toString())
                .contains("level 2");
    }

    /** The one exception is somebody's decision, and holds at registered workstations alone. */
    @Test
    void onlyAtAWorkstationAndByAnExplicitSwitchABadgeCountsAsTwoFactors() {
        ward.addFlow(
                "blokbadge-only",
                flow -> flow.replace("BlokBadge only", "Badge at a workstation")
                        .replace("\"loa-condition-level\": \"1\"", "\"loa-condition-level\": \"2\""));
        String app = "urn:ward:pharmacy";
        ward.realm.createClient(
                Map.of("clientId", app, "protocol", "wsfed", "redirectUris", List.of("https://pharmacy.example/")));
        ward.useFlow(app, "Badge at a workstation");
        PaperKiosk kiosk = PaperKiosk.registered(ward, Map.of("name", "Pharmacy"));
        PaperBadge badge = ward.active(ward.person("pharmacist"));
        ward.page().signIn(badge, BadgeRealm.PIN);
        assertThat(tokenFrom(app, badge, kiosk)).doesNotContain("multipleauthn");
        ward.realm.updateClient(app, client -> client.withObject("/attributes").put("wsfed.mfa.badge.kiosk", "true"));
        assertThat(tokenFrom(app, badge, kiosk))
                .as("a badge that is meant for any browser")
                .doesNotContain("multipleauthn");
        ward.settings(Map.of("kiosk", "preferred"));
        try {
            PaperBadge meant = ward.active(ward.person("technician"));
            ward.page().signIn(meant, BadgeRealm.PIN);
            assertThat(tokenFrom(app, meant, kiosk)).contains("multipleauthn");
            assertThat(tokenFrom(app, meant, null)).doesNotContain("multipleauthn");
        } finally {
            ward.settings(Map.of("kiosk", "off"));
        }
    }

    private static String tokenFrom(String app, PaperBadge badge, PaperKiosk kiosk) {
        var browser = BadgeRealm.browser();
        BadgePage page = new BadgePage(
                browser, browser.get(ward.realm.url("protocol/wsfed?wa=wsignin1.0&wctx=x&wtrealm=" + app)));
        page.kiosk = kiosk;
        return page.signIn(badge, BadgeRealm.PIN).form().value("wresult");
    }

    private static BadgePage toEntra(String more) {
        var browser = BadgeRealm.browser();
        return new BadgePage(
                browser, browser.get(ward.realm.url("protocol/wsfed?wa=wsignin1.0&wctx=x&wtrealm=" + ENTRA + more)));
    }

    @Test
    void temporaryBadgesLiveForHoursAndLeaveTheOtherAlone() {
        String person = ward.person("temporary");
        PaperBadge standard = ward.active(person);
        assertThat(ward.realm
                        .admin()
                        .send("POST", ward.path(person, ""), Map.of("kind", "temporary", "hours", 13))
                        .statusCode())
                .isEqualTo(400);
        PaperBadge temporary = ward.active(person, "kind", "temporary", "hours", 2);
        assertThat(ward.page().scan(standard).has("refused")).isFalse();
        assertThat(ward.page().scan(temporary).has("refused")).isFalse();
        for (JsonNode each : ward.badges(person)) {
            long life = each.get("expires").asLong() - each.get("notBefore").asLong();
            assertThat(life).isEqualTo("temporary".equals(each.get("kind").asText()) ? 7_200 : 31_536_000);
        }
    }

    @Test
    void whoMakesTheHalfHimselfSendsThePublicKeyAlone() {
        String person = ward.person("own-half");
        PaperBadge own = ward.paper(ward.issue(ward.person("scratch")));
        Map<String, Object> order = new HashMap<>(
                Map.of("bid", "0f".repeat(12), "publicKey", own.badgeKey().text()));
        JsonNode issued = ward.realm.admin().post(ward.path(person, ""), order);
        assertThat(issued.has("payload")).isFalse();
        assertThat(issued.get("id").asText()).isEqualTo("0f".repeat(12));
        order.put("publicKey", PaperBadge.base64url(new byte[32]));
        order.put("bid", "0e".repeat(12));
        assertThat(ward.realm.admin().send("POST", ward.path(person, ""), order).statusCode())
                .isEqualTo(400);
    }

    @Test
    void settingsThatWouldBeWeakAreRefused() {
        assertThat(settings(Map.of("pinLength", 6)).statusCode()).isEqualTo(400);
        assertThat(settings(Map.of("codeHours", 100)).statusCode()).isEqualTo(400);
        assertThat(settings(Map.of("kiosk", "sometimes")).statusCode()).isEqualTo(400);
        JsonNode status = ward.realm.admin().get(ward.realm.path("blokbadge/status"));
        assertThat(status.get("usable").asBoolean()).isTrue();
    }

    @Test
    void eachActIsAnAdminEventWithTheSerialAndNoSecret() {
        String person = ward.person("event");
        JsonNode issued = ward.issue(person);
        JsonNode events = ward.realm.admin().get(ward.realm.path("admin-events?max=20"));
        String all = events.toString();
        assertThat(all)
                .contains("BLOKBADGE", issued.get("serial").asText())
                .doesNotContain(issued.get("payload").asText())
                .doesNotContain(issued.get("code").asText());
    }

    private static HttpResponse<String> settings(Map<String, Object> settings) {
        return ward.realm.admin().send("PUT", ward.realm.path("blokbadge/settings"), settings);
    }

    private static Page signIn(PaperBadge badge, String... parameters) {
        BadgePage page = ward.page(parameters);
        return BadgePage.goOn(page.signIn(badge, BadgeRealm.PIN));
    }

    private static JsonNode tokens(Page redirect, String purpose) throws Exception {
        assertThat(redirect.isRedirect()).as(purpose).isTrue();
        return new ObjectMapper()
                .readTree(BadgeRealm.browser()
                        .post(
                                ward.realm.url("protocol/openid-connect/token"),
                                Map.of(
                                        "grant_type",
                                        "authorization_code",
                                        "client_id",
                                        BadgeRealm.APP,
                                        "redirect_uri",
                                        BadgeRealm.CALLBACK,
                                        "code",
                                        query(redirect, "code")))
                        .body());
    }

    private static String query(Page redirect, String name) {
        for (String each : redirect.location().getRawQuery().split("&")) {
            if (each.startsWith(name + "=")) {
                return each.substring(name.length() + 1);
            }
        }
        throw new AssertionError("No " + name + " in " + redirect.location());
    }

    private static int refresh(JsonNode tokens) {
        return BadgeRealm.browser()
                .post(
                        ward.realm.url("protocol/openid-connect/token"),
                        Map.of(
                                "grant_type",
                                "refresh_token",
                                "client_id",
                                BadgeRealm.APP,
                                "refresh_token",
                                tokens.path("refresh_token").asText()))
                .status();
    }

    private static int status(Admin admin, String method, String more) {
        return admin.send(method, ward.path(jane, more), "POST".equals(method) ? Map.of() : null)
                .statusCode();
    }
}
