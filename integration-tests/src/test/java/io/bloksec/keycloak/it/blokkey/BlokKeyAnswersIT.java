package io.bloksec.keycloak.it.blokkey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.bloksec.keycloak.it.house.Event;
import io.bloksec.keycloak.it.house.KeycloakLogin;
import io.bloksec.keycloak.it.house.Page;
import io.bloksec.keycloak.it.house.Poll;
import io.bloksec.keycloak.it.house.UserSpec;
import io.bloksec.keycloak.it.house.WebUser;
import io.bloksec.phone.ApprovalRequest;
import io.bloksec.phone.Enrolment;
import io.bloksec.phone.Phone;
import io.bloksec.phone.Problem;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What follows from a person's answers, and from what a policy demands. */
class BlokKeyAnswersIT {

    private static BlokKeyRealm realm;

    private static int persons;

    private UserSpec person;

    private Phone phone;

    @BeforeAll
    static void create() {
        realm = BlokKeyRealm.create("blokkey-answers");
    }

    @AfterAll
    static void remove() {
        realm.close();
    }

    @BeforeEach
    void enrol() {
        realm.configure("BlokKey only level 2", Map.of("blokkey.push-unknown", "always"));
        person = BlokKeyRealm.person("answers" + ++persons);
        realm.realm.createUser(person);
        phone = realm.enrol(person);
        realm.realm.clearEvents();
    }

    @Test
    void everyNoIsAnEvent() {
        WaitingPage denied = open();
        denied.start(true);
        phone.deny(phone.list().get(0));
        assertEvent("blokkey_denied");

        WaitingPage reported = open();
        reported.start(true);
        phone.report(phone.list().get(0));
        assertEvent("blokkey_reported");

        WaitingPage burnt = open();
        String number = burnt.start(true).get("number").asText();
        ApprovalRequest request = phone.list().get(0);
        String wrong = number.equals("100") ? "101" : "100";
        assertThatThrownBy(() -> phone.showAndApprove(request.id(), wrong, false))
                .isInstanceOf(Problem.class);
        assertEvent("blokkey_number_wrong");
    }

