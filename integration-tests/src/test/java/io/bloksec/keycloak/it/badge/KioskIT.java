package io.bloksec.keycloak.it.badge;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.bloksec.keycloak.it.house.Admin;
import io.bloksec.keycloak.it.house.KeycloakServer;
import io.bloksec.keycloak.it.house.Page;
import io.bloksec.keycloak.it.house.UserSpec;
import io.bloksec.keycloak.it.house.WebUser;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Registered workstations, and everybody who would like to be one. */
class KioskIT {

    private static BadgeRealm ward;
    private static PaperKiosk kiosk;
    private static int persons;

    @BeforeAll
    static void create() {
        ward = BadgeRealm.create("kiosks");
        ward.realm.admin().put(ward.realm.path("blokbadge/kiosks/client"), Map.of("flow", "BlokBadge only"));
        kiosk = PaperKiosk.registered(ward, Map.of("name", "Ward 3", "site", "East"));
    }

    @AfterAll
    static void remove() {
        ward.close();
    }

    @Test
    void aBadgeThatNeedsAWorkstationWorksThereAndNowhereElse() {
        ward.settings(Map.of("kiosk", "required"));
        try {
            PaperBadge badge = ward.activeAt(kiosk, person());
            assertThat(ward.page().scan(badge).path("refused").asText()).isEqualTo("KIOSK_NEEDED");
            Page in = at(kiosk).signIn(badge, BadgeRealm.PIN);
            assertThat(BadgePage.goOn(in).isRedirect()).as(in.text()).isTrue();
            JsonNode listed = ward.realm.admin().get(ward.realm.path("blokbadge/kiosks"));
            assertThat(listed.findValuesAsText("lastSeen")).isNotEmpty();
            assertThat(listed.toString()).doesNotContain("codeMac").doesNotContain("\"code\"");
        } finally {
            ward.settings(Map.of("kiosk", "off"));
        }
    }

    @Test
    void allThatIsSignedThereTheWorkstationSignsToo() {
        String person = person();
        PaperBadge badge = ward.activeAt(kiosk, person);
        BadgePage page = at(kiosk);
        page.scan(badge);
        page.pin(BadgeRealm.PIN);
        assertThat(BadgePage.goOn(page.changePin("27182819")).isRedirect()).isTrue();
        PaperBadge next = ward.paper(ward.issue(person, "renews", badge.bid));
        page = at(kiosk);
        page.scan(badge);
        page.pin("27182819");
        assertThat(BadgePage.goOn(page.renew(next, "27182819")).isRedirect()).isTrue();
    }

    @Test
    void aManagerVouchesThere() {
        ward.realm.admin().send("POST", ward.realm.path("roles"), Map.of("name", "badge-issuer"));
        String boss = person();
        ward.give(boss, "manage-users", "badge-issuer");
        PaperBadge bosses = ward.activeAt(kiosk, boss);
        PaperBadge badge = ward.paper(ward.issue(person(), "codeChannel", "supervised"));
        Page in = at(kiosk).activateBy(bosses, BadgeRealm.PIN, badge, BadgeRealm.PIN);
        assertThat(BadgePage.goOn(in).isRedirect()).as(in.text()).isTrue();
    }

    /** The key is not the workstation's; or none of its signatures is there. */
    @Test
    void whoeverOnlyKnowsItsNameIsNotIt() {
        PaperBadge badge = ward.active(person());
        PaperKiosk liar = new PaperKiosk();
        liar.id = kiosk.id;
        assertThat(at(liar).scan(badge).path("refused").asText()).isEqualTo("KIOSK_REFUSED");
        BadgePage page = at(kiosk);
        String text = page.transcript("present", badge, 0, page.nonce, page.time, "-");
        String signature = badge.badgeKey().sign(text);
        assertThat(page.call("present", "bid", badge.bid, "signature", signature, "kiosk", kiosk.id)
                        .path("refused")
                        .asText())
                .isEqualTo("FORGED");
    }

    /** Of another scan, of another tab, over another signature. */
    @Test
    void whatItSignedOnceIsWorthNothingElsewhere() {
        PaperBadge badge = ward.active(person());
        BadgePage one = at(kiosk);
        BadgePage other = at(kiosk);
        String text = one.transcript("present", badge, 0, one.nonce, one.time, "-");
        String signature = badge.badgeKey().sign(text);
        String relayed = kiosk.sign(text, signature);
        String here = other.transcript("present", badge, 0, other.nonce, other.time, "-");
        assertThat(other.call(
                                "present",
                                "bid",
                                badge.bid,
                                "signature",
                                badge.badgeKey().sign(here),
                                "kiosk",
                                kiosk.id,
                                "kioskSignature",
                                relayed)
                        .path("refused")
                        .asText())
                .isEqualTo("KIOSK_REFUSED");
    }

