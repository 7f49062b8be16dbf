package io.bloksec.keycloak.it.blokkey;

import static org.assertj.core.api.Assertions.assertThat;

import io.bloksec.keycloak.it.house.KeycloakLogin;
import io.bloksec.keycloak.it.house.Page;
import io.bloksec.keycloak.it.house.UserSpec;
import io.bloksec.keycloak.it.house.WebUser;
import io.bloksec.phone.Phone;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Exists so that the shipped flows do what their descriptions say, and a token claims what happened and nothing more. */
class BlokKeyFlowsIT {

    private static final String ENTRA = "urn:federation:MicrosoftOnline";
    private static final String REPLY = "https://rp.example/login.srf";
    private static final String MULTIPLE = "multipleauthn";
    private static final UserSpec ANA =
            BlokKeyRealm.person("ana@corp.example").attribute("immutableId", "q83vASNFZ4mrze8BI0VniQ==");

    private static BlokKeyRealm realm;
    private static Phone anas;
    private static List<String> codes;

    @BeforeAll
    static void enrol() {
        realm = BlokKeyRealm.createWith("blokkey-flows", ANA);
        for (String file :
                List.of("blokkey-only", "blokkey-or-passkey", "password-then-blokkey", "blokkey-with-recovery-codes")) {
            realm.addFlow(file);
        }
        realm.realm.createClient(
                Map.of("clientId", ENTRA, "protocol", "wsfed", "redirectUris", List.of(REPLY), "baseUrl", REPLY));
        Page ticket = realm.ticket(ANA);
        var enrolment = io.bloksec.phone.Enrolment.start(realm.realm.url().toString(), BlokKeyRealm.link(ticket))
                .named("Phone", "Simulator", "Linux");
        Page shown = BlokKeyRealm.typeDigits(ticket, enrolment.finish().code());
        codes = List.of(
                shown.element("input[name=generatedRecoveryAuthnCodes]").val().split(","));
        BlokKeyRealm.keepCodes(shown);
        anas = enrolment.phone();
    }

    @AfterAll
    static void remove() {
        realm.close();
    }

    @ParameterizedTest
    @CsvSource({"BlokKey only, 3", "BlokKey or passkey, 3", "BlokKey with recovery codes, 3", "Password then BlokKey, 3"
    })
    void thePhoneIsMoreThanOneFactor(String flow, int digits) {
        realm.useFlow(ENTRA, flow);
        Page page = start();
        if (page.has("#blokkey-name-form")) {
            page = page.form("#blokkey-name-form")
                    .set("username", ANA.username())
                    .submit("blokkey", "name");
        } else if (page.has("#password")) {
            page = KeycloakLogin.signIn(page, ANA);
        } else if (page.has("#username")) {
            page = page.form("#kc-form-login").set("username", ANA.username()).submit();
        }
        if (!page.has("#blokkey")) {
            page = another(page, "BlokKey");
            page = page.form("#blokkey-name-form")
                    .set("username", ANA.username())
                    .submit("blokkey", "name");
        }
        Page answer = approve(page, digits);

        assertThat(token(answer)).contains(MULTIPLE);
        assertThat(token(answer).contains("authenticationmethod/password")
                        || token(answer).contains(":am:password"))
                .as("a password is claimed where one was typed")
                .isEqualTo(flow.startsWith("Password"));
    }

    /** Level 2 is asked for, and the phone gives it. */
    @Test
    void aDemandForMoreFactorsIsMet() {
        realm.useFlow(ENTRA, "BlokKey with recovery codes");
        WebUser browser = new WebUser();
        Page codePage = another(name(browser.get(request(""))), "Recovery Authentication Code");
        Page weak = useCode(codePage);
        assertThat(token(weak)).doesNotContain(MULTIPLE);

        Page stepUp = browser.get(request("&wauth=http%3A%2F%2Fschemas.microsoft.com%2Fclaims%2Fmultipleauthn"));
        assertThat(token(approve(stepUp, 3))).contains(MULTIPLE);
    }

