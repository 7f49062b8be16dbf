package io.bloksec.keycloak.it.badge;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bloksec.keycloak.it.house.Admin;
import io.bloksec.keycloak.it.house.KeycloakLogin;
import io.bloksec.keycloak.it.house.KeycloakServer;
import io.bloksec.keycloak.it.house.Page;
import io.bloksec.keycloak.it.house.Poll;
import io.bloksec.keycloak.it.house.UserSpec;
import io.bloksec.keycloak.it.house.WebUser;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The badge office, tried by those who have no business there: each call, with the rights of a neighbour. */
class BadgeOfficeRightsIT {

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private static BadgeRealm ward;
    private static Admin manager;
    private static String member;
    private static String stranger;
    private static JsonNode strangers;
    private static JsonNode members;

    /** A manager of the night shift by Keycloak's fine-grained permissions, and somebody of the day shift. */
    @BeforeAll
    static void open() {
        ward = BadgeRealm.create("badge-rights");
        Admin house = ward.realm.admin();
        for (String role : List.of("badge-issuer", "badge-code-printer")) {
            house.send("POST", ward.realm.path("roles"), Map.of("name", role));
        }
        member = ward.person("member");
        stranger = ward.person("stranger");
        String group = house.create(ward.realm.path("groups"), Map.of("name", "night shift"));
        house.put(ward.realm.path("users/" + member + "/groups/" + group), Map.of());
        manager = ward.administrator("manager", "query-users", "query-groups", "badge-issuer");
        ward.letManage(ward.realm.userId("manager"), group);
        members = ward.issue(member);
        strangers = ward.issue(stranger);
    }

    @AfterAll
    static void close() {
        ward.close();
    }

    @Test
    void aGroupsManagerSeesItsPeopleAndNobodyElse() {
        assertThat(names(manager.get(path("people")))).containsExactly("member");
        assertThat(names(manager.get(path("people?search=stranger")))).isEmpty();
        assertThat(names(manager.get(path("people?state=waiting")))).containsExactly("member");
        assertThat(names(manager.get(
                        path("people?search=" + strangers.get("serial").asText()))))
                .isEmpty();
        assertThat(manager.get(path("people")).get("people").get(0).get("may").toString())
                .isEqualTo("{\"issue\":true,\"reset\":true,\"code\":true,\"stop\":true}");
    }

    @Test
    void aGroupsManagerOrdersForItsPeopleOnlyAndLearnsNothingOfOthers() {
        JsonNode answer = manager.post(
                path("orders?dryRun=true"),
                Map.of("rows", List.of(person("member"), person("stranger"), person("no-such-person"))));
        assertThat(answer.get("done").asInt()).isEqualTo(1);
        JsonNode hidden = answer.get("rows").get(1);
        JsonNode nobody = answer.get("rows").get(2);
        assertThat(hidden.get("problem")).isEqualTo(nobody.get("problem"));
        assertThat(hidden.has("person")).isFalse();
        assertThat(manager.post(path("orders"), Map.of("rows", List.of(person(stranger))))
                        .get("done")
                        .asInt())
                .isZero();
    }

    @Test
    void aGroupsManagerMakesOnlyItsPeoplesBadgesVoid() {
        JsonNode answer = manager.post(
                path("void?dryRun=true"),
                Map.of("badges", List.of(strangers.get("id").asText(), "00".repeat(12))));
        assertThat(answer.get("done").asInt()).isZero();
        assertThat(answer.get("rows").get(0)).isEqualTo(answer.get("rows").get(1));
        JsonNode all = manager.post(path("void?dryRun=true"), Map.of("where", Map.of("issuedAfter", 0)));
        assertThat(all.findValuesAsText("username")).containsOnly("member");
    }

    @Test
    void aGroupsManagerPrintsOnlyItsPeoplesBadges() {
        assertThat(print(manager, members)).isEqualTo(200);
        // Whoever holds the code of a badge learns here neither whose it is nor gets it on a card with a name.
        assertThat(print(manager, strangers)).isEqualTo(403);
        assertThat(letter(manager, members)).isEqualTo(200);
        assertThat(letter(manager, strangers)).isEqualTo(403);
    }

