package io.bloksec.keycloak.it.wsfed;

import static io.bloksec.keycloak.it.wsfed.WsFedRealm.REPLY;
import static org.assertj.core.api.Assertions.assertThat;

import io.bloksec.keycloak.it.house.KeycloakLogin;
import io.bloksec.keycloak.it.house.KeycloakServer;
import io.bloksec.keycloak.it.house.Page;
import io.bloksec.keycloak.it.house.UserSpec;
import io.bloksec.keycloak.it.house.WebUser;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What each mapper says about a person, and when it says nothing. */
class ClaimMappersIT {

    private static final String ROLE = "http://schemas.microsoft.com/ws/2008/06/identity/claims/role";
    private static final String GROUP = "http://schemas.xmlsoap.org/claims/Group";
    private static final String NETWORK = "http://schemas.microsoft.com/ws/2012/01/insidecorporatenetwork";
    private static final String PSSO = "http://schemas.microsoft.com/2014/03/psso";
    private static final String REFERENCES = "http://schemas.microsoft.com/claims/authnmethodsreferences";
    private static final String IMMUTABLE_ID = "http://schemas.microsoft.com/LiveID/Federation/2008/05/ImmutableID";
    private static final UserSpec NINA = UserSpec.named("nina@corp.example");

    private static WsFedRealm wsfed;
    private static String ninaId;
    private static int clients;

    private final WebUser browser = new WebUser();

    @BeforeAll
    static void createRealm() {
        wsfed = WsFedRealm.create("mappers", realm -> realm.put("rememberMe", true));
        ninaId = wsfed.realm.createUser(NINA);
        var admin = wsfed.realm.admin();
        for (String role : List.of("nurse", "night-shift")) {
            admin.post(wsfed.realm.path("roles"), Map.of("name", role));
        }
        admin.post(
                wsfed.realm.path("users/" + ninaId + "/role-mappings/realm"),
                List.of(admin.get(wsfed.realm.path("roles/nurse")), admin.get(wsfed.realm.path("roles/night-shift"))));
        String hospital = admin.create(wsfed.realm.path("groups"), Map.of("name", "hospital"));
        String ward = admin.create(wsfed.realm.path("groups/" + hospital + "/children"), Map.of("name", "ward-3"));
        admin.put(wsfed.realm.path("users/" + ninaId + "/groups/" + ward), Map.of());
    }

    @AfterAll
    static void removeRealm() {
        wsfed.close();
    }

    @Test
    void rolesGoAsFarAsTheClientsScope() {
        String wide = client(true, "wsfed-role-mapper", Map.of("prefix", "corp-"));
        String narrow = client(false, "wsfed-role-mapper", Map.of());

        assertThat(claims(wide).get(ROLE)).contains("corp-nurse", "corp-night-shift");
        assertThat(claims(narrow)).doesNotContainKey(ROLE);
    }

    @Test
    void rolesOfOneClient() {
        String wtrealm = client(true, "wsfed-role-mapper", Map.of("client", "account"));

        assertThat(claims(wtrealm).get(ROLE)).contains("view-profile").doesNotContain("nurse");
    }

    @Test
    void groupsByNameOrByPath() {
        assertThat(claims(client(false, "wsfed-group-mapper", Map.of()))).containsEntry(GROUP, List.of("ward-3"));
        assertThat(claims(client(
                        false,
                        "wsfed-group-mapper",
                        Map.of("full.path", "true", "claim.type", "http://corp.example/claims/group"))))
                .containsEntry("http://corp.example/claims/group", List.of("/hospital/ward-3"));
    }

    @Test
    void aConstant() {
        String wtrealm = client(
                false,
                "wsfed-hardcoded-claim-mapper",
                Map.of("claim.type", "http://corp.example/claims/site", "claim.value", "<&\"north\">"));

        assertThat(claims(wtrealm)).containsEntry("http://corp.example/claims/site", List.of("<&\"north\">"));
    }

    @Test
    void onlyMethodsThatWereSeen() {
        assertThat(claims(client(false, "wsfed-authentication-methods-mapper", Map.of())))
                .containsEntry(
                        REFERENCES,
                        List.of("http://schemas.microsoft.com/ws/2008/06/identity/authenticationmethod/password"));
    }

    @ParameterizedTest
    @CsvSource({"127.0.0.0/8##::1/128, true", "10.0.0.0/8##2001:db8::/32, false"})
    void insideOrOutside(String networks, String inside) {
        String wtrealm = client(false, "wsfed-inside-corporate-network-mapper", Map.of("networks", networks));

        assertThat(claims(wtrealm)).containsEntry(NETWORK, List.of(inside));
        browser.header("X-Forwarded-For", "10.1.2.3");
        assertThat(claims(wtrealm)).as("nobody listens to that header").containsEntry(NETWORK, List.of(inside));
    }

    /** Any browser can write the header that such a server believes. */
    @Test
    void behindAnyProxyThereIsNoInside() {
        try (KeycloakServer believing = KeycloakServer.another("--proxy-headers=xforwarded");
                WsFedRealm realm = WsFedRealm.create(believing, "believing")) {
            realm.addMapper(
                    WsFedRealm.PLAIN, "wsfed-inside-corporate-network-mapper", Map.of("networks", "10.0.0.0/8"));
            browser.header("X-Forwarded-For", "10.1.2.3");

            assertThat(realm.signInAna(browser, realm.signIn(WsFedRealm.PLAIN)).claims())
                    .doesNotContainKey(NETWORK);
        }
    }

