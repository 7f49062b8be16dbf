package io.bloksec.keycloak.it.badge;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.bloksec.keycloak.it.house.AuditVerifier;
import io.bloksec.keycloak.it.house.Page;
import io.bloksec.keycloak.it.house.Poll;
import io.bloksec.keycloak.it.house.Postgres;
import io.bloksec.keycloak.it.house.TwoServers;
import io.bloksec.keycloak.it.house.WebUser;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** Two servers, one PostgreSQL: what is counted, used or revoked at the one is so at the other; and what the database gives away. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class BadgeNodesIT {

    private static TwoServers servers;
    private static Postgres postgres;
    private static BadgeRealm ward;

    @BeforeAll
    static void start() {
        servers = TwoServers.running();
        postgres = servers.postgres;
        ward = BadgeRealm.create(servers.first(), "badge-nodes");
    }

    @Test
    @Order(1)
    void fortyGuessesAtOnceAtTwoServersGetThreeAnswers() {
        PaperBadge badge = ward.active(ward.person("guessed"));
        List<BadgePage> pages =
                IntStream.range(0, 40).mapToObj(i -> page(i % 2 == 1)).toList();
        pages.forEach(page -> BadgePage.requireGood(page.scan(badge)));
        String token = pages.get(0).token("00000000");

        List<String> answers = pages.parallelStream()
                .map(page -> page.call("answer", "token", token).path("refused").asText())
                .toList();

        assertThat(answers.stream().filter("WRONG"::equals).count()).isEqualTo(3);
        assertThat(answers)
                .allMatch(answer -> List.of("WRONG", "WAIT", "CHANGED").contains(answer));
        assertThat(read("select count(*) from blokbadge_try where bid = '" + badge.bid + "' and state = 'WRONG'"))
                .isEqualTo("3");
    }

    /** The waits between them are passed over in the database: they are looked at elsewhere. */
    @Test
    @Order(1)
    void fiveWrongPinsAndTheLockStayAsAlarmsUntilSomebodyLooked() {
        String person = ward.person("guessed-often");
        PaperBadge badge = ward.active(person);
        for (int i = 1; i <= 10; i++) {
            BadgePage page = page(i % 2 == 0);
            page.scan(badge);
            page.pin("00000000");
            assertThat(ward.badges(person).get(0).path("alarm").asText())
                    .as("after " + i)
                    .isEqualTo(i < 5 ? "" : i < 10 ? "five_wrong" : "locked");
            postgres.run(TwoServers.DATABASE, "update blokbadge set next_at = 0 where bid = '" + badge.bid + "'");
        }
        JsonNode found = ward.realm.admin().get(ward.realm.path("blokbadge/people?state=alarm"));
        assertThat(found.findValuesAsText("username")).containsExactly("guessed-often");
        assertThat(ward.realm
                        .admin()
                        .get(ward.realm.path("blokbadge/people?state=locked"))
                        .findValuesAsText("username"))
                .containsExactly("guessed-often");
        ward.realm.admin().delete(ward.path(person, "/" + badge.bid + "/alarm"));
        assertThat(ward.badges(person).get(0).has("alarm")).isFalse();
    }

    @Test
    @Order(2)
    void whatIsRevokedAtTheOneIsRefusedAtTheOther() {
        String person = ward.person("revoked");
        PaperBadge badge = ward.active(person);
        BadgePage page = page(true);
        page.scan(badge);
        page.pin(BadgeRealm.PIN);
        ward.realm.admin().delete(ward.path(person, "/" + badge.bid));
        assertThat(page.signIn().has("#blokbadge-scan")).isTrue();
        assertThat(page(true).scan(badge).path("refused").asText()).isEqualTo("REVOKED");
    }

    /** An answer that is used is used, whatever a server's caches say. */
    @Test
    @Order(3)
    void anAnswerThatWasUsedOpensNothingAgain() {
        PaperBadge badge = ward.active(ward.person("replayed"));
        BadgePage page = page(false);
        page.scan(badge);
        page.pin(BadgeRealm.PIN);
        postgres.run(TwoServers.DATABASE, "update blokbadge_try set state = 'USED' where bid = '" + badge.bid + "'");
        assertThat(page.signIn().has("#blokbadge-scan")).isTrue();
    }

    /** Somebody with write access, on whom no row must rely. */
    @Test
    @Order(4)
    void aRowThatSomebodyChangedIsNoBadgeAnywhere() {
        PaperBadge badge = ward.active(ward.person("tampered"));
        PaperBadge mine = ward.active(ward.person("mallory"));
        postgres.run(
                TwoServers.DATABASE,
                "update blokbadge set user_id = (select user_id from blokbadge where bid = '" + mine.bid
                        + "') where bid = '" + badge.bid + "'");
        assertThat(page(false).scan(badge).path("refused").asText()).isEqualTo("UNKNOWN");
        assertThat(page(true).scan(badge).path("refused").asText()).isEqualTo("UNKNOWN");
    }

    /** A day's life, then everything that the database and the servers keep is looked through. */
    @Test
    @Order(5)
    void nothingSecretIsKeptAnywhere() throws IOException {
        String person = ward.person("secret");
        JsonNode issued = ward.issue(person);
        PaperBadge badge = ward.paper(issued);
        String code = issued.get("code").asText();
        page(false).activate(badge, code, BadgeRealm.PIN);
        BadgePage page = page(false);
        page.scan(badge);
        page.pin("13572468");
        page.pin(BadgeRealm.PIN);
        String answer = page.right.path("answer").asText();
        String token = page.token(BadgeRealm.PIN);
        Page in = page.signIn();
        assertThat(in.has("#blokbadge-notice")).isTrue();

        StringBuilder kept = new StringBuilder();
        for (String table : read("select string_agg(table_name, ' ') from information_schema.tables"
                        + " where table_schema = 'public'")
                .split(" ")) {
            kept.append(read("select coalesce(string_agg(t::text, chr(10)), '') from " + table + " t"));
        }
        kept.append(servers.first().logText()).append(servers.second().logText());
        kept.append(ward.realm.admin().post(ward.realm.path("partial-export?exportClients=true"), null));
        String all = kept.toString();
        assertThat(all).contains(badge.bid).contains(issued.get("serial").asText());
        for (String secret : List.of(
                badge.text,
                badge.half(),
                base64(badge.half()),
                hex(answer),
                answer,
                hex(token),
                token,
                code,
                code.replace(" ", ""),
                BadgeRealm.PIN)) {
            assertThat(all.contains(secret)).as("kept: " + secret).isFalse();
        }
    }

    /** What a third party sees, with a public key, a witness' file and an export. */
    @Test
    @Order(6)
    void theVerifierAgreesAndSeesASignInThatNobodySigned() throws IOException {
        String person = ward.person("audited");
        PaperBadge badge = ward.active(person);
        BadgePage page = page(false);
        page.scan(badge);
        page.pin(BadgeRealm.PIN);
        page.changePin("27182818");
        PaperBadge next = ward.paper(ward.issue(person, "renews", badge.bid));
        BadgePage renewal = page(true);
        renewal.scan(badge);
        renewal.pin("27182818");
        renewal.renew(next, "27182818");
        ward.realm.admin().delete(ward.path(person, "/" + next.bid));
        vouchedFor(null);
        PaperKiosk kiosk = PaperKiosk.registered(
                ward, Map.of("name", "Ward 3"), servers.url().toString());
        vouchedFor(kiosk);
        AuditVerifier.grant(servers.first().admin());
        String export = ward.realm.path("audit/export");
        AuditVerifier verifier = new AuditVerifier(servers.auditKey.publicKey(), servers.witness);
        linked();
        Path file = AuditVerifier.export(servers.first().admin(), export);

        assertThat(Files.readString(file))
                .contains("blokbadge.bound", "blokbadge.signed-in", "blokbadge.rekeyed", "blokbadge.renewed");
        assertThat(Pattern.compile("\"content\":\"([^\"]+)\"")
                        .matcher(Files.readString(file))
                        .results()
                        .map(content -> new String(BadgePage.bytes(content.group(1)), StandardCharsets.UTF_8)))
                .anyMatch(content -> content.contains("\"type\":\"vouch\""))
                .anyMatch(content -> content.contains("\"crv\":\"P-256\""));
        assertThat(verifier.verify(file)).isZero();
    }

    /** What a workstation registered at one server is at the other, until somebody writes into its row. */
    @Test
    @Order(7)
    void aWorkstationIsOneAtEveryServer() {
        PaperKiosk kiosk = PaperKiosk.registered(
                ward, Map.of("name", "Ward 4"), servers.url().toString());
        PaperBadge badge = ward.active(ward.person("moving"));
        assertThat(at(kiosk, true).scan(badge).path("next").asText()).isEqualTo("pin");
        postgres.run(
                TwoServers.DATABASE,
                "update blokbadge_kiosk set rules = replace(rules, 'Ward 4', 'Ward 5') where id = '" + kiosk.id + "'");
        assertThat(at(kiosk, true).scan(badge).path("refused").asText()).isEqualTo("KIOSK_REFUSED");
        assertThat(at(kiosk, false).scan(badge).path("refused").asText()).isEqualTo("KIOSK_REFUSED");
    }

    private static BadgePage at(PaperKiosk kiosk, boolean atSecond) {
        BadgePage page = page(atSecond);
        page.kiosk = kiosk;
        return page;
    }

    /** The page that watches is closed: the servers end what it has left, by the database's clock. */
    @Test
    @Order(7)
    void whereNobodyIsSeenTheSessionEnds() {
        PaperKiosk kiosk = PaperKiosk.registered(
                ward, Map.of("name", "Left", "idleMinutes", 1), servers.url().toString());
        String person = ward.person("left");
        PaperBadge badge = ward.active(person);
        BadgePage page = at(kiosk, false);
        Page in = page.signIn(badge, BadgeRealm.PIN);
        if (in.has("#blokbadge-notice")) {
            page.browser.post(
                    servers.at(false, in.form("#blokbadge-notice form").action()), Map.of("step", "continue"));
        }
        String ofKiosk = "from blokbadge_session where kiosk_id = '" + kiosk.id + "'";
        assertThat(read("select ends_at - opened_at " + ofKiosk)).isEqualTo("60");
        int before = ward.sessions(person);
        String ticket = here(page, "", false).get("ticket").asText();
        String lasts = "select ends_at - opened_at " + ofKiosk;
        endsIn(kiosk, 30);
        here(page, "A".repeat(43), true);
        here(page, ticket, false);
        assertThat(read(lasts)).isEqualTo("30");
        assertThat(here(page, ticket, true).get("signedIn").asBoolean()).isTrue();
        assertThat(Integer.parseInt(read(lasts))).isGreaterThanOrEqualTo(60);

        endsIn(kiosk, 0);
        assertThat(here(page, ticket, true).path("signedIn").asBoolean(true))
                .as("over, whether somebody has ended it or not")
                .isFalse();
        assertThat(read(lasts)).as("not brought back").isIn("0", "");
        Poll.until("the session to end", Duration.ofSeconds(90), () -> ward.sessions(person) == before - 1);
        assertThat(read("select count(*) " + ofKiosk)).isEqualTo("0");
        ward.realm.awaitEvent(event -> event.type().equals("LOGOUT")
                && person.equals(event.userId())
                && "true".equals(event.detail("blokbadge_idle")));
    }

    private static void endsIn(PaperKiosk kiosk, int seconds) {
        postgres.run(
                TwoServers.DATABASE,
                "update blokbadge_session set ends_at = opened_at + " + seconds + " where kiosk_id = '" + kiosk.id
                        + "'");
    }

    private static JsonNode here(BadgePage page, String ticket, boolean there) {
        return BadgePage.json(page.browser.post(
                servers.at(false, ward.realm.url("blokbadge/kiosk/here")),
                Map.of("ticket", ticket, "there", String.valueOf(there))));
    }

    private static void vouchedFor(PaperKiosk kiosk) {
        ward.realm.admin().send("POST", ward.realm.path("roles"), Map.of("name", "badge-issuer"));
        String suffix = kiosk == null ? "" : "-at-kiosk";
        String boss = ward.person("boss" + suffix);
        ward.give(boss, "manage-users", "badge-issuer");
        PaperBadge bosses = ward.active(boss);
        PaperBadge badge = ward.paper(ward.issue(ward.person("new" + suffix), "codeChannel", "supervised"));
        assertThat(at(kiosk, true)
                        .activateBy(bosses, BadgeRealm.PIN, badge, BadgeRealm.PIN)
                        .isRedirect())
                .isTrue();
        at(kiosk, true).signIn(badge, BadgeRealm.PIN);
    }

    /** A backup brings a revoked badge back, and an old PIN; somebody outside has kept an export. */
    @Test
    @Order(8)
    void whatARestoredDatabaseForgotIsSuspended() throws IOException {
        String lost = ward.person("lost");
        String changed = ward.person("changed");
        String untouched = ward.person("untouched");
        PaperBadge lostBadge = ward.active(lost);
        PaperBadge changedBadge = ward.active(changed);
        PaperBadge untouchedBadge = ward.active(untouched);
        postgres.run(
                TwoServers.DATABASE,
                "create table backup as select * from blokbadge;"
                        + " create table backup_of_credential as select * from credential");
        ward.realm.admin().delete(ward.path(lost, "/" + lostBadge.bid));
        BadgePage page = page(false);
        page.scan(changedBadge);
        page.pin(BadgeRealm.PIN);
        page.changePin("27182818");
        linked();
        String export =
                Files.readString(AuditVerifier.export(servers.first().admin(), ward.realm.path("audit/export")));

        postgres.run(
                TwoServers.DATABASE,
                "delete from blokbadge; insert into blokbadge select * from backup;"
                        + " insert into credential select * from backup_of_credential b"
                        + " where not exists (select 1 from credential c where c.id = b.id)");
        assertThat(page(false).scan(lostBadge).path("next").asText())
                .as("brought back")
                .isEqualTo("pin");
        assertThat(reconcile(export.substring(0, export.length() / 2)).statusCode())
                .isEqualTo(400);
        assertThat(reconcile(export).body()).contains(lost, changed).doesNotContain(untouched);
        assertThat(page(false).scan(lostBadge).path("refused").asText()).isEqualTo("SUSPENDED");
        assertThat(page(true).scan(changedBadge).path("refused").asText()).isEqualTo("SUSPENDED");
        assertThat(page(true).scan(untouchedBadge).has("refused")).isFalse();
        postgres.run(TwoServers.DATABASE, "drop table backup; drop table backup_of_credential");
    }

    private static HttpResponse<String> reconcile(String export) {
        return ward.realm
                .admin()
                .sendText("POST", ward.realm.path("blokbadge/reconcile"), "application/x-ndjson", export);
    }

    private static void linked() {
        Poll.until(
                "the last record to be linked",
                Duration.ofSeconds(15),
                () -> "0".equals(read("select count(*) from audit_record where chain_number is null and not refused")));
    }

    /** A person who left the house leaves nothing here, and their badge is nobody's. */
    @Test
    @Order(9)
    void whoIsRemovedLeavesNoRow() {
        String person = ward.person("leaver");
        PaperBadge badge = ward.active(person);
        BadgePage page = page(false);
        page.scan(badge);
        page.pin("00000000");
        ward.realm.admin().delete(ward.realm.path("users/" + person));
        for (String table : List.of("blokbadge", "blokbadge_try", "blokbadge_pending", "blokbadge_session")) {
            assertThat(read("select count(*) from " + table + " where user_id = '" + person + "'"))
                    .as(table)
                    .isEqualTo("0");
        }
        assertThat(page(true).scan(badge).path("refused").asText()).isEqualTo("UNKNOWN");
    }

    @Test
    @Order(10)
    void withoutItsKeyFileAServerRunsAndOnlyBadgesAreOff() {
        PaperBadge badge = ward.active(ward.person("keyless"));
        servers.restartSecondWithoutBadgeKeys();
        try {
            Page off = browser().get(servers.at(true, ward.authorization()));
            assertThat(off.text()).contains("Badges cannot be used at the moment.");
            assertThat(off.has("#blokbadge")).isFalse();
            assertThat(page(false).scan(badge).has("refused")).isFalse();
        } finally {
            servers.restartSecond();
        }
    }

    /** Waits and lives are the database's: a server with a wrong clock shortens none of them. */
    @Test
    @Order(11)
    void aServerAnHourAheadSkipsNoWait() {
        PaperBadge guessed = ward.active(ward.person("guessed-ahead"));
        String usedBy = ward.person("used-ahead");
        PaperBadge used = ward.active(usedBy);
        // The notice that it was issued comes first.
        page(false).signIn(used, BadgeRealm.PIN);
        ward.realm.clearEvents();
        PaperBadge temporary = ward.active(ward.person("temporary-ahead"), "kind", "temporary", "hours", 1);
        BadgePage before = page(true);
        before.scan(guessed);
        for (int i = 0; i < 2; i++) {
            assertThat(before.pin("00000000").path("wait").asLong()).isZero();
        }
        servers.restartSecondAnHourAhead();
        try {
            BadgePage third = page(true);
            third.scan(guessed);
            assertThat(third.pin("00000000").path("wait").asLong())
                    .as("tries from before the restart count")
                    .isEqualTo(30);
            JsonNode ahead = page(true).scan(guessed);
            assertThat(ahead.path("refused").asText()).isEqualTo("WAIT");
            assertThat(ahead.path("wait").asLong()).isBetween(1L, 30L);

            assertThat(page(true).signIn(used, BadgeRealm.PIN).isRedirect()).isTrue();
            Instant signedIn = ward.realm
                    .awaitEvent(event -> event.type().equals("LOGIN") && usedBy.equals(event.userId()))
                    .time();
            assertThat(signedIn)
                    .as("by the server's clock")
                    .isAfter(Instant.now().plus(Duration.ofMinutes(59)));
            assertThat(page(true).scan(temporary).path("next").asText()).isEqualTo("pin");
        } finally {
            servers.restartSecond();
        }
    }

    private static BadgePage page(boolean atSecond) {
        WebUser browser = browser();
        return new BadgePage(
                browser,
                browser.get(servers.at(atSecond, ward.authorization())),
                servers.url().toString(),
                uri -> servers.at(atSecond, uri));
    }

    private static WebUser browser() {
        return BadgeRealm.browser();
    }

    private static String read(String sql) {
        return postgres.read(TwoServers.DATABASE, sql);
    }

    private static String hex(String base64url) {
        return java.util.HexFormat.of().formatHex(BadgePage.bytes(base64url));
    }

    private static String base64(String hex) {
        return PaperBadge.base64url(java.util.HexFormat.of().parseHex(hex));
    }
}
