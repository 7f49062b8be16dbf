package io.bloksec.keycloak.audit.verify;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bloksec.keycloak.audit.chain.AuditKey;
import io.bloksec.keycloak.audit.record.Outcome;
import io.bloksec.keycloak.audit.record.RecordType;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Somebody runs the server: chain, checkpoints and audit key are theirs. What they do not have is the badge, so no sign-in with one can
 * be made up, moved or used twice.
 */
class ForgedBadgeTest {

    @TempDir
    private static Path directory;

    private final AuditKey key = AuditKey.generate();
    private final TestTrail trail = new TestTrail(key);
    private final TestBadge ana = new TestBadge("ana");
    private final TestBadge boss = new TestBadge("boss");

    @Test
    void whatBadgesSignedIsSound() {
        TestBadge next = new TestBadge("ana");
        bound(ana);
        signedIn(ana);
        add(RecordType.BADGE_REKEYED, ana, ana.rekey(now()));
        signedIn(ana);
        changed(ana, "ACTIVE", "SUSPENDED");
        changed(ana, "SUSPENDED", "ACTIVE");
        changed(ana, "ACTIVE", "RESET_PENDING");
        bound(ana.reset());
        signedIn(ana);
        add(RecordType.BADGE_RENEWED, next, ana.renew(next, now()));
        changed(ana, "ACTIVE", "REPLACED");
        signedIn(next);

        assertThat(verify().exitCode()).as(verify().messages()).isZero();
    }

    @Test
    void aBadgeThatNobodyBound() {
        signedIn(ana);
        assertBroken("has no valid binding statement before this record");
    }

    @Test
    void anotherKeyThanTheOneThatWasBound() {
        bound(ana);
        ana.reset().epoch = 1;
        signedIn(ana);
        assertBroken("is signed by another key than the badge's");
    }

    @Test
    void theOldPinAfterAnotherWasChosen() {
        bound(ana);
        ObjectNode old = ana.auth(now());
        add(RecordType.BADGE_REKEYED, ana, ana.rekey(now()));
        add(RecordType.BADGE_SIGNED_IN, ana, old);
        assertBroken("is signed by another key than the badge's");
    }

    @Test
    void aSignInThatIsShownTwice() {
        bound(ana);
        ObjectNode once = ana.auth(now());
        add(RecordType.BADGE_SIGNED_IN, ana, once);
        add(RecordType.BADGE_SIGNED_IN, ana, once);
        assertBroken("The nonce of this statement was used before");
    }

    @Test
    void aBadgeThatWasRevoked() {
        bound(ana);
        changed(ana, "ACTIVE", "REVOKED");
        signedIn(ana);
        assertBroken("is of a badge that had ended before");
    }

    @Test
    void aBadgeThatIsSuspended() {
        bound(ana);
        changed(ana, "ACTIVE", "SUSPENDED");
        signedIn(ana);
        assertBroken("is of a badge that is suspended");
    }

    @Test
    void aBadgeWhosePinWasReset() {
        bound(ana);
        changed(ana, "ACTIVE", "RESET_PENDING");
        signedIn(ana);
        assertBroken("is signed by another key than the badge's");
    }

    @Test
    void aBindingForAnotherPerson() {
        add(RecordType.BADGE_BOUND, ana, ana.bind(now()), "mallory");
        assertBroken("names another person than the record");
    }

    @Test
    void aBadgeThatIsBoundAgainWithoutAReset() {
        bound(ana);
        bound(ana.reset());
        assertBroken("binds a badge that has a PIN");
    }

    @Test
    void aManagerVouches() {
        bound(boss);
        vouched(ana, ana.bind(now(), "vouch"), boss.vouch(ana, now()));
        signedIn(ana);
        assertThat(verify().exitCode()).as(verify().messages()).isZero();
    }

    @Test
    void nobodyVouches() {
        add(RecordType.BADGE_BOUND, ana, ana.bind(now(), "vouch"));
        assertBroken("was bound in another way than the record shows");
    }

    @Test
    void aManagerWhoVouchesWhereACodeWasSaid() {
        bound(boss);
        vouched(ana, ana.bind(now()), boss.vouch(ana, now()));
        assertBroken("was bound in another way than the record shows");
    }

    @Test
    void aManagerWhoVouchesForAnotherKey() {
        bound(boss);
        ObjectNode vouch = boss.vouch(ana, now());
        vouched(ana, ana.anotherKey().bind(now(), "vouch"), vouch);
        assertBroken("vouches for another key than the one that is bound");
    }

    @Test
    void aManagerWhoVouchesForAnotherPerson() {
        TestBadge ben = new TestBadge("ben");
        bound(boss);
        vouched(ana, ana.bind(now(), "vouch"), boss.vouch(ben, now()));
        assertBroken("is of another badge than the record");
    }

    @Test
    void aManagerWhoVouchesInAnotherTab() {
        bound(boss);
        ObjectNode vouch = boss.vouch(ana, now());
        vouched(ana, ana.inAnotherTab().bind(now(), "vouch"), vouch);
        assertBroken("was signed in another tab");
    }

    @Test
    void somebodyWhoVouchesForHimself() {
        TestBadge second = new TestBadge("ana");
        bound(second);
        vouched(ana, ana.bind(now(), "vouch"), second.vouch(ana, now()));
        assertBroken("vouches for its own person");
    }

    @Test
    void somebodyWhoseBadgeNobodyBoundVouches() {
        vouched(ana, ana.bind(now(), "vouch"), boss.vouch(ana, now()));
        assertBroken("has no valid binding statement before this record");
    }