    @Test
    void itTakesTheRoleAndTheRightToManageThePerson() {
        Admin nobody = ward.administrator("nobody");
        Admin onlyRole = ward.administrator("only-role", "badge-issuer", "query-users");
        Admin onlyManages = ward.administrator("only-manages", "manage-users");
        for (String call : List.of("office", "people", "print/ruler?layout=cr80")) {
            assertThat(nobody.send("GET", path(call), null).statusCode())
                    .as(call)
                    .isEqualTo(403);
        }
        for (String call : List.of("orders", "void")) {
            assertThat(nobody.send("POST", path(call), Map.of("rows", List.of()))
                            .statusCode())
                    .as(call)
                    .isEqualTo(403);
        }
        assertThat(print(nobody, members)).isEqualTo(403);

        assertThat(names(onlyRole.get(path("people")))).isEmpty();
        assertThat(onlyRole.post(path("orders"), Map.of("rows", List.of(person("member"))))
                        .get("done")
                        .asInt())
                .isZero();
        assertThat(print(onlyRole, members)).isEqualTo(403);

        assertThat(onlyManages.get(path("office")).get("issuer").asBoolean()).isFalse();
        JsonNode refused = onlyManages.post(path("orders"), Map.of("rows", List.of(person("member"))));
        assertThat(refused.get("rows").get(0).get("problem").get("code").asText())
                .isEqualTo("forbidden");
        assertThat(print(onlyManages, members)).isEqualTo(403);
        // To stop badges it is enough to manage their people.
        assertThat(onlyManages
                        .post(
                                path("void?dryRun=true"),
                                Map.of("badges", List.of(members.get("id").asText())))
                        .get("done")
                        .asInt())
                .isEqualTo(1);
    }

    /** Neither a body that is none, nor one that is something else, breaks anything. */
    @Test
    void whatIsNoOrderIsRefused() {
        for (String route : List.of(
                "orders",
                "void",
                "print/badges",
                "print/letters",
                "print/code",
                "users/" + member + "/badges",
                "users/" + member + "/badges/" + members.get("id").asText() + "/reset-pin")) {
            for (String body : List.of("", "null", "[]", "7", "\"x\"", "{\"badges\":7,\"kind\":7,\"codeChannel\":7}")) {
                assertThat(manager.sendText("POST", path(route), "application/json", body)
                                .statusCode())
                        .as(route + " " + body)
                        .isIn(400, 409);
            }
        }
    }

    @Test
    void nobodyOrdersForHimselfOrForThoseWhoAdministerMore() {
        Admin issuer = ward.administrator("self", "manage-users", "badge-issuer");
        ward.administrator("boss", "realm-admin");
        JsonNode answer =
                issuer.post(path("orders"), Map.of("rows", List.of(person("self"), person("boss"), person("member"))));
        List<Boolean> oks = new ArrayList<>();
        answer.get("rows").forEach(row -> oks.add(row.get("ok").asBoolean()));
        assertThat(oks).containsExactly(false, false, true);
        members = answer.get("rows").get(2).get("badge");
    }

    @Test
    void whoGivesOutCodesIsAnotherWithFourEyes() {
        ward.settings(Map.of("fourEyes", true));
        try {
            Admin printer = ward.administrator("printer", "manage-users", "badge-code-printer");
            JsonNode issued = manager.post(path("orders"), Map.of("rows", List.of(person("member"))))
                    .get("rows")
                    .get(0)
                    .get("badge");
            assertThat(issued.has("code")).isFalse();
            assertThat(letter(manager, issued)).isEqualTo(403);
            assertThat(letter(printer, issued)).isEqualTo(200);
            assertThat(print(printer, issued)).as("only codes").isEqualTo(403);
            members = issued;
        } finally {
            ward.settings(Map.of("fourEyes", false));
        }
    }

    @Test
    void anotherRealmsAdministratorFindsNothingHere() {
        try (BadgeRealm other = BadgeRealm.create("badge-rights-other")) {
            String id = other.realm.createUser(UserSpec.named("theirs")
                    .password(BadgeRealm.PASSWORD)
                    .name("Theirs", "Theirs")
                    .email("theirs@other.example"));
            other.give(id, "realm-admin");
            Admin theirs = new Admin(
                    KeycloakServer.running().url(), other.realm.name(), "admin-cli", "theirs", BadgeRealm.PASSWORD);
            assertThat(theirs.send("GET", path("people"), null).statusCode()).isIn(401, 403);
            assertThat(theirs.send("POST", path("orders"), Map.of("rows", List.of(person(member))))
                            .statusCode())
                    .isIn(401, 403);
            // Nor do ids and codes of this realm mean anything in that one.
            String there = other.realm.path("blokbadge/");
            assertThat(theirs.post(there + "orders", Map.of("rows", List.of(person(member))))
                            .get("done")
                            .asInt())
                    .isZero();
            assertThat(theirs.post(
                                    there + "void",
                                    Map.of("badges", List.of(strangers.get("id").asText())))
                            .get("done")
                            .asInt())
                    .isZero();
            assertThat(theirs.send("POST", there + "print/badges", printed(strangers))
                            .statusCode())
                    .isEqualTo(400);
        }
        assertThat(ward.badges(stranger).get(0).get("state").asText()).isEqualTo("issued");
    }

