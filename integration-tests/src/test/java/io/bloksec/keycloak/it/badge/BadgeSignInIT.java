package io.bloksec.keycloak.it.badge;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.bloksec.keycloak.it.house.Page;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A badge's days: the first PIN, each morning, another PIN, a forgotten one, the next badge, the end. */
class BadgeSignInIT {

    private static BadgeRealm ward;

    @BeforeAll
    static void open() {
        ward = BadgeRealm.create("badge");
    }

    @AfterAll
    static void close() {
        ward.close();
    }

    @Test
    void aNewBadgeIsGivenAPinAndSignsInFromThenOn() {
        String jane = ward.person("first");
        JsonNode issued = ward.issue(jane);
        PaperBadge badge = ward.paper(issued);
        BadgePage page = ward.page();

        assertThat(page.scan(badge).path("next").asText()).isEqualTo("activate");
        assertThat(page.shown.path("name").asText()).isEqualTo("Jane D.");
        JsonNode begun =
                page.call("activate", "code", issued.get("code").asText(), "token", page.token(BadgeRealm.PIN));
        assertThat(page.bind(begun).isRedirect()).isTrue();
        // The one time that the person is told of the activation.
        Page told = ward.page().signIn(badge, BadgeRealm.PIN);
        assertThat(told.has("#blokbadge-notice")).as(told.text()).isTrue();
        assertThat(told.form("#blokbadge-notice form")
                        .submit("step", "continue")
                        .isRedirect())
                .isTrue();
        assertThat(ward.page().signIn(badge, BadgeRealm.PIN).isRedirect()).isTrue();
        assertThat(ward.badges(jane).get(0).get("state").asText()).isEqualTo("active");
    }

    /** In the person's language; what is said in mails and on paper need not travel with each scan. */
    @Test
    void aScanBringsThePagesTextsAndNoOthers() {
        ward.realm.update(json -> json.put("internationalizationEnabled", true)
                .put("defaultLocale", "en")
                .putArray("supportedLocales")
                .add("en")
                .add("de"));
        String anna = ward.person("anna");
        PaperBadge badge = ward.active(anna);
        ward.realm.updateUser(
                anna, user -> user.withObject("/attributes").putArray("locale").add("de"));
        JsonNode texts = ward.page().scan(badge).get("texts");
        assertThat(texts.get("doLogIn").asText()).isEqualTo("Anmelden");
        assertThat(texts.properties())
                .hasSizeGreaterThan(20)
                .noneMatch(text -> text.getKey().startsWith("blokbadgeMail")
                        || text.getKey().startsWith("blokbadgePaper"));
    }

    @Test
    void aWrongPinIsToldAtTheNextSignIn() {
        PaperBadge badge = ward.active(ward.person("wrong"));
        BadgePage page = ward.page();
        page.scan(badge);

        JsonNode refused = page.pin("00000000");
        assertThat(refused.path("refused").asText()).isEqualTo("WRONG");
        assertThat(refused.has("answer")).isFalse();
        BadgePage.requireGood(page.pin(BadgeRealm.PIN));
        Page told = page.signIn();
        assertThat(told.element("#blokbadge-failed").text()).endsWith(": 1");
    }

    @Test
    void anotherPinNeedsNoPrint() {
        PaperBadge badge = ward.active(ward.person("change"));
        BadgePage page = ward.page();
        page.scan(badge);
        page.pin(BadgeRealm.PIN);

        assertThat(page.changePin("27182818").isRedirect()).isTrue();
        BadgePage next = ward.page();
        next.scan(badge);
        assertThat(next.pin(BadgeRealm.PIN).path("refused").asText()).isEqualTo("WRONG");
        assertThat(next.pin("27182818").has("refused")).isFalse();
    }

    @Test
    void aForgottenPinIsChosenAnewWithAnotherCode() {
        String jane = ward.person("forgot");
        PaperBadge badge = ward.active(jane);
        JsonNode reset = ward.realm.admin().post(ward.path(jane, "/" + badge.bid + "/reset-pin"), Map.of());

        assertThat(reset.get("state").asText()).isEqualTo("reset_pending");
        assertThat(ward.page()
                        .activate(badge, reset.get("code").asText(), "31415927")
                        .isRedirect())
                .isTrue();
        BadgePage page = ward.page();
        page.scan(badge);
        assertThat(page.pin("31415927").has("refused")).isFalse();
    }

    @Test
    void whoeverHasTheOldBadgeNeedsNoCodeForTheNext() {
        String jane = ward.person("renew");
        PaperBadge old = ward.active(jane);
        JsonNode issued = ward.issue(jane, "renews", old.bid);
        PaperBadge next = ward.paper(issued);

        assertThat(issued.has("code")).isFalse();
        BadgePage page = ward.page();
        page.scan(old);
        assertThat(page.pin(BadgeRealm.PIN).path("renewal").asBoolean()).isTrue();
        assertThat(page.renew(next, BadgeRealm.PIN).isRedirect()).isTrue();
        assertThat(ward.page().scan(old).path("refused").asText()).isEqualTo("REPLACED");
        BadgePage again = ward.page();
        again.scan(next);
        assertThat(again.pin(BadgeRealm.PIN).has("refused")).isFalse();
    }
}
