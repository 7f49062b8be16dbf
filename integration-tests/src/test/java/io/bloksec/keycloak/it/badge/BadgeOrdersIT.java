package io.bloksec.keycloak.it.badge;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bloksec.keycloak.it.house.AuditVerifier;
import io.bloksec.keycloak.it.house.Poll;
import io.bloksec.keycloak.it.house.UserSpec;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Many badges at once, by the admin REST: ordered, looked for, renewed, replaced and made void. */
class BadgeOrdersIT {

    private static BadgeRealm ward;

    @BeforeAll
    static void open() {
        ward = BadgeRealm.create("badge-orders");
    }

    @AfterAll
    static void close() {
        ward.close();
    }

    @Test
    void aTableIsTriedThenDone() throws Exception {
        ward.person("ann");
        ward.person("bob");
        ward.realm.createUser(UserSpec.named("carl").name("Carl", "Comma, Jr").email("carl@ward.example"));
        String csv =
                "username;kind;days;hours\nann;standard;30;\nbob;temporary;;2\nnobody-here;;;\ncarl;temporary;;99\n"
                        + "carl@ward.example;;;\nann;;;\n";

        JsonNode tried = table(csv, true);
        assertThat(tried.get("dryRun").asBoolean()).isTrue();
        assertThat(oks(tried)).containsExactly(true, true, false, false, true, false);
        assertThat(tried.findValues("payload")).isEmpty();
        assertThat(people("search=ann").get(0).get("badges")).isEmpty();

        JsonNode done = table(csv, false);
        assertThat(oks(done)).isEqualTo(oks(tried));
        assertThat(done.get("done").asInt()).isEqualTo(3);
        assertThat(done.get("failed").asInt()).isEqualTo(3);
        assertThat(done.get("rows").get(2).get("problem").get("code").asText()).isEqualTo("unknown_person");
        JsonNode first = done.get("rows").get(0);
        assertThat(first.get("person").get("username").asText()).isEqualTo("ann");
        long life = first.get("badge").get("expires").asLong()
                - first.get("badge").get("notBefore").asLong();
        assertThat(life).isEqualTo(30 * 24 * 3_600L);
        // What came back is a badge that works.
        assertThat(ward.page()
                        .activate(
                                ward.paper(first.get("badge")),
                                first.get("badge").get("code").asText(),
                                BadgeRealm.PIN)
                        .isRedirect())
                .isTrue();
        // Each is an admin event of its own, with its serial and without its secret.
        String events =
                ward.realm.admin().get(ward.realm.path("admin-events?max=50")).toString();
        for (JsonNode row : done.get("rows")) {
            if (row.get("ok").asBoolean()) {
                assertThat(events)
                        .contains(row.get("badge").get("serial").asText())
                        .doesNotContain(row.get("badge").get("payload").asText());
            }
        }
    }

    @Test
    void aTableThatIsNoneChangesNothing() {
        for (String csv : List.of("", "name\nann", "person\n\"open", "person\n" + "x\n".repeat(501))) {
            HttpResponse<String> answer =
                    ward.realm.admin().sendText("POST", ward.realm.path("blokbadge/orders"), "text/csv", csv);
            assertThat(answer.statusCode()).as(csv).isEqualTo(400);
            assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
        }
        for (Object body : List.of(
                Map.of(),
                Map.of("rows", "x"),
                Map.of("rows", List.of(Map.of("kind", "standard"))),
                Map.of(
                        "rows",
                        IntStream.range(0, 501)
                                .mapToObj(i -> Map.of("person", "x"))
                                .toList()))) {
            assertThat(ward.realm
                            .admin()
                            .send("POST", ward.realm.path("blokbadge/orders"), body)
                            .statusCode())
                    .isEqualTo(400);
        }
    }

