package io.bloksec.keycloak.blokkey.invitation;

import static org.assertj.core.api.Assertions.assertThat;

import io.bloksec.keycloak.blokkey.enrolment.EnrolmentEntity;
import io.bloksec.keycloak.blokkey.secret.RealmSecret;
import io.bloksec.keycloak.blokkey.signed.Bytes;
import io.bloksec.keycloak.database.TestDatabase;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One invitation makes one phone, in its time, and its mails leave at the pace that the realm's server bears. */
class InvitationsTest {

    private static final String REALM = "realm";

    private TestDatabase database;
    private Invitations invitations;

    @BeforeEach
    void open() {
        database = new TestDatabase("META-INF/blokkey-changelog.xml", InvitationEntity.class, EnrolmentEntity.class);
        invitations = new Invitations(database.database(), database.clock());
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void lastsADayAndNoLonger() {
        InvitationEntity row = invite("ana");
        database.pass(Invitations.LIFE - 1);
        assertThat(invitations.isOpen(row)).isTrue();
        database.pass(1);
        assertThat(invitations.stateOf(row)).isEqualTo(InvitationState.EXPIRED);
        assertThat(take(row, "ticket", "browser")).isFalse();
        assertThat(invitations.isCode(row, hash -> true)).isFalse();
    }

    @Test
    void aTicketThatHeldItInTimeIsTooLateAfterwards() {
        InvitationEntity row = invite("ana");
        assertThat(take(row, "ticket", "browser")).isTrue();
        database.pass(Invitations.LIFE);
        assertThat(use(row, "ticket")).isFalse();
    }

    @Test
    void isUsedOnceByTheTicketThatHoldsIt() {
        InvitationEntity row = invite("ana");
        assertThat(use(row, "ticket")).as("without keys").isFalse();
        take(row, "ticket", "browser");
        assertThat(use(row, "another")).isFalse();
        assertThat(use(row, "ticket")).isTrue();
        assertThat(use(row, "ticket")).isFalse();
        assertThat(take(row, "later", "browser")).isFalse();
    }

    @Test
    void anotherTicketTakesItsPlaceInTheSameBrowserOnly() {
        InvitationEntity row = invite("ana");
        take(row, "first", "browser");
        assertThat(take(row, "thief", "other")).isFalse();
        assertThat(take(row, "second", "browser")).isTrue();
        assertThat(use(row, "first")).isFalse();
        assertThat(take(row, "third", "browser")).isTrue();
        assertThat(take(row, "fourth", "browser")).as("three are enough").isFalse();
    }

    @Test
    void oneCallMakesItVoid() {
        InvitationEntity row = invite("ana");
        take(row, "ticket", "browser");
        assertThat(invitations.voidIt(row.id)).isTrue();
        assertThat(invitations.voidIt(row.id)).isFalse();
        assertThat(use(row, "ticket")).isFalse();
    }

    @Test
    void aUsedOneDoesNotBecomeVoid() {
        InvitationEntity row = invite("ana");
        take(row, "ticket", "browser");
        use(row, "ticket");
        assertThat(invitations.voidIt(row.id)).isFalse();
    }

    @Test
    void isSentAgainWithAnotherLinkAndAnotherDay() {
        InvitationEntity row = invite("ana");
        RealmSecret secret = new RealmSecret(Bytes.newSecret());
        String before = InvitationLink.of(row, secret);
        database.pass(Invitations.LIFE - 1);
        assertThat(invitations.resend(row.id)).isTrue();
        InvitationEntity again = invitations.find(REALM, row.id).orElseThrow();
        assertThat(InvitationLink.of(again, secret)).isNotEqualTo(before);
        assertThat(InvitationLink.isOf(again, secret, before.substring(before.lastIndexOf('/') + 1)))
                .isFalse();
        assertThat(again.expiresAt).isEqualTo(database.clock().now() + Invitations.LIFE);
        for (int i = 2; i < Invitations.MOST_MAILS; i++) {
            assertThat(invitations.resend(row.id)).isTrue();
        }
        assertThat(invitations.resend(row.id)).as("an eleventh mail").isFalse();
    }

    @Test
    void aLinkIsOfItsRowAndAddress() {
        InvitationEntity row = invite("ana");
        RealmSecret secret = new RealmSecret(Bytes.newSecret());
        String link = InvitationLink.of(row, secret);
        String mac = link.substring(link.lastIndexOf('/') + 1);
        assertThat(InvitationLink.isOf(row, secret, mac)).isTrue();
        assertThat(InvitationLink.isOf(row, new RealmSecret(Bytes.newSecret()), mac))
                .isFalse();
        row.address = "thief@evil.example";
        assertThat(InvitationLink.isOf(row, secret, mac)).isFalse();
    }

    @Test
    void noMoreMailsLeaveThanAMinuteMayHave() {
        for (int i = 0; i < 25; i++) {
            invite("person" + i);
        }
        assertThat(invitations.realmsWithMail()).containsExactly(REALM);
        List<String> sent = sendAll(20);
        assertThat(sent).hasSize(20).doesNotHaveDuplicates();
        assertThat(invitations.nextMail(REALM, 20)).isEmpty();
        database.pass(60_000);
        assertThat(sendAll(20)).hasSize(5).doesNotContainAnyElementsOf(sent);
    }

    /** Its node was killed between taking and sending. Until that is certain, nobody else sends it. */
    @Test
    void aMailWhoseSenderIsGoneIsSentByAnother() {
        invite("ana");
        assertThat(invitations.nextMail(REALM, 60)).isPresent();
        database.pass(120_000);
        assertThat(invitations.nextMail(REALM, 60)).isEmpty();
        database.pass(1);
        assertThat(invitations.nextMail(REALM, 60)).isPresent();
    }

    private List<String> sendAll(int mostAMinute) {
        List<String> sent = new ArrayList<>();
        Optional<InvitationEntity> row = invitations.nextMail(REALM, mostAMinute);
        while (row.isPresent()) {
            sent.add(row.get().id);
            invitations.mailed(row.get(), MailState.SENT);
            row = invitations.nextMail(REALM, mostAMinute);
        }
        return sent;
    }

    private InvitationEntity invite(String user) {
        return invitations.issue(new NewInvitation(
                REALM,
                user,
                user + "@corp.example",
                "https://id.example/realms/corp",
                null,
                "hash",
                "issuer",
                "master"));
    }

    private boolean take(InvitationEntity row, String ticket, String browser) {
        return database.database().commit(em -> invitations.take(em, row.id, ticket, browser));
    }

    private boolean use(InvitationEntity row, String ticket) {
        return database.database().commit(em -> invitations.use(em, row.id, ticket));
    }
}