    /** A right PIN at a workstation is not finished without it, nor at another one; the page that follows takes the next scan. */
    @Test
    void aSignInThatBeganThereEndsThere() {
        PaperBadge badge = ward.active(person());
        BadgePage page = at(kiosk);
        page.scan(badge);
        page.pin(BadgeRealm.PIN);
        String signature = page.userKey().sign(page.authTranscript());
        Page without = page.post("auth", "signature", signature);
        assertThat(without.has("#blokbadge-scan")).as(without.text()).isTrue();
        BadgePage next = new BadgePage(page.browser, without);
        next.kiosk = kiosk;
        assertThat(next.scan(badge).path("next").asText()).isEqualTo("pin");

        PaperKiosk another = PaperKiosk.registered(ward, Map.of("name", "Ward 4"));
        PaperBadge second = ward.active(person());
        BadgePage moved = at(kiosk);
        moved.scan(second);
        moved.pin(BadgeRealm.PIN);
        String text = moved.authTranscript();
        String good = moved.userKey().sign(text);
        Page elsewhere = moved.post("auth", "signature", good, "kioskSignature", another.sign(text, good));
        assertThat(elsewhere.has("#blokbadge-scan")).as(elsewhere.text()).isTrue();
    }

    @Test
    void revokingItEndsTheSessionsThatWereOpenedThere() {
        PaperKiosk lost = PaperKiosk.registered(ward, Map.of("name", "Lost"));
        String person = person();
        PaperBadge badge = ward.activeAt(lost, person);
        String other = person();
        ward.active(other);
        assertThat(ward.sessions(person)).isEqualTo(1);
        BadgePage open = at(lost);
        open.scan(badge);
        open.pin(BadgeRealm.PIN);
        assertThat(ward.realm.admin().send("DELETE", path(lost, ""), null).body())
                .contains("\"state\":\"revoked\"");
        assertThat(ward.sessions(person)).isZero();
        assertThat(ward.sessions(other)).as("opened elsewhere").isEqualTo(1);
        assertThat(open.signIn().has("#blokbadge-scan"))
                .as("refused between PIN and end")
                .isTrue();
        assertThat(at(lost).scan(badge).path("refused").asText()).isEqualTo("KIOSK_REFUSED");
    }

    @Test
    void outOfUseAndBack() {
        PaperKiosk one = PaperKiosk.registered(ward, Map.of("name", "Repair"));
        String person = person();
        PaperBadge badge = ward.activeAt(one, person);
        ward.realm.admin().put(path(one, ""), Map.of("enabled", false));
        assertThat(ward.sessions(person)).isZero();
        assertThat(at(one).scan(badge).path("refused").asText()).isEqualTo("KIOSK_REFUSED");
        ward.realm.admin().put(path(one, ""), Map.of("enabled", true));
        assertThat(at(one).scan(badge).path("next").asText()).isEqualTo("pin");
    }

    @Test
    void onlyInItsNetworkAndHours() {
        PaperBadge badge = ward.active(person());
        PaperKiosk far = PaperKiosk.registered(ward, Map.of("name", "Far", "networks", List.of("203.0.113.0/24")));
        assertThat(at(far).scan(badge).path("refused").asText()).isEqualTo("KIOSK_REFUSED");
        ward.realm.admin().put(path(far, ""), Map.of("networks", List.of("127.0.0.0/8", "::1")));
        assertThat(at(far).scan(badge).path("next").asText()).isEqualTo("pin");
        // Some minute of the day in which it is never open.
        java.time.LocalTime now = java.time.LocalTime.now(java.time.ZoneOffset.UTC);
        String later = "%02d:00-%02d:00".formatted((now.getHour() + 3) % 24, (now.getHour() + 4) % 24);
        ward.realm.admin().put(path(far, ""), Map.of("hours", later, "zone", "UTC"));
        assertThat(at(far).scan(badge).path("refused").asText()).isEqualTo("KIOSK_REFUSED");
    }

    @Test
    void onlyForItsGroupsAndApplications() {
        String person = person();
        PaperBadge badge = ward.active(person);
        ward.realm.admin().send("POST", ward.realm.path("groups"), Map.of("name", "surgery"));
        String group = ward.realm
                .admin()
                .get(ward.realm.path("groups?search=surgery"))
                .get(0)
                .get("id")
                .asText();
        PaperKiosk theatre = PaperKiosk.registered(ward, Map.of("name", "Theatre", "groups", List.of(group)));
        assertThat(at(theatre).scan(badge).path("refused").asText()).isEqualTo("NOT_HERE");
        ward.realm.admin().send("PUT", ward.realm.path("users/" + person + "/groups/" + group), Map.of());
        assertThat(at(theatre).scan(badge).path("next").asText()).isEqualTo("pin");
        ward.realm.admin().put(path(theatre, ""), Map.of("clients", List.of("another")));
        assertThat(at(theatre).scan(badge).path("refused").asText()).isEqualTo("NOT_HERE");
        ward.realm.admin().put(path(theatre, ""), Map.of("clients", List.of("another", BadgeRealm.APP)));
        assertThat(at(theatre).scan(badge).path("next").asText()).isEqualTo("pin");
    }