    @Test
    void peopleAreFoundByNameGroupSerialAndState() {
        String dora = ward.person("dora");
        String emil = ward.person("emil");
        String group = ward.realm.admin().create(ward.realm.path("groups"), Map.of("name", "night"));
        for (String each : List.of(dora, emil)) {
            ward.realm.admin().put(ward.realm.path("users/" + each + "/groups/" + group), Map.of());
        }
        JsonNode waiting = ward.issue(dora);

        assertThat(names(people("search=dor"))).containsExactly("dora");
        assertThat(names(people("group=" + group))).containsExactly("dora", "emil");
        assertThat(names(people("group=" + group + "&search=emi"))).containsExactly("emil");
        assertThat(names(people("group=" + group + "&state=none"))).containsExactly("emil");
        assertThat(names(people("group=" + group + "&state=waiting"))).containsExactly("dora");
        assertThat(names(people("state=suspended&group=" + group))).isEmpty();
        JsonNode bySerial = people("search=" + waiting.get("serial").asText().toLowerCase(java.util.Locale.ROOT));
        assertThat(names(bySerial)).containsExactly("dora");
        assertThat(bySerial.get(0).get("badges").get(0).get("id").asText())
                .isEqualTo(waiting.get("id").asText());
        assertThat(bySerial.get(0).get("may").toString())
                .isEqualTo("{\"issue\":true,\"reset\":true,\"code\":true,\"stop\":true}");
        ward.realm.admin().post(ward.path(dora, "/" + waiting.get("id").asText() + "/suspend"), Map.of());
        assertThat(names(people("state=suspended"))).contains("dora");

        JsonNode page = ward.realm.admin().get(ward.realm.path("blokbadge/people?group=" + group + "&max=1"));
        assertThat(page.get("more").asBoolean()).isTrue();
        assertThat(names(people("group=" + group + "&first=1&max=1"))).containsExactly("emil");
        for (String bad : List.of("max=501", "first=-1", "state=odd", "group=none", "search=" + "x".repeat(101))) {
            assertThat(ward.realm
                            .admin()
                            .send("GET", ward.realm.path("blokbadge/people?" + bad), null)
                            .statusCode())
                    .as(bad)
                    .isEqualTo(400);
        }
    }

    @Test
    void aLostOneIsReplacedInOneCall() {
        String person = ward.person("loser");
        PaperBadge lost = ward.active(person);
        JsonNode answer = order(Map.of("person", person, "replaces", lost.bid));
        assertThat(oks(answer)).containsExactly(true);
        assertThat(ward.page().scan(lost).get("refused").asText()).isEqualTo("REVOKED");
        assertThat(ward.page()
                        .scan(ward.paper(answer.get("rows").get(0).get("badge")))
                        .get("next")
                        .asText())
                .isEqualTo("activate");
        // Somebody else's is none of this person's.
        PaperBadge other = ward.active(ward.person("finder"));
        assertThat(oks(order(Map.of("person", person, "replaces", other.bid)))).containsExactly(false);
        assertThat(ward.page().scan(other).has("refused")).isFalse();
    }

    @Test
    void manyAreRenewedAndTheOldOneStaysUntilThen() {
        String person = ward.person("renewer");
        PaperBadge old = ward.active(person, "hours", 24 * 10);
        assertThat(names(people("state=expiring"))).contains("renewer");
        JsonNode renewed = order(Map.of("person", "renewer", "renew", true));
        assertThat(oks(renewed)).containsExactly(true);
        JsonNode badge = renewed.get("rows").get(0).get("badge");
        assertThat(badge.get("renews").asText()).isEqualTo(old.bid);
        assertThat(badge.has("code")).isFalse();
        assertThat(names(people("state=expiring"))).doesNotContain("renewer");
        assertThat(ward.page().scan(old).has("refused")).isFalse();
        assertThat(oks(order(Map.of("person", ward.person("without"), "renew", true))))
                .containsExactly(false);
    }

    @Test
    void manyAreMadeVoidAfterALookAtThem() {
        String group = ward.realm.admin().create(ward.realm.path("groups"), Map.of("name", "closing"));
        List<JsonNode> issued = new ArrayList<>();
        for (String name : List.of("gina", "hugo")) {
            String id = ward.person(name);
            ward.realm.admin().put(ward.realm.path("users/" + id + "/groups/" + group), Map.of());
            issued.add(ward.issue(id));
        }
        String bystander = ward.person("bystander");
        JsonNode untouched = ward.issue(bystander);
        Map<String, Object> where = Map.of("where", Map.of("state", "waiting", "group", group));

        JsonNode tried = voids(where, true);
        assertThat(oks(tried)).containsExactly(true, true);
        assertThat(tried.findValuesAsText("username")).containsExactlyInAnyOrder("gina", "hugo");
        assertThat(state(issued.get(0))).isEqualTo("activate");

        JsonNode done = voids(where, false);
        assertThat(done.get("done").asInt()).isEqualTo(2);
        assertThat(state(issued.get(0))).isEqualTo("REVOKED");
        assertThat(state(issued.get(1))).isEqualTo("REVOKED");
        assertThat(state(untouched)).isEqualTo("activate");
        // Once more, by name: they have ended, and say so.
        JsonNode again = voids(Map.of("badges", List.of(issued.get(0).get("id").asText(), "00".repeat(12))), false);
        assertThat(oks(again)).containsExactly(false, false);
        for (Object bad : List.of(
                Map.of(),
                Map.of("where", Map.of()),
                Map.of("where", Map.of("colour", "red")),
                Map.of("where", Map.of("issuedAfter", "yesterday")))) {
            assertThat(ward.realm
                            .admin()
                            .send("POST", ward.realm.path("blokbadge/void"), bad)
                            .statusCode())
                    .isEqualTo(400);
        }
    }

