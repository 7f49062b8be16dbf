package io.bloksec.keycloak.it.blokkey;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.bloksec.keycloak.it.house.Page;
import io.bloksec.keycloak.it.house.WebUser;
import io.bloksec.phone.ApprovalRequest;
import io.bloksec.phone.Phone;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Exists to see a person sign in: by push and by QR code, with a phone that has real keys. */
class BlokKeySignInIT {

    private static BlokKeyRealm realm;
    private static Phone anas;
    private static Phone bens;

    @BeforeAll
    static void enrol() {
        realm = BlokKeyRealm.create("blokkey");
        anas = realm.enrol(BlokKeyRealm.ANA);
        bens = realm.enrol(BlokKeyRealm.BEN);
    }

    @AfterAll
    static void remove() {
        realm.close();
    }

    @Test
    void byNameAndPhone() {
        WaitingPage page = realm.signIn(BlokKeyRealm.browser()).name("ana@corp.example");
        JsonNode started = page.start(true);
        ApprovalRequest request = anas.list().get(0);

        assertThat(request.clientName()).isEqualTo("The app");
        assertThat(request.number()).isEqualTo(3);
        anas.showAndApprove(request.id(), started.get("number").asText(), false);
        page.await("APPROVED");

        assertThat(page.finish().location().getQuery()).contains("code=");
    }

    @Test
    void byQrCodeAlone() {
        WaitingPage page = realm.signIn(BlokKeyRealm.browser());
        page.start(false);

        ApprovalRequest request = bens.scan(page.qr());
        assertThat(request.number()).isZero();
        assertThat(page.state()).isEqualTo("CLAIMED");
        bens.showAndApprove(request.id(), null, false);
        page.await("APPROVED");

        Page confirm = page.finish();
        assertThat(confirm.text()).contains("Your phone says that you are ben@corp.example.");
        assertThat(confirm.form("#blokkey-continue")
                        .submit("blokkey", "continue")
                        .location()
                        .getQuery())
                .contains("code=");
    }

    @Test
    void withoutScripts() {
        WaitingPage page = realm.signIn(BlokKeyRealm.browser()).name("ana@corp.example");
        page.page = page.page.form("#blokkey-start").submit("blokkey", "start");
        String number = page.page.element("#blokkey-number").text();

        ApprovalRequest request = anas.list().get(0);
        page.page = page.page.form("#blokkey-finish").submit();
        assertThat(page.page.text()).contains("The phone has not answered yet.");
        anas.showAndApprove(request.id(), number, false);

        assertThat(page.finish().location().getQuery()).contains("code=");
    }

    @Test
    void signsOnWithoutThePhoneAfterwards() {
        WebUser browser = BlokKeyRealm.browser();
        WaitingPage page = realm.signIn(browser).name("ana@corp.example");
        String number = page.start(true).get("number").asText();
        anas.showAndApprove(anas.list().get(0).id(), number, false);
        page.await("APPROVED");
        page.finish();

        assertThat(browser.get(realm.authorization(BlokKeyRealm.APP)).isRedirect())
                .isTrue();
    }
}
