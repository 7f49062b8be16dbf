package io.bloksec.keycloak.it.blokkey;

import static org.assertj.core.api.Assertions.assertThat;

import io.bloksec.keycloak.it.house.KeycloakLogin;
import io.bloksec.keycloak.it.house.OneTimeCodes;
import io.bloksec.keycloak.it.house.Page;
import io.bloksec.keycloak.it.house.UserSpec;
import io.bloksec.keycloak.it.house.WebUser;
import io.bloksec.phone.Enrolment;
import io.bloksec.phone.Phone;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The days after a domain was federated: whoever has no phone gets one while signing in, and no token says more than was done. */
class FirstDaysIT {

    private static final String ENTRA = "urn:federation:MicrosoftOnline";
    private static final String REPLY = "https://rp.example/login.srf";
    private static final String MULTIPLE = "http://schemas.microsoft.com/claims/multipleauthn";
    private static final String SECRET = "a-secret-of-twenty-by";

    private static BlokKeyRealm realm;

    @BeforeAll
    static void addFlow() {
        realm = BlokKeyRealm.createWith("first-days", person("first@corp.example"));
        realm.realm.update(json -> json.put("otpPolicyCodeReusable", true));
        realm.addFlow("microsoft-365-first-days");
        realm.realm.createClient(
                Map.of("clientId", ENTRA, "protocol", "wsfed", "redirectUris", List.of(REPLY), "baseUrl", REPLY));
        realm.useFlow(ENTRA, "Microsoft 365 first days");
    }

    @AfterAll
    static void remove() {
        realm.close();
    }

    @Test
    void whoHasNoPhoneSetsOneUpAndIsIn() {
        UserSpec nora = person("nora@corp.example");
        realm.realm.createUser(nora);
        WebUser browser = new WebUser();

        Page begin = password(browser.get(request(nora)), nora);
        assertThat(begin.has("form#wsfed-answer"))
                .as("no token before the phone")
                .isFalse();
        Page first = setUp(begin).page();

        assertThat(token(first)).doesNotContain("multipleauthn");
    }

    @Test
    void thePhoneIsTheSecondFactorFromThenOn() {
        UserSpec olga = person("olga@corp.example");
        realm.realm.createUser(olga);
        WebUser browser = new WebUser();
        SetUp setUp = setUp(password(browser.get(request(olga)), olga));
        token(setUp.page());

        Page stepUp = browser.get(request(olga, "&wauth=" + MULTIPLE));
        assertThat(stepUp.has("input[name=password]")).as("no password again").isFalse();
        Page start = stepUp.form("#blokkey-start").submit("blokkey", "start");
        String number =
                start.has("#blokkey-number") ? start.element("#blokkey-number").text() : null;
        setUp.phone().showAndApprove(setUp.phone().list().get(0).id(), number, false);

        assertThat(token(start.form("#blokkey-finish").submit())).contains("multipleauthn");
    }

    @Test
    void whoHasAnAppForCodesIsAskedForOneAndForThePhone() {
        UserSpec paul = person("paul@corp.example").oneTimeCodes(SECRET);
        realm.realm.createUser(paul);

        Page code = password(new WebUser().get(request(paul, "&wauth=" + MULTIPLE)), paul);
        Page begin = code.form("form#kc-otp-login-form")
                .set("otp", OneTimeCodes.now(SECRET))
                .submit();

        assertThat(token(setUp(begin).page())).contains("multipleauthn");
    }

    /** Microsoft wants two factors and the person has one: the phone is set up, and a page says to sign in again. */
    @Test
    void settingAPhoneUpIsNoSecondFactor() {
        UserSpec rita = person("rita@corp.example");
        realm.realm.createUser(rita);
        WebUser browser = new WebUser();

        SetUp setUp = setUp(password(browser.get(request(rita, "&wauth=" + MULTIPLE)), rita));

        assertThat(setUp.page().has("form#wsfed-answer")).isFalse();
        assertThat(setUp.page().has("#wsfed-error")).isTrue();
        Page again = browser.get(request(rita, "&wauth=" + MULTIPLE));
        assertThat(again.has("#blokkey-start")).as(again.text()).isTrue();
    }

    /** A wrong password does not lead to the set-up. */
    @Test
    void onlyWhoIsInMaySetUp() {
        UserSpec sam = person("sam@corp.example");
        realm.realm.createUser(sam);

        Page page = new WebUser()
                .get(request(sam))
                .form("form#kc-form-login")
                .set("password", "guess")
                .submit();

        assertThat(KeycloakLogin.error(page)).isNotEmpty();
        assertThat(page.has("#blokkey-enrol")).isFalse();
    }

    private record SetUp(Page page, Phone phone) {}

    private static SetUp setUp(Page begin) {
        Page ticket = begin.form("#blokkey-enrol form").submit("blokkey", "begin");
        Enrolment enrolment = Enrolment.start(realm.realm.url().toString(), BlokKeyRealm.link(ticket))
                .named("New phone", "Simulator", "Linux");
        Page codes = BlokKeyRealm.typeDigits(ticket, enrolment.finish().code());
        return new SetUp(BlokKeyRealm.keepCodes(codes), enrolment.phone());
    }

    private static UserSpec person(String name) {
        return UserSpec.named(name).password("a-password").attribute("immutableId", name);
    }

    private static java.net.URI request(UserSpec person) {
        return request(person, "");
    }

    private static java.net.URI request(UserSpec person, String more) {
        return realm.realm.url("protocol/wsfed?wa=wsignin1.0&wtrealm=urn%3Afederation%3AMicrosoftOnline&login_hint="
                + person.username() + more);
    }

    private static Page password(Page page, UserSpec person) {
        return page.form("form#kc-form-login")
                .set("password", person.password())
                .submit();
    }

    private static String token(Page answer) {
        return answer.element("input[name=wresult]").val();
    }
}