    /** What was done, to whom, by whom: kept for good, whether it was one badge or many. */
    @Test
    void eachIsARecordInTheAuditTrail() {
        AuditVerifier.grant(ward.realm.admin());
        JsonNode issued = order(Map.of("person", ward.person("recorded")))
                .get("rows")
                .get(0)
                .get("badge");
        voids(Map.of("badges", List.of(issued.get("id").asText())), false);
        Poll.until("the records", Duration.ofSeconds(20), () -> {
            String export = ward.realm
                    .admin()
                    .send("POST", ward.realm.path("audit/export"), null)
                    .body();
            List<String> records = Pattern.compile("\"content\":\"([^\"]+)\"")
                    .matcher(export)
                    .results()
                    .map(content -> new String(BadgePage.bytes(content.group(1)), StandardCharsets.UTF_8))
                    .filter(record -> record.contains(issued.get("serial").asText())
                            && record.contains(issued.get("createdBy").asText()))
                    .toList();
            return records.size() == 2 && records.get(1).contains("REVOKED");
        });
    }

    @Test
    void whatSomebodyPrintedThisMorningIsFoundByItsTimeAndIssuer() {
        String person = ward.person("printed");
        JsonNode issued = ward.issue(person);
        long at = issued.get("created").asLong();
        String by = issued.get("createdBy").asText();
        assertThat(serials(voids(
                        Map.of("where", Map.of("issuedAfter", at, "issuedBefore", at + 1, "issuedBy", by)), true)))
                .contains(issued.get("serial").asText());
        assertThat(serials(voids(Map.of("where", Map.of("issuedAfter", at, "issuedBy", "somebody")), true)))
                .isEmpty();
        assertThat(serials(voids(Map.of("where", Map.of("issuedBefore", at)), true)))
                .doesNotContain(issued.get("serial").asText());
    }

    @Test
    void theOfficeSaysWhatMayBeDoneThere() {
        JsonNode office = ward.realm.admin().get(ward.realm.path("blokbadge/office"));
        assertThat(office.get("issuer").asBoolean()).isTrue();
        assertThat(office.get("codePrinter").asBoolean()).isFalse();
        assertThat(office.get("codeChannel").asText()).isEqualTo("letter");
        assertThat(office.get("most").asInt()).isEqualTo(500);
        assertThat(office.get("layouts").findValuesAsText("id")).contains("cr80", "a4-cards", "letter-labels");
    }

    private static JsonNode table(String csv, boolean dryRun) throws Exception {
        HttpResponse<String> answer = ward.realm
                .admin()
                .sendText("POST", ward.realm.path("blokbadge/orders?dryRun=" + dryRun), "text/csv", csv);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Cache-Control")).contains("no-store");
        return new ObjectMapper().readTree(answer.body());
    }

    private static JsonNode order(Map<String, Object> row) {
        return ward.realm.admin().post(ward.realm.path("blokbadge/orders"), Map.of("rows", List.of(row)));
    }

    private static JsonNode voids(Map<String, Object> body, boolean dryRun) {
        return ward.realm.admin().post(ward.realm.path("blokbadge/void?dryRun=" + dryRun), body);
    }

    private static JsonNode people(String query) {
        return ward.realm
                .admin()
                .get(ward.realm.path("blokbadge/people?" + query))
                .get("people");
    }

    private static String state(JsonNode issued) {
        JsonNode shown = ward.page().scan(ward.paper(issued));
        return shown.has("refused")
                ? shown.get("refused").asText()
                : shown.get("next").asText();
    }

    private static List<Boolean> oks(JsonNode answer) {
        return StreamSupport.stream(answer.get("rows").spliterator(), false)
                .map(row -> row.get("ok").asBoolean())
                .toList();
    }

    private static List<String> serials(JsonNode answer) {
        return answer.findValuesAsText("serial");
    }

    private static List<String> names(JsonNode people) {
        return people.findValuesAsText("username");
    }
}