    @Test
    void aManagerWhoseBadgeWasRevokedVouches() {
        bound(boss);
        changed(boss, "ACTIVE", "REVOKED");
        vouched(ana, ana.bind(now(), "vouch"), boss.vouch(ana, now()));
        assertBroken("is of a badge that had ended before");
    }

    @Test
    void aManagerWhoVouchesTwiceWithOneStatement() {
        bound(boss);
        ObjectNode vouch = boss.vouch(ana, now());
        vouched(ana, ana.bind(now(), "vouch"), vouch);
        changed(ana, "ACTIVE", "RESET_PENDING");
        vouched(ana, ana.reset().bind(now(), "vouch"), vouch);
        assertBroken("The nonce of this statement was used before");
    }

    @Test
    void aRenewalForAnotherPerson() {
        TestBadge mallory = new TestBadge("mallory");
        bound(ana);
        add(RecordType.BADGE_RENEWED, mallory, ana.renew(mallory, now()), "mallory");
        assertBroken("names another person than the record");
    }

    @Test
    void aSignInOfAnotherRealm() {
        bound(ana);
        ana.realm = "another";
        signedIn(ana);
        assertBroken("is of another realm");
    }

    @Test
    void aSignInAtAnotherPage() {
        bound(ana);
        ana.origin = "https://login.example.org";
        signedIn(ana);
        assertBroken("was signed at another origin");
    }

    @Test
    void aSignInOfYesterday() {
        bound(ana);
        add(RecordType.BADGE_SIGNED_IN, ana, ana.auth(now() - 86_400_000));
        assertBroken("is not of the record's time");
    }

    @Test
    void aTranscriptThatIsChanged() {
        bound(ana);
        ObjectNode statement = ana.auth(now());
        String text = statement.path("transcript").asText();
        statement.put("transcript", text.replace("\n-\n", "\nkiosk-1\n"));
        add(RecordType.BADGE_SIGNED_IN, ana, statement);
        assertBroken("missing or further members");
        statement.put("transcript", text.replace("YXBw", "YXBx"));
        add(RecordType.BADGE_SIGNED_IN, ana, statement);
        assertBroken("does not hold");
    }

    @Test
    void whatItSaysBeyondIsChanged() {
        ObjectNode statement = ana.bind(now());
        statement.withArray("extra").remove(7);
        statement.withArray("extra").add("4");
        add(RecordType.BADGE_BOUND, ana, statement);
        assertBroken("is not what it is the hash of");
    }

    @Test
    void aSignatureOfSomebodyElse() {
        bound(ana);
        ObjectNode statement = ana.auth(now());
        ObjectNode forged = new TestBadge("ana").auth(now());
        ((ObjectNode) statement.path("signatures").get(0))
                .put(
                        "signature",
                        forged.path("signatures").get(0).path("signature").asText());
        add(RecordType.BADGE_SIGNED_IN, ana, statement);
        assertBroken("does not hold");
    }

    /** Keys and signatures on which implementations differ: nobody can bring evidence that one verifier takes and another refuses. */
    @ParameterizedTest
    @MethodSource("edgeCases")
    void oneRuleForSignatures(JsonNode vector) {
        HexFormat hex = HexFormat.of();
        boolean holds = new Ed25519Signature(
                        "",
                        hex.parseHex(vector.get("key").asText()),
                        hex.parseHex(vector.get("message").asText()),
                        hex.parseHex(vector.get("signature").asText()))
                .holds();
        assertThat(holds)
                .as(vector.get("name").asText())
                .isEqualTo(vector.get("valid").asBoolean());
    }

    static Stream<JsonNode> edgeCases() throws IOException {
        JsonNode vectors = new ObjectMapper()
                .readTree(Path.of("../docs/protocol/blokbadge-v1-vectors.json").toFile());
        return StreamSupport.stream(vectors.get("ed25519").spliterator(), false);
    }

    private void bound(TestBadge badge) {
        add(RecordType.BADGE_BOUND, badge, badge.bind(now()));
    }

    private void vouched(TestBadge badge, ObjectNode bind, ObjectNode vouch) {
        ObjectNode content = TestTrail.content().put("subject", badge.id).put("user", badge.user);
        content.putArray("statements").add(bind).add(vouch);
        trail.add(RecordType.BADGE_BOUND, Outcome.DONE, content);
    }

    private void signedIn(TestBadge badge) {
        add(RecordType.BADGE_SIGNED_IN, badge, badge.auth(now()));
    }

    private void changed(TestBadge badge, String from, String to) {
        ObjectNode content = TestTrail.content().put("subject", badge.id).put("user", badge.user);
        content.putObject("details").put("from", from).put("to", to).put("by", "admin");
        trail.add(RecordType.BADGE_CHANGED, Outcome.DONE, content);
    }

    private void add(RecordType type, TestBadge badge, ObjectNode statement) {
        add(type, badge, statement, badge.user);
    }

    private void add(RecordType type, TestBadge badge, ObjectNode statement, String user) {
        ObjectNode content = TestTrail.content().put("subject", badge.id).put("user", user);
        content.putArray("statements").add(statement.deepCopy());
        trail.add(type, type == RecordType.BADGE_BOUND ? Outcome.DONE : Outcome.ACCEPTED, content);
    }

    /** As the trail's next record will have it. */
    private long now() {
        return trail.time().toEpochMilli();
    }

    private void assertBroken(String message) {
        VerifierRun run = verify();
        assertThat(run.exitCode()).isNotZero();
        assertThat(run.messages()).contains(message);
    }

    private VerifierRun verify() {
        return new VerifierRun.Command(directory).trusting(key).of(trail.copy().checkpoint());
    }
}