    /** The person has the second phone at hand and sees on the first what is going on. */
    @Test
    void anyOfThePersonsPhonesMaySayNo() {
        Phone second = another();
        WaitingPage page = open();
        page.start(true);
        ApprovalRequest shown = phone.shown(phone.list().get(0).id());

        second.deny(second.read(shown.id()));

        assertThatThrownBy(() -> phone.showAndApprove(shown.id(), "123", false))
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.code()).isEqualTo("request-ended"));
    }

    @Test
    void anotherPersonsPhoneMayNot() {
        open().start(true);
        ApprovalRequest request = phone.list().get(0);
        UserSpec other = BlokKeyRealm.person("other" + persons);
        realm.realm.createUser(other);
        Phone foreign = realm.enrol(other);

        assertThat(foreign.call("POST", "requests/" + request.id() + "/deny", null)
                        .code())
                .contains("request-unknown");
    }

    @Test
    void aReportAfterwardsEndsTheSession() {
        Phone second = another();
        WebUser browser = BlokKeyRealm.browser();
        WaitingPage page = realm.signIn(browser).name(person.username());
        String number = page.start(true).get("number").asText();
        ApprovalRequest request = phone.list().get(0);
        phone.showAndApprove(request.id(), number, false);
        assertThat(page.finish().isRedirect()).isTrue();

        second.report(second.read(request.id()));

        assertThat(sessions()).isEmpty();
        assertThat(browser.get(realm.authorization(BlokKeyRealm.APP)).isRedirect())
                .as("no single sign-on")
                .isFalse();
        assertEvent("blokkey_reported");
    }

    /** "Oh no", between the approval and the last step of the sign-in: the session that comes to be after it ends too. */
    @Test
    void aReportEndsTheSessionThatComesAfterIt() {
        WaitingPage page = realm.signIn(BlokKeyRealm.browser()).name(person.username());
        String number = page.start(true).get("number").asText();
        ApprovalRequest request = phone.list().get(0);
        phone.showAndApprove(request.id(), number, false);
        realm.update(phone.userId(), user -> user.putArray("requiredActions").add("UPDATE_PROFILE"));
        Page profile = page.finish();
        assertThat(profile.has("#kc-update-profile-form")).as(profile.text()).isTrue();

        phone.report(phone.read(request.id()));
        assertThat(profile.form("#kc-update-profile-form").submit().isRedirect())
                .isTrue();

        Poll.until(
                "the session to end",
                Duration.ofSeconds(15),
                () -> !sessions().toString().contains('"' + BlokKeyRealm.APP + '"'));
    }

    /** Private addresses, as everything here has, tell nothing: demanded and unknown is refused. */
    @Test
    void theSameNetworkIsDemandedOrNot() {
        realm.configure("BlokKey only level 2", Map.of("blokkey.same-network", "true"));
        WaitingPage page = open();
        String number = page.start(true).get("number").asText();

        assertThatThrownBy(() -> phone.showAndApprove(phone.list().get(0).id(), number, false))
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.code()).isEqualTo("too-far"));
        assertThat(page.finish().isRedirect()).isFalse();
    }

    @Test
    void whereANameIsDemandedNoCodeIsMadeWithoutOne() {
        realm.configure("BlokKey only level 2", Map.of("blokkey.usernameless", "false"));
        WaitingPage page = realm.signIn(BlokKeyRealm.browser());

        assertThat(page.page.has("#blokkey-qr-panel")).isFalse();
        assertThat(WaitingPage.problem(page.send("POST", "start", "{\"push\":false}", page.data("page"))))
                .isEqualTo("page-invalid");
        assertThat(page.name(person.username()).start(false).get("state").asText())
                .isEqualTo("WAITING");
    }

    /** The administrator demanded a better key while the phone was asking: what counts is what is demanded at the end. */
    @Test
    void anApprovalThatHasBecomeTooWeakOpensNothing() {
        WaitingPage page = open();
        String number = page.start(true).get("number").asText();
        phone.showAndApprove(phone.list().get(0).id(), number, false);

        demand("B");
        try {
            assertThat(page.finish().isRedirect()).isFalse();
        } finally {
            demand("C");
        }
    }

    /** Somebody guesses passwords; the account is locked for a while, for its phone too. */
    @Test
    void aLockedAccountIsLockedForThePhoneToo() {
        realm.realm.update(json -> json.put("bruteForceProtected", true)
                .put("failureFactor", 2)
                .put("waitIncrementSeconds", 60)
                .put("minimumQuickLoginWaitSeconds", 60));
        try {
            for (int i = 0; i < 3; i++) {
                KeycloakLogin.signIn(
                        BlokKeyRealm.browser().get(realm.authorization("enrolment")), person.username(), "guess");
            }

            Poll.until(
                    "the lock",
                    Duration.ofSeconds(10),
                    () -> phone.call("GET", "requests", null)
                            .code()
                            .filter("user-disabled"::equals)
                            .isPresent());
        } finally {
            realm.realm.update(json -> json.put("bruteForceProtected", false));
        }
    }

    /** What other people write is shown on the phone as what it is: without what turns it around. */
    @Test
    void aNameThatTurnsAroundIsShownStraight() {
        realm.realm.updateClient(BlokKeyRealm.APP, client -> client.put("name", "Pay\u202Eroll\u0007 <b>"));
        try {
            open().start(true);

            assertThat(phone.list().get(0).json().get("clientName").asText())
                    .doesNotContain("\u202E")
                    .doesNotContain("\u0007")
                    .startsWith("Pay")
                    .contains("<b>");
        } finally {
            realm.realm.updateClient(BlokKeyRealm.APP, client -> client.put("name", "The app"));
        }
    }

    @Test
    void whoHasProvenAPasswordAndHasNoPhoneIsTold() {
        realm.addFlow("password-then-blokkey");
        realm.useFlow(BlokKeyRealm.APP, "Password then BlokKey");
        try {
            UserSpec none = UserSpec.named("none" + persons);
            realm.realm.createUser(none);
            WebUser browser = BlokKeyRealm.browser();

            Page page = KeycloakLogin.signIn(browser.get(realm.authorization(BlokKeyRealm.APP)), none);

            assertThat(page.text()).contains("You have no phone with BlokKey yet.");
        } finally {
            realm.useFlow(BlokKeyRealm.APP, "BlokKey only");
        }
    }

    private WaitingPage open() {
        return realm.signIn(BlokKeyRealm.browser()).name(person.username());
    }

    private Phone another() {
        realm.update(phone.userId(), user -> user.putArray("requiredActions").add("blokkey-enrol"));
        Page ticket = realm.ticket(person);
        Enrolment second = Enrolment.start(realm.realm.url().toString(), BlokKeyRealm.link(ticket))
                .named("Tablet", "T1", "System");
        Page asking = BlokKeyRealm.typeDigits(ticket, second.finish().code());
        phone.showAndApprove(
                phone.list().get(0).id(), asking.element("#blokkey-number").text(), false);
        asking.form("#blokkey-asked").submit();
        // The enrolment has opened a session of its own.
        realm.realm.admin().post(realm.realm.path("users/" + phone.userId() + "/logout"), Map.of());
        return second.phone();
    }

    private JsonNode sessions() {
        return realm.realm.admin().get(realm.realm.path("users/" + phone.userId() + "/sessions"));
    }

    private static void demand(String grade) {
        realm.realm.updateClient(
                BlokKeyRealm.APP, client -> client.withObject("/attributes").put("blokkey.minimum-grade", grade));
    }

    private void assertEvent(String error) {
        Event event = realm.realm.awaitEvent(candidate -> error.equals(candidate.error()));
        assertThat(event.type()).isEqualTo("LOGIN_ERROR");
        assertThat(event.userId()).isEqualTo(phone.userId());
        assertThat(event.detail("blokkey_device")).isNotEmpty();
    }
}