    @Test
    void aTokenThatIsOverOpensNothing() throws Exception {
        ward.realm.updateClient(
                "admin-cli", client -> client.withObject("/attributes").put("access.token.lifespan", "1"));
        try {
            String token = token("manager");
            Poll.until(
                    "the token's end",
                    Duration.ofSeconds(20),
                    () -> call("GET", "people", "Bearer " + token, null) == 401);
            for (String route : List.of("orders", "void", "print/badges", "print/letters", "print/code")) {
                assertThat(call("POST", route, "Bearer " + token, "{}"))
                        .as(route)
                        .isEqualTo(401);
            }
        } finally {
            ward.realm.updateClient(
                    "admin-cli", client -> client.withObject("/attributes").put("access.token.lifespan", ""));
        }
    }

    @Test
    void aTokenThatSomebodyChangedOpensNothing() throws Exception {
        String token = token("manager");
        assertThat(call("GET", "people", "Bearer " + token, null)).isEqualTo(200);
        char last = token.charAt(token.length() - 10);
        String changed = token.substring(0, token.length() - 10)
                + (last == 'A' ? 'B' : 'A')
                + token.substring(token.length() - 9);
        assertThat(call("GET", "people", "Bearer " + changed, null)).isEqualTo(401);
    }

    /** What another site's page can make a manager's browser send: cookies and forms, but no token. */
    @Test
    void anotherSitesPageGetsNothingDone() throws Exception {
        WebUser browser = new WebUser();
        ward.realm.createClient(Map.of(
                "clientId", "intranet", "publicClient", true, "redirectUris", List.of("https://intranet.example/")));
        Page in = KeycloakLogin.signIn(
                browser.stopBefore(uri -> uri.getHost().equals("intranet.example"))
                        .get(ward.realm.url("protocol/openid-connect/auth?client_id=intranet&response_type=code"
                                + "&scope=openid&redirect_uri=https://intranet.example/")),
                "manager",
                BadgeRealm.PASSWORD);
        assertThat(in.isRedirect()).isTrue();
        // All of them, also those that the browser would not send there.
        String cookies = browser.cookies().stream()
                .map(cookie -> cookie.name() + "=" + cookie.value())
                .collect(Collectors.joining("; "));
        assertThat(cookies).contains("KEYCLOAK_IDENTITY");
        for (String type : List.of("application/x-www-form-urlencoded", "text/plain", "application/json", "text/csv")) {
            HttpRequest request = HttpRequest.newBuilder(uri("orders"))
                    .header("Origin", "https://evil.example")
                    .header("Cookie", cookies)
                    .header("Content-Type", type)
                    .POST(BodyPublishers.ofString("{\"rows\":[{\"person\":\"member\"}]}"))
                    .build();
            HttpResponse<String> answer = HTTP.send(request, BodyHandlers.ofString());
            assertThat(answer.statusCode()).as(type).isIn(401, 415);
            assertThat(answer.headers().firstValue("Access-Control-Allow-Origin"))
                    .isEmpty();
        }
        HttpRequest withToken = HttpRequest.newBuilder(uri("people"))
                .header("Origin", "https://evil.example")
                .header("Authorization", "Bearer " + token("manager"))
                .build();
        assertThat(HTTP.send(withToken, BodyHandlers.ofString()).headers().firstValue("Access-Control-Allow-Origin"))
                .isNotEqualTo(Optional.of("https://evil.example"));
    }

    private static int call(String method, String route, String authorization, String body) {
        HttpRequest request = HttpRequest.newBuilder(uri(route))
                .header("Authorization", authorization)
                .header("Content-Type", "application/json")
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                .build();
        try {
            return HTTP.send(request, BodyHandlers.ofString()).statusCode();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static String token(String username) throws Exception {
        return new ObjectMapper()
                .readTree(BadgeRealm.browser()
                        .post(
                                ward.realm.url("protocol/openid-connect/token"),
                                Map.of(
                                        "grant_type",
                                        "password",
                                        "client_id",
                                        "admin-cli",
                                        "username",
                                        username,
                                        "password",
                                        BadgeRealm.PASSWORD))
                        .body())
                .get("access_token")
                .asText();
    }

    private static int print(Admin admin, JsonNode badge) {
        return admin.send("POST", path("print/badges"), printed(badge)).statusCode();
    }

    private static Map<String, Object> printed(JsonNode badge) {
        return Map.of(
                "layout",
                "cr80",
                "badges",
                List.of(Map.of("payload", badge.get("payload").asText())));
    }

    private static int letter(Admin admin, JsonNode badge) {
        return admin.send(
                        "POST",
                        path("print/letters"),
                        Map.of(
                                "letters",
                                List.of(Map.of("badge", badge.get("id").asText(), "code", "1234 5678"))))
                .statusCode();
    }

    private static Map<String, String> person(String given) {
        return Map.of("person", given);
    }

    private static String path(String more) {
        return ward.realm.path("blokbadge/" + more);
    }

    private static URI uri(String more) {
        return URI.create(KeycloakServer.running().url() + "/admin/" + path(more));
    }

    private static List<String> names(JsonNode people) {
        return people.get("people").findValuesAsText("username");
    }
}