    @Test
    void rememberMe() {
        String wtrealm = client(false, "wsfed-psso-mapper", Map.of());
        assertThat(claims(wtrealm)).doesNotContainKey(PSSO);

        Page login = new WebUser().get(wsfed.signIn(wtrealm));
        Page token = login.form("form#kc-form-login")
                .set("username", NINA.username())
                .set("password", NINA.password())
                .set("rememberMe", "on")
                .submit();

        assertThat(wsfed.answer(token).claims()).containsEntry(PSSO, List.of("true"));
    }

    @ParameterizedTest
    @CsvSource({
        "objectGUID, 00112233-4455-6677-8899-aabbccddeeff, MyIRAFVEd2aImaq7zN3u/w==",
        "mS-DS-ConsistencyGuid, MyIRAFVEd2aImaq7zN3u/w==, MyIRAFVEd2aImaq7zN3u/w==",
        "objectGUID, {00112233-4455-6677-8899-AABBCCDDEEFF}, MyIRAFVEd2aImaq7zN3u/w==",
        "objectGUID, not a guid,",
    })
    void immutableIdOfADirectorysGuid(String attribute, String value, String immutableId) {
        UserSpec user = UserSpec.named("guid-" + clients + "@corp.example").attribute(attribute, value);
        wsfed.realm.createUser(user);
        String wtrealm = client(false, "wsfed-immutable-id-mapper", Map.of("source", "guid"));

        Page page = KeycloakLogin.signIn(browser.get(wsfed.signIn(wtrealm)), user);

        if (immutableId == null) {
            wsfed.assertRefused(page, "wsfed_claim_missing");
        } else {
            assertThat(wsfed.answer(page).claims()).containsEntry(IMMUTABLE_ID, List.of(immutableId));
        }
    }

    /** What makes Entra Connect take the new GUID of a migrated account: the first attribute that has a value counts. */
    @Test
    void theConsistencyGuidComesFirstAndABadOneIsNotPassedOver() {
        String wtrealm = client(false, "wsfed-immutable-id-mapper", Map.of("source", "guid"));
        UserSpec moved = UserSpec.named("moved@corp.example")
                .attribute("mS-DS-ConsistencyGuid", "q83vASNFZ4mrze8BI0VniQ==")
                .attribute("objectGUID", "00112233-4455-6677-8899-aabbccddeeff");
        UserSpec broken = UserSpec.named("broken@corp.example")
                .attribute("mS-DS-ConsistencyGuid", "q83v")
                .attribute("objectGUID", "00112233-4455-6677-8899-aabbccddeeff");
        List.of(moved, broken).forEach(wsfed.realm::createUser);

        Answer answer = wsfed.answer(KeycloakLogin.signIn(new WebUser().get(wsfed.signIn(wtrealm)), moved));

        assertThat(answer.subject()).isEqualTo("q83vASNFZ4mrze8BI0VniQ==");
        wsfed.assertRefused(
                KeycloakLogin.signIn(new WebUser().get(wsfed.signIn(wtrealm)), broken), "wsfed_claim_missing");
    }

    @Test
    void twoValuesAreNoImmutableId() {
        UserSpec two = UserSpec.named("two@corp.example").attribute("immutableId", "one", "two");
        wsfed.realm.createUser(two);
        String wtrealm = client(false, "wsfed-immutable-id-mapper", Map.of());

        wsfed.assertRefused(KeycloakLogin.signIn(browser.get(wsfed.signIn(wtrealm)), two), "wsfed_claim_missing");
    }

    @Test
    void keycloaksOwnId() {
        String wtrealm = client(false, "wsfed-immutable-id-mapper", Map.of("source", "keycloak-id"));

        assertThat(claims(wtrealm)).containsEntry(IMMUTABLE_ID, List.of(ninaId));
    }

    @ParameterizedTest
    @CsvSource({
        "wsfed-immutable-id-mapper, source, guess",
        "wsfed-inside-corporate-network-mapper, networks, example.com",
        "wsfed-role-mapper, claim.type, role",
        "wsfed-relying-party-settings, wsfed.mfa.level, two",
        "wsfed-relying-party-settings, wsfed.issuer.domains, corp.example",
        "wsfed-relying-party-settings, wsfed.issuer, corp",
        "wsfed-relying-party-settings, wsfed.token.lifetime.minutes, 0",
        "wsfed-relying-party-settings, wsfed.session.max.hours, 9000",
    })
    void settingsThatCannotWorkAreNotSaved(String type, String setting, String value) {
        String wtrealm = client(false, "wsfed-psso-mapper", Map.of());
        String path = wsfed.realm.path(
                "clients/" + wsfed.realm.client(wtrealm).get("id").asText() + "/protocol-mappers/models");

        var answer = wsfed.realm
                .admin()
                .send(
                        "POST",
                        path,
                        Map.of(
                                "name",
                                "bad",
                                "protocol",
                                "wsfed",
                                "protocolMapper",
                                type,
                                "config",
                                Map.of(setting, value)));

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
    }

    private Map<String, List<String>> claims(String wtrealm) {
        Page page = browser.get(wsfed.signIn(wtrealm));
        return wsfed.answer(KeycloakLogin.isShown(page) ? KeycloakLogin.signIn(page, NINA) : page)
                .claims();
    }

    private static String client(boolean fullScope, String mapper, Map<String, String> config) {
        String wtrealm = "urn:mapper:" + clients++;
        wsfed.createClient(Map.of("clientId", wtrealm, "redirectUris", List.of(REPLY), "fullScopeAllowed", fullScope));
        wsfed.addMapper(wtrealm, mapper, config);
        return wtrealm;
    }
}