    /** The strictest group counts; a short PIN is for those who need a workstation. */
    @Test
    void groupsHaveRulesOfTheirOwn() {
        ward.realm.admin().send("POST", ward.realm.path("groups"), Map.of("name", "pharmacy"));
        String group = ward.realm
                .admin()
                .get(ward.realm.path("groups?search=pharmacy"))
                .get(0)
                .get("id")
                .asText();
        ward.realm.admin().send("POST", ward.realm.path("groups"), Map.of("name", "visitors"));
        String loose = ward.realm
                .admin()
                .get(ward.realm.path("groups?search=visitors"))
                .get(0)
                .get("id")
                .asText();
        ward.settings(Map.of("groups", Map.of(loose, "preferred", group, "required"), "pinLength", 6));
        try {
            String in = person();
            ward.realm.admin().send("PUT", ward.realm.path("users/" + in + "/groups/" + loose), Map.of());
            ward.realm.admin().send("PUT", ward.realm.path("users/" + in + "/groups/" + group), Map.of());
            JsonNode strict = ward.issue(in);
            assertThat(strict.get("kiosk").asText()).isEqualTo("required");
            assertThat(strict.get("pinLength").asInt()).isEqualTo(6);
            JsonNode usual = ward.issue(person());
            assertThat(usual.get("kiosk").asText()).isEqualTo("off");
            assertThat(usual.get("pinLength").asInt()).isEqualTo(8);
        } finally {
            Map<String, Object> back = new HashMap<>(Map.of("groups", Map.of()));
            back.put("pinLength", "");
            ward.settings(back);
        }
    }

