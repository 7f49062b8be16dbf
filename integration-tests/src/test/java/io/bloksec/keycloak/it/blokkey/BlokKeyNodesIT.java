package io.bloksec.keycloak.it.blokkey;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.bloksec.keycloak.it.house.AuditVerifier;
import io.bloksec.keycloak.it.house.Page;
import io.bloksec.keycloak.it.house.Poll;
import io.bloksec.keycloak.it.house.Postgres;
import io.bloksec.keycloak.it.house.TwoServers;
import io.bloksec.keycloak.it.house.WebUser;
import io.bloksec.phone.ApprovalRequest;
import io.bloksec.phone.Phone;
import io.bloksec.pushservice.FakePushService;
import io.bloksec.pushservice.Push;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * Two servers, one PostgreSQL: pages are on the one, phones on the other, and either may fail. Sessions are each server's own here,
 * so a page stays where it was begun; the rows are everybody's.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class BlokKeyNodesIT {

    private static final String DATABASE = TwoServers.DATABASE;

    private static TwoServers servers;
    private static FakePushService service;
    private static Postgres postgres;
    private static BlokKeyRealm realm;
    private static Phone phone;

    @BeforeAll
    static void start() throws IOException {
        servers = TwoServers.running();
        postgres = servers.postgres;
        service = FakePushService.start();
        realm = BlokKeyRealm.create(servers.first(), "nodes", "blokkey-only", "BlokKey only");
        realm.configure("BlokKey only level 2", Map.of("blokkey.push-unknown", "always", "blokkey.life", "120"));
        phone = realm.enrol(BlokKeyRealm.ANA);
        // Each realm has a chain of its own, and other tests use these servers, too.
        postgres.run(
                DATABASE,
                "create view nodes_record as select * from audit_record where realm_id = '"
                        + realm.realm.representation().get("id").asText() + "'");
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    /** The page hangs on its line at the one, the phone says yes at the other. */
    @Test
    @Order(1)
    void anApprovalAtOneServerWakesThePageAtTheOther() {
        WaitingPage page = open();
        String number = page.start(true).get("number").asText();
        CompletableFuture<JsonNode> waiting = CompletableFuture.supplyAsync(() -> page.waitFrom("WAITING"));
        phone.showAndApprove(phone.list().get(0).id(), number, false);

        assertThat(waiting.join().get("state").asText()).isEqualTo("APPROVED");
        assertThat(page.finish().isRedirect()).isTrue();
    }

    @Test
    @Order(2)
    void fiftyApprovalsAtOnceAreOne() {
        WaitingPage page = open();
        String number = page.start(true).get("number").asText();
        ApprovalRequest shown = phone.shown(phone.list().get(0).id());
        BlokKeyRealm.dwell();
        List<Integer> answers = IntStream.range(0, 50)
                .parallel()
                .mapToObj(i -> phone.sendApproval(shown, number, false, null).status())
                .toList();

        assertThat(answers)
                .contains(200)
                .allMatch(status -> List.of(200, 403, 409, 410).contains(status));
        int before = sessions();
        assertThat(page.finish().isRedirect()).isTrue();
        page.finish();
        assertThat(sessions()).isEqualTo(before + 1);
    }

    /** Keycloak rolls back with everything that is refused by an exception; a burnt number stays burnt. */
    @Test
    @Order(3)
    void aWrongNumberIsWrittenDownAlthoughItIsRefused() {
        WaitingPage page = open();
        String number = page.start(true).get("number").asText();
        ApprovalRequest shown = phone.shown(phone.list().get(0).id());
        BlokKeyRealm.dwell();

        assertThat(phone.sendApproval(shown, number.equals("100") ? "101" : "100", false, null)
                        .code())
                .contains("number-wrong");

        assertThat(postgres.read(DATABASE, "select state from blokkey_request where id = '" + shown.id() + "'"))
                .isEqualTo("BURNT");
        assertThat(phone.sendApproval(shown, number, false, null).code()).contains("request-ended");
    }

    /** Whoever is told, phone or page, finds it so, however long the database takes to write it down. */
    @Test
    @Order(4)
    void nobodyIsToldBeforeItIsWrittenDown() throws InterruptedException {
        realm.subscribe(phone, service);
        postgres.run(DATABASE, """
                CREATE FUNCTION slowly() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN PERFORM pg_sleep(0.5); RETURN NULL; END';
                CREATE CONSTRAINT TRIGGER slow_commit AFTER INSERT OR UPDATE ON blokkey_request
                DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION slowly()""");
        try {
            WaitingPage page = open();
            CompletableFuture<JsonNode> started = CompletableFuture.supplyAsync(() -> page.start(true));
            Push push = service.await(1, Duration.ofSeconds(10)).get(0);
            ApprovalRequest rung = phone.read(push.text().replaceAll(".*\"r\":\"([^\"]+)\".*", "$1"));
            assertThat(rung.state()).as("the phone that rings").isEqualTo("CREATED");

            String number = started.join().get("number").asText();
            CompletableFuture<JsonNode> waiting = CompletableFuture.supplyAsync(() -> {
                String state = page.waitFrom("WAITING").get("state").asText();
                assertThat(state).isEqualTo("APPROVED");
                assertThat(page.finish().isRedirect())
                        .as("the page that is woken")
                        .isTrue();
                return null;
            });
            phone.showAndApprove(rung.id(), number, false);
            waiting.join();
        } finally {
            postgres.run(DATABASE, "DROP TRIGGER slow_commit ON blokkey_request; DROP FUNCTION slowly()");
        }
    }

    /** No record, no effect; but a no takes effect, and its record comes later. */
    @Test
    @Order(5)
    void whatCannotBeRecordedOpensNothing() {
        WaitingPage denied = open();
        denied.start(true);
        ApprovalRequest toDeny = phone.list().get(0);
        WaitingPage page = open();
        String number = page.start(true).get("number").asText();
        ApprovalRequest request = phone.list().stream()
                .filter(each -> !each.id().equals(toDeny.id()))
                .findFirst()
                .orElseThrow();
        int before = sessions();

        postgres.run(DATABASE, "ALTER TABLE audit_record RENAME TO audit_away");
        try {
            phone.deny(toDeny);
            assertThat(phone.read(toDeny.id()).state()).isEqualTo("DENIED");
            phone.showAndApprove(request.id(), number, false);
            Page refused = page.finish();
            assertThat(refused.isRedirect()).isFalse();
            assertThat(refused.status()).as(refused.text()).isLessThan(500);
            assertThat(sessions()).isEqualTo(before);
            page.page = refused;
        } finally {
            postgres.run(DATABASE, "ALTER TABLE audit_away RENAME TO audit_record");
        }

        assertThat(page.finish().isRedirect())
                .as("the same approval, afterwards")
                .isTrue();
        Poll.until(
                "the record of the denial",
                Duration.ofSeconds(15),
                () -> "1"
                        .equals(postgres.read(
                                DATABASE,
                                "select count(*) from audit_record where type = 'blokkey.denied' and personal like '%"
                                        + toDeny.id() + "%'")));
    }

    /** Two sequencers, one chain: every number once, each record behind the one before. */
    @Test
    @Order(6)
    void twoServersMakeOneChain() {
        Poll.until(
                "all to be linked",
                Duration.ofSeconds(15),
                () -> "0".equals(read("select count(*) from nodes_record where chain_number is null")));
        assertThat(
                        read(
                                "select count(*) = max(chain_number) and count(distinct chain_number) = count(*) from nodes_record"))
                .isEqualTo("t");
        assertThat(read("select count(*) from nodes_record a join nodes_record b on b.chain_number = a.chain_number + 1"
                        + " where b.previous <> a.hash"))
                .isEqualTo("0");
    }

    /** Somebody who can write the database, but has not the key file, writes a record by hand. */
    @Test
    @Order(7)
    void aRecordThatNoServerWroteIsNotLinked() {
        postgres.run(
                DATABASE,
                "insert into audit_record (id, realm_id, type, outcome, chained, seal, inserted_at, minute_at, refused, erased, salt, personal)"
                        + " select 'AAAAAAAAAAAAAAAAAAAAAA', realm_id, type, outcome, chained, seal, inserted_at, minute_at, false, false, salt, personal"
                        + " from nodes_record where type = 'blokkey.approved' limit 1");

        Poll.until(
                "the record to be refused",
                Duration.ofSeconds(15),
                () -> "t"
                        .equals(postgres.read(
                                DATABASE, "select refused from audit_record where id = 'AAAAAAAAAAAAAAAAAAAAAA'")));
        assertThat(read("select count(*) from nodes_record where refused and chain_number is not null"))
                .isEqualTo("0");
    }

    /** Somebody who has nothing but the public key, the witness' file and the export. */
    @Test
    @Order(8)
    void theVerifierAgreesAndSeesWhatSomebodyDidInTheDatabase() throws IOException {
        AuditVerifier.grant(servers.first().admin());
        Path export = AuditVerifier.export(servers.first().admin(), realm.realm.path("audit/export"));
        AuditVerifier verifier = new AuditVerifier(servers.auditKey.publicKey(), servers.witness);

        assertThat(verifier.verify(export)).isEqualTo(0);

        postgres.run(
                DATABASE,
                "update audit_record set outcome = 'denied', chained = replace(chained, 'accepted', 'denied')"
                        + " where id = (select id from nodes_record where type = 'blokkey.approved'"
                        + " order by chain_number limit 1)");
        assertThat(verifier.verify(AuditVerifier.export(servers.first().admin(), realm.realm.path("audit/export"))))
                .as("a record that was changed")
                .isEqualTo(1);
    }

    /** Everybody is told that something is down; nothing is lost, and afterwards the same page goes on. */
    @Test
    @Order(9)
    void aDatabaseThatRefusesLosesNothing() {
        WaitingPage page = open();
        String number = page.start(true).get("number").asText();
        ApprovalRequest request = phone.list().get(0);

        postgres.refuse(DATABASE);
        try {
            assertThat(phone.call("GET", "requests", null).status()).isGreaterThanOrEqualTo(500);
            assertThat(page.send("GET", "wait", null, page.data("page"), "state", "-")
                            .status())
                    .isGreaterThanOrEqualTo(500);
        } finally {
            postgres.allow(DATABASE);
        }
        Poll.until(
                "the servers to find their database again",
                Duration.ofSeconds(60),
                () -> phone.call("GET", "requests", null).status() == 200
                        && page.send("GET", "wait", null, page.data("page"), "state", "-")
                                        .status()
                                == 200);

        phone.showAndApprove(request.id(), number, false);
        assertThat(page.finish().isRedirect()).isTrue();
    }

    /** The page's session went with the server: the person sees the page again, and the old approval opens nothing. */
    @Test
    @Order(10)
    void aServerThatIsRestartedWhileAPageWaits() {
        WebUser browser = BlokKeyRealm.browser();
        WaitingPage page = realm.signIn(browser).name("ana@corp.example");
        String number = page.start(true).get("number").asText();
        ApprovalRequest request = phone.list().get(0);

        servers.stopFirst();
        phone.showAndApprove(request.id(), number, false);
        servers.startFirst();

        Page again = page.finish();
        assertThat(again.isRedirect()).as("the old approval").isFalse();
        assertThat(again.has("#blokkey")).as(again.text()).isTrue();
        WaitingPage anew = new WaitingPage(realm, browser, again);
        WaitingPage named = again.has("#blokkey-name-form") ? anew.name("ana@corp.example") : anew;
        String next = named.start(true).get("number").asText();
        phone.showAndApprove(phone.list().get(0).id(), next, false);
        assertThat(named.finish().location().getQuery()).contains("code=");
    }

    private static int sessions() {
        return realm.realm
                .admin()
                .get(realm.realm.path("users/" + phone.userId() + "/sessions"))
                .size();
    }

    private static String read(String query) {
        return postgres.read(DATABASE, query);
    }

    private static WaitingPage open() {
        return realm.signIn(BlokKeyRealm.browser()).name("ana@corp.example");
    }
}