    @Test
    void aRecoveryCodeIsOneFactor() {
        realm.useFlow(ENTRA, "BlokKey with recovery codes");
        Page answer = useCode(another(name(start()), "Recovery Authentication Code"));

        assertThat(token(answer)).doesNotContain(MULTIPLE);
    }

    @Test
    void aRecoveryCodeDoesNotMeetADemandForMore() {
        realm.useFlow(ENTRA, "BlokKey with recovery codes");
        Page asked =
                name(new WebUser().get(request("&wauth=http%3A%2F%2Fschemas.microsoft.com%2Fclaims%2Fmultipleauthn")));
        Page answer = useCode(another(asked, "Recovery Authentication Code"));

        assertThat(answer.has("input[name=wresult]")).isFalse();
    }

    @Test
    void aPasscodeIsOneFactorAndServesOnce() {
        realm.useFlow(ENTRA, "BlokKey with recovery codes");
        String passcode = realm.passcode(anas.userId());
        Page form = another(name(start()), "Sign in with a passcode");
        Page wrong =
                form.form("#blokkey-passcode").set("passcode", "AAAAA AAAAA").submit();
        assertThat(wrong.text()).contains("This passcode is wrong or has ended.");
        Page answer = wrong.form("#blokkey-passcode")
                .set("passcode", passcode.toLowerCase())
                .submit();
        assertThat(token(answer)).doesNotContain(MULTIPLE);

        Page again = another(name(start()), "Sign in with a passcode")
                .form("#blokkey-passcode")
                .set("passcode", passcode)
                .submit();
        assertThat(again.has("input[name=wresult]")).isFalse();
    }

    @Test
    void fiveWrongTriesEndAPasscode() {
        realm.useFlow(ENTRA, "BlokKey with recovery codes");
        String passcode = realm.passcode(anas.userId());
        Page form = another(name(start()), "Sign in with a passcode");
        for (int i = 0; i < 5; i++) {
            form = form.form("#blokkey-passcode")
                    .set("passcode", "AAAAA AAAA" + "ABCDE".charAt(i))
                    .submit();
        }

        assertThat(form.form("#blokkey-passcode")
                        .set("passcode", passcode)
                        .submit()
                        .has("input[name=wresult]"))
                .isFalse();
    }

    private static Page start() {
        return new WebUser().get(request(""));
    }

    private static URI request(String more) {
        return realm.realm.url("protocol/wsfed?wa=wsignin1.0&wtrealm=urn%3Afederation%3AMicrosoftOnline" + more);
    }

    private static Page name(Page page) {
        return page.form("#kc-form-login").set("username", ANA.username()).submit();
    }

    /** "Try another way", and which. */
    private static Page another(Page page, String headline) {
        Page choice = page.form("#kc-select-try-another-way-form").submit();
        String execution = choice.element("li:has(h2:contains(" + headline + ")) input[name=authenticationExecution]")
                .val();
        return choice.form("form:has(input[value=" + execution + "])").submit();
    }

    private static Page useCode(Page page) {
        int index = Integer.parseInt(
                page.element("label[for=recoveryCodeInput]").text().replaceAll("\\D", ""));
        return page.form("#kc-recovery-code-login-form")
                .set("recoveryCodeInput", codes.get(index - 1))
                .submit();
    }

    private static Page approve(Page shown, int digits) {
        anas.list().forEach(anas::deny);
        Page page = shown.form("#blokkey-start").submit("blokkey", "start");
        String number = page.element("#blokkey-number").text();
        assertThat(number).hasSize(digits);
        anas.showAndApprove(anas.list().get(0).id(), anas.list().get(0).number() == 0 ? null : number, false);
        return page.form("#blokkey-finish").submit();
    }

    private static String token(Page answer) {
        return answer.element("input[name=wresult]").val();
    }
}