    @Test
    void aCodePairsOnceAndForTheKeyThatSignedIt() {
        JsonNode made = ward.realm.admin().post(ward.realm.path("blokbadge/kiosks"), Map.of("name", "New"));
        String code = made.get("code").asText();
        assertThat(new PaperKiosk().pair(ward, code, "ABCDEFGH23").status()).isEqualTo(403);
        Page first = new PaperKiosk().pair(ward, code);
        assertThat(first.status()).as(first.body()).isEqualTo(200);
        assertThat(new PaperKiosk().pair(ward, code).status()).isEqualTo(403);
        JsonNode listed = ward.realm.admin().get(ward.realm.path("blokbadge/kiosks"));
        assertThat(listed.toString()).contains(first.body().replaceAll(".*\"fingerprint\":\"([^\"]+)\".*", "$1"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "AAAA", "ABCDEFGH23", "<script>", "ABCDE FGH23 "})
    void whatIsNoCodePairsNobody(String code) {
        assertThat(new PaperKiosk().pair(ward, code).status()).isEqualTo(403);
    }

    @Test
    void whatIsNoKeyPairsNobody() {
        JsonNode made = ward.realm.admin().post(ward.realm.path("blokbadge/kiosks"), Map.of("name", "Odd"));
        URI pair = ward.realm.url("blokbadge/kiosk/pair");
        for (String key : List.of("", "AAAA", "!", PaperBadge.base64url(new byte[65]))) {
            Map<String, String> fields = Map.of("code", made.get("code").asText(), "key", key, "signature", "AAAA");
            assertThat(new WebUser().post(pair, fields).status()).as(key).isEqualTo(400);
        }
        assertThat(new WebUser().post(pair, Map.of()).status()).isEqualTo(400);
    }

    @Test
    void whoeverTriesCodesIsSentAway() {
        BadgeRealm other = BadgeRealm.create("kiosk-codes");
        try {
            int status = 0;
            for (int i = 0; i < 120 && status != 429; i++) {
                status = new PaperKiosk().pair(other, "ABCDEFGH23").status();
            }
            assertThat(status).isEqualTo(429);
        } finally {
            other.close();
        }
    }

    /** Who manages people does not make workstations. */
    @Test
    void whoMayNotManageTheRealmMakesNone() {
        String clerk = ward.realm.createUser(UserSpec.named("clerk").password("clerk-password"));
        ward.give(clerk, "manage-users", "view-realm");
        String path = ward.realm.path("blokbadge/kiosks");
        Admin as = new Admin(KeycloakServer.running().url(), ward.realm.name(), "admin-cli", "clerk", "clerk-password");
        assertThat(as.send("GET", path, null).statusCode()).isEqualTo(200);
        assertThat(as.send("POST", path, Map.of("name", "Mine")).statusCode()).isEqualTo(403);
        assertThat(as.send("DELETE", path(kiosk, ""), null).statusCode()).isEqualTo(403);
        assertThat(as.send("POST", path(kiosk, "/code"), null).statusCode()).isEqualTo(403);
        assertThat(as.send("PUT", ward.realm.path("blokbadge/kiosks/client"), Map.of())
                        .statusCode())
                .isEqualTo(403);
    }

    /** The next person would be the last one. */
    @Test
    void aFlowThatRemembersTheBrowserIsNoneForWorkstations() {
        String path = ward.realm.path("blokbadge/kiosks/client");
        for (String flow : List.of("browser", "none")) {
            assertThat(ward.realm
                            .admin()
                            .send("PUT", path, Map.of("flow", flow))
                            .statusCode())
                    .as(flow)
                    .isEqualTo(400);
        }
    }

    /** The badge has done its part, and something else is still asked: what is revoked meanwhile opens nothing. */
    @Test
    void revokedBeforeTheFlowHasEnded() {
        for (boolean badgeItself : List.of(true, false)) {
            PaperKiosk one = PaperKiosk.registered(ward, Map.of("name", "Interrupted"));
            String person = person();
            PaperBadge badge = ward.activeAt(one, person);
            ward.endSessions(person);
            ward.realm.updateUser(
                    person, user -> user.putArray("requiredActions").add("UPDATE_PASSWORD"));
            Page asked = BadgePage.goOn(at(one).signIn(badge, BadgeRealm.PIN));
            assertThat(asked.has("#kc-passwd-update-form")).as(asked.text()).isTrue();
            if (badgeItself) {
                ward.realm.admin().delete(ward.path(person, "/" + badge.bid));
            } else {
                ward.realm.admin().delete(path(one, ""));
            }
            Page end = asked.form("#kc-passwd-update-form")
                    .set("password-new", "quite-new-1")
                    .set("password-confirm", "quite-new-1")
                    .submit();
            assertThat(end.isRedirect()).as(end.text()).isFalse();
            assertThat(ward.sessions(person)).isZero();
        }
    }

    /** A restriction in a form that cannot be read is refused, and none is lost. */
    @Test
    void whatIsMalformedIsRefused() {
        PaperKiosk one = PaperKiosk.registered(ward, Map.of("name", "Strict", "networks", List.of("203.0.113.0/24")));
        for (Map<String, Object> body : List.<Map<String, Object>>of(
                Map.of("networks", "127.0.0.1"),
                Map.of("groups", List.of("nobodys")),
                Map.of("clients", Map.of()),
                Map.of("network", List.of()),
                Map.of("enabled", "yes"))) {
            assertThat(ward.realm.admin().send("PUT", path(one, ""), body).statusCode())
                    .as(body.toString())
                    .isEqualTo(400);
        }
        for (String where : List.of(path(one, ""), ward.realm.path("blokbadge/settings"))) {
            assertThat(ward.realm.admin().send("PUT", where, null).statusCode())
                    .as(where)
                    .isEqualTo(400);
        }
        assertThat(ward.realm
                        .admin()
                        .send(
                                "PUT",
                                ward.realm.path("blokbadge/settings"),
                                Map.of("groups", Map.of("nobodys", "required")))
                        .statusCode())
                .isEqualTo(400);
        assertThat(at(one).scan(ward.active(person())).path("refused").asText()).isEqualTo("KIOSK_REFUSED");
    }

    /** Without an address of its own, Microsoft's applications of the person's domain. */
    @Test
    void whatIsOpenedNamesTheDomain() {
        PaperKiosk one = PaperKiosk.registered(ward, Map.of("name", "Start"));
        PaperBadge badge = ward.active(person());
        WebUser browser = BadgeRealm.browser();
        BadgePage page = new BadgePage(
                browser,
                browser.get(ward.realm
                        .url("blokbadge/kiosk/in")
                        .resolve(browser.get(ward.realm.url("blokbadge/kiosk"))
                                .element("#blokbadge-kiosk")
                                .attr("data-sign-in"))));
        page.kiosk = one;
        Page in = BadgePage.goOn(page.signIn(badge, BadgeRealm.PIN));
        assertThat(in.element("#blokbadge-kiosk").attr("data-start"))
                .isEqualTo("https://myapps.microsoft.com/?whr=ward.example");
    }

    private static BadgePage at(PaperKiosk kiosk) {
        BadgePage page = ward.page();
        page.kiosk = kiosk;
        return page;
    }

    private static String path(PaperKiosk kiosk, String more) {
        return ward.realm.path("blokbadge/kiosks/" + kiosk.id + more);
    }

    private static String person() {
        return ward.person("person" + ++persons);
    }
}
