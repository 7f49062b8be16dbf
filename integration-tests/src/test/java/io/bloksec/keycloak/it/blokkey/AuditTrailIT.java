package io.bloksec.keycloak.it.blokkey;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.bloksec.keycloak.it.house.Admin;
import io.bloksec.keycloak.it.house.Page;
import io.bloksec.keycloak.it.house.Poll;
import io.bloksec.keycloak.it.house.UserSpec;
import io.bloksec.phone.ApprovalRequest;
import io.bloksec.phone.Phone;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What BlokKey decides is in the trail, and an administrator with the role finds it there. */
class AuditTrailIT {

    private static final Duration LIMIT = Duration.ofSeconds(15);

    private static BlokKeyRealm realm;
    private static int persons;

    private UserSpec person;
    private Phone phone;

    @BeforeAll
    static void create() {
        realm = BlokKeyRealm.create("audit-trail");
        realm.configure("BlokKey only level 2", Map.of("blokkey.push-unknown", "always"));
        grant("audit-manage");
    }

    @AfterAll
    static void remove() {
        realm.close();
    }

    @BeforeEach
    void enrol() {
        person = BlokKeyRealm.person("audited" + ++persons + "@corp.example");
        realm.realm.createUser(person);
        phone = realm.enrol(person);
    }

    @Test
    void anApprovalIsFoundWithItsTimesAndItsProof() {
        signIn();

        JsonNode found = Poll.value("the record", LIMIT, () -> one("search=" + person.username()));
        assertThat(found.get("status").asText()).isEqualTo("accepted");
        assertThat(found.get("method").asText()).isEqualTo("push");
        assertThat(found.get("grade").asText()).isEqualTo("C");
        assertThat(found.get("userName").asText()).isEqualTo(person.username());
        assertThat(found.get("client").asText()).isEqualTo(BlokKeyRealm.APP);

        JsonNode detail = get("requests/" + found.get("id").asText());
        assertThat(detail.get("timeline"))
                .extracting(step -> step.get("what").asText())
                .containsExactly("issued", "retrieved", "responded", "consumed");
        assertThat(detail.get("hash").asText()).hasSize(43);
        JsonNode statement = detail.at("/statements/0");
        assertThat(statement.get("type").asText()).isEqualTo("approve");
        assertThat(statement.get("text").asText()).contains(phone.deviceId());
        assertThat(statement.at("/possession/signature").asText()).hasSize(86);
        assertThat(statement.at("/verification/key").asText()).isNotEmpty();
    }

    /** Whatever the person answers, or does not. */
    @Test
    void everyEndIsOne() {
        ApprovalRequest denied = ask();
        phone.deny(denied);
        ApprovalRequest reported = ask();
        phone.report(reported);

        Poll.until(
                "both",
                LIMIT,
                () -> statuses("search=" + person.username()).containsAll(List.of("denied", "reported")));
        assertThat(get("requests?search=" + person.username() + "&status=denied")
                        .get("requests"))
                .hasSize(1);
        assertThat(get("requests?search=" + person.username() + "&method=qr").get("requests"))
                .isEmpty();
    }

    @Test
    void cardsAndStateTellHowItIs() {
        signIn();
        Poll.value("the record", LIMIT, () -> one("search=" + person.username()));

        JsonNode cards = get("cards");
        assertThat(cards.get("total").asInt()).isPositive();
        assertThat(cards.at("/byStatus/accepted").asInt()).isPositive();
        assertThat(cards.get("peakDay").asText()).matches("[0-9]{4}-[0-9]{2}-[0-9]{2}");
        Poll.until("all to be linked", LIMIT, () -> get("state").get("unlinked").asInt() == 0);
        JsonNode state = get("state");
        assertThat(state.get("records").asLong()).isPositive();
        assertThat(state.get("refused").asLong()).isZero();
        assertThat(state.get("anchor").asText()).isEqualTo("none");
    }

    @Test
    void aSpreadsheetGetsTextAndNoFormulas() {
        signIn();
        Poll.value("the record", LIMIT, () -> one("search=" + person.username()));

        String csv = text("GET", "requests.csv?search=" + person.username());
        assertThat(csv.lines().findFirst())
                .contains("time,status,method,grade,user,userName,client,address,place,device,number,id");
        assertThat(csv.lines().skip(1)).hasSize(1).allMatch(line -> line.contains(",accepted,push,C,"));
        Poll.until(
                "the record of the export",
                LIMIT,
                () -> text("POST", "export").contains("\"type\":\"audit.exported\""));
    }

    @Test
    void whatCannotBeMeantIsRefused() {
        for (String wrong : List.of(
                "requests?status=unknown", "requests?method=x", "requests?max=100000", "requests?from=yesterday")) {
            assertThat(realm.realm.admin().send("GET", path(wrong), null).statusCode())
                    .as(wrong)
                    .isEqualTo(400);
        }
        assertThat(realm.realm
                        .admin()
                        .send("GET", path("requests/AAAAAAAAAAAAAAAAAAAAAA"), null)
                        .statusCode())
                .isEqualTo(404);
    }

    @Test
    void whoeverIsGoneIsErased() {
        signIn();
        Poll.value("the record", LIMIT, () -> one("search=" + person.username()));
        Map<String, String> wish = Map.of("user", phone.userId(), "reason", "left the company");
        assertThat(realm.realm.admin().send("POST", path("erasure"), wish).body())
                .as("a phone that counts is bound by its record")
                .contains("still-enrolled");

        realm.realm.admin().delete(realm.realm.path("users/" + phone.userId()));
        JsonNode erased = realm.realm.admin().post(path("erasure"), wish);
        assertThat(erased.get("erased").asInt()).isGreaterThanOrEqualTo(2);

        String export = text("POST", "export");
        assertThat(export).contains("\"type\":\"audit.erased\"");
        assertThat(decoded(export)).doesNotContain(phone.userId()).doesNotContain(phone.deviceId());
    }

    /** The role is asked for beside Keycloak's own permissions. */
    @Test
    void anAdministratorWithoutTheRoleSeesNothing() {
        realm.realm.admin().delete("realms/master/roles/audit-manage");
        try {
            for (String route : List.of("requests", "cards", "state", "requests.csv", "requests/x")) {
                assertThat(realm.realm.admin().send("GET", path(route), null).statusCode())
                        .as(route)
                        .isEqualTo(403);
            }
            assertThat(realm.realm.admin().send("POST", path("export"), null).statusCode())
                    .isEqualTo(403);
            grant("audit-view");
            assertThat(get("requests").has("total")).isTrue();
            assertThat(realm.realm
                            .admin()
                            .send("POST", path("erasure"), Map.of("user", "x", "reason", "y"))
                            .statusCode())
                    .isEqualTo(403);
        } finally {
            grant("audit-manage");
        }
    }

    @Test
    void anybodyMaySeeTheKeysAndNothingElse() {
        text("POST", "export");
        Page keys = BlokKeyRealm.browser().get(realm.realm.url("audit/keys"));
        assertThat(WaitingPage.json(keys).at("/keys/0/crv").asText()).isEqualTo("Ed25519");
        assertThat(keys.body()).doesNotContain("\"d\"");
        assertThat(BlokKeyRealm.browser().get(realm.realm.url("audit/requests")).status())
                .isEqualTo(404);
    }

    private void signIn() {
        WaitingPage page = realm.signIn(BlokKeyRealm.browser()).name(person.username());
        String number = page.start(true).get("number").asText();
        phone.showAndApprove(phone.list().get(0).id(), number, false);
        assertThat(page.finish().isRedirect()).isTrue();
    }

    private ApprovalRequest ask() {
        realm.signIn(BlokKeyRealm.browser()).name(person.username()).start(true);
        return phone.list().get(0);
    }

    private static java.util.Optional<JsonNode> one(String query) {
        JsonNode found = get("requests?" + query).get("requests");
        return found.size() == 1 && found.get(0).has("number")
                ? java.util.Optional.of(found.get(0))
                : java.util.Optional.empty();
    }

    private static List<String> statuses(String query) {
        return StreamSupport.stream(get("requests?" + query).get("requests").spliterator(), false)
                .map(each -> each.get("status").asText())
                .toList();
    }

    /** The personal parts in clear. */
    private static String decoded(String export) {
        StringBuilder text = new StringBuilder();
        var content = java.util.regex.Pattern.compile("\"content\":\"([A-Za-z0-9_-]+)\"")
                .matcher(export);
        while (content.find()) {
            text.append(new String(java.util.Base64.getUrlDecoder().decode(content.group(1))));
        }
        return text.toString();
    }

    private static JsonNode get(String route) {
        return realm.realm.admin().get(path(route));
    }

    private static String text(String method, String route) {
        var answer = realm.realm.admin().send(method, path(route), null);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return answer.body();
    }

    private static String path(String route) {
        return realm.realm.path("audit/" + route);
    }

    private static void grant(String role) {
        Admin admin = realm.realm.admin();
        admin.send("POST", "realms/master/roles", Map.of("name", role));
        String user = admin.get("realms/master/users?max=1").get(0).get("id").asText();
        admin.post(
                "realms/master/users/" + user + "/role-mappings/realm",
                List.of(admin.get("realms/master/roles/" + role)));
    }
}
