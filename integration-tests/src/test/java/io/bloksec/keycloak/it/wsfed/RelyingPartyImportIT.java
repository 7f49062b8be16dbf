package io.bloksec.keycloak.it.wsfed;

import static io.bloksec.keycloak.wsfed.metadata.RelyingPartyXml.claims;
import static io.bloksec.keycloak.wsfed.metadata.RelyingPartyXml.document;
import static io.bloksec.keycloak.wsfed.metadata.RelyingPartyXml.endpoint;
import static io.bloksec.keycloak.wsfed.metadata.RelyingPartyXml.key;
import static io.bloksec.keycloak.wsfed.metadata.RelyingPartyXml.passive;
import static io.bloksec.keycloak.wsfed.metadata.RelyingPartyXml.role;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bloksec.keycloak.it.house.Admin;
import io.bloksec.keycloak.it.house.Certificate;
import io.bloksec.keycloak.it.house.KeycloakLogin;
import io.bloksec.keycloak.it.house.KeycloakServer;
import io.bloksec.keycloak.it.house.Page;
import io.bloksec.keycloak.it.house.RelyingPartyStub;
import io.bloksec.keycloak.it.house.TestRealm;
import io.bloksec.keycloak.it.house.UserSpec;
import io.bloksec.keycloak.it.house.WebUser;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A relying party's own metadata becomes a client: first as a difference that is shown, then as that and nothing else. */
class RelyingPartyImportIT {

    private static final String REALM = "https://app.example/";
    private static final String UPN = "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/upn";
    private static final String EMAIL = "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/emailaddress";
    private static final String PLAIN_DOCUMENT = document(REALM, role(passive(REALM + "signin"), claims(UPN)));

    private static Certificate relyingParty;

    private WsFedRealm wsfed;

    @BeforeAll
    static void makeKey() {
        relyingParty = Certificate.selfSigned("CN=relying party", "-1d", 30);
    }

    @BeforeEach
    void createRealm() {
        wsfed = WsFedRealm.create("metadata-import");
    }

    @AfterEach
    void removeRealm() {
        wsfed.close();
    }

    @Test
    void whatWasShownIsMadeAndSignsIn() {
        String xml = document(
                REALM,
                role(
                        key("encryption", relyingParty.x509()),
                        claims(UPN, EMAIL, "urn:unheard-of"),
                        endpoint("TargetScopes", REALM),
                        endpoint("TargetScopes", "https://old.example/"),
                        passive(REALM + "signin"),
                        passive("http://app.example/signin")));

        JsonNode shown = json(post("", xml));
        assertThat(shown.get("outcome").asText()).isEqualTo("CREATE");
        assertThat(change(shown, "redirectUris").get("before")).isEmpty();
        assertThat(texts(change(shown, "redirectUris").get("after"))).containsExactly(REALM + "signin");
        assertThat(change(shown, "wsfed.encryption.certificate").get("after").toString())
                .contains("CN=relying party", "SHA-256 ");
        assertThat(texts(change(shown, "protocolMappers").get("added"))).hasSize(2);
        assertThat(texts(shown.get("notMapped"))).containsExactly("urn:unheard-of");
        assertThat(shown.get("warnings"))
                .extracting(warning -> warning.get("code").asText())
                .containsExactly("metadata_not_verified", "addresses_ignored", "other_scopes", "attributes_decide");
        assertThat(clients()).as("a dry run changes nothing").isEmpty();

        HttpResponse<String> made = post("?dryRun=false&digest=" + digest(shown), xml);
        assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
        assertThat(json(made)).isEqualTo(shown);
        JsonNode client = wsfed.realm.client(REALM);
        assertThat(made.headers().firstValue("Location").orElseThrow())
                .endsWith(wsfed.realm.path("clients/" + client.get("id").asText()));
        assertThat(client.get("protocol").asText()).isEqualTo("wsfed");
        assertThat(client.get("baseUrl").asText()).isEqualTo(REALM + "signin");
        assertThat(client.get("fullScopeAllowed").asBoolean()).isFalse();

        Page page = KeycloakLogin.signIn(new WebUser().get(wsfed.signIn(REALM)), WsFedRealm.ANA);
        assertThat(page.form("form#wsfed-answer").value("wresult")).contains("EncryptedData");
        Answer answer = Answer.on(page, wsfed.metadata(), wresult -> Answer.decrypted(wresult, relyingParty));
        assertThat(answer.action()).hasToString(REALM + "signin");
        assertThat(answer.claims())
                .containsEntry(UPN, List.of(WsFedRealm.ANA.username()))
                .containsEntry(EMAIL, List.of(WsFedRealm.ANA.username()));
    }

    @Test
    void theAdministratorsLogSaysWhatWasDone() {
        apply("", PLAIN_DOCUMENT);
        apply("", document(REALM, role(passive(REALM + "elsewhere"))));

        JsonNode events = wsfed.realm.admin().get(wsfed.realm.path("admin-events?max=5&resourceTypes=CLIENT"));
        assertThat(events.get(0).get("operationType").asText()).isEqualTo("UPDATE");
        assertThat(events.get(0).get("representation").asText())
                .contains(REALM + "elsewhere")
                .contains(wsfed.realm.client(REALM).get("id").asText());
        assertThat(events.get(1).get("operationType").asText()).isEqualTo("CREATE");
        assertThat(events.get(1).get("representation").asText()).contains(REALM + "signin");
    }

    @Test
    void aNewDocumentIsShownAgainstWhatIsThere() {
        apply("", PLAIN_DOCUMENT);
        assertThat(json(post("", PLAIN_DOCUMENT)).get("outcome").asText()).isEqualTo("UNCHANGED");
        JsonNode before = wsfed.realm.client(REALM);
        assertThat(apply("", PLAIN_DOCUMENT).statusCode()).isEqualTo(200);
        assertThat(wsfed.realm.client(REALM)).isEqualTo(before);

        String moved = document(REALM, role(passive(REALM + "new"), claims(UPN, EMAIL)));
        JsonNode shown = json(post("", moved));

        assertThat(shown.get("outcome").asText()).isEqualTo("UPDATE");
        assertThat(texts(change(shown, "redirectUris").get("removed"))).containsExactly(REALM + "signin");
        assertThat(texts(change(shown, "redirectUris").get("added"))).containsExactly(REALM + "new");
        assertThat(texts(change(shown, "baseUrl").get("after"))).containsExactly(REALM + "new");
        assertThat(texts(change(shown, "protocolMappers").get("removed"))).isEmpty();
        assertThat(texts(change(shown, "protocolMappers").get("added")))
                .singleElement()
                .asString()
                .contains(EMAIL);
        assertThat(wsfed.realm.client(REALM)).isEqualTo(before);

        assertThat(post("?dryRun=false&digest=" + digest(shown), moved).statusCode())
                .isEqualTo(200);
        Answer answer = wsfed.signInAna(new WebUser(), wsfed.signIn(REALM));
        assertThat(answer.action()).hasToString(REALM + "new");
        wsfed.assertRefused(new WebUser().get(wsfed.signIn(REALM, "wreply", REALM + "signin")), "invalid_redirect_uri");
    }

    @Test
    void whatTheAdministratorDidStays() {
        apply("", document(REALM, role(passive(REALM), key("encryption", relyingParty.x509()))));
        wsfed.updateMapper(
                REALM,
                wsfed.mapperId(REALM, "Relying party settings"),
                config -> config.put("wsfed.token.lifetime.minutes", "30"));
        wsfed.addMapper(
                REALM,
                "wsfed-hardcoded-claim-mapper",
                Map.of("claim.type", "http://a.example/mine", "claim.value", "x"));
        // Of the name that an imported mapper would have, and not the same.
        wsfed.realm
                .admin()
                .create(
                        wsfed.realm.path(
                                "clients/" + wsfed.realm.client(REALM).get("id").asText() + "/protocol-mappers/models"),
                        Map.of(
                                "name", "User principal name",
                                "protocol", "wsfed",
                                "protocolMapper", "wsfed-user-attribute-mapper",
                                "config", Map.of("user.attribute", "lastName", "claim.type", EMAIL)));
        wsfed.realm.updateClient(REALM, client -> client.put("name", "Ours").put("description", "as it was"));
        List<String> mine = texts(wsfed.realm.client(REALM).get("protocolMappers"));

        JsonNode shown =
                json(post("", document(REALM, role(passive(REALM), claims(UPN, EMAIL, "http://a.example/mine")))));
        apply("", document(REALM, role(passive(REALM), claims(UPN, EMAIL, "http://a.example/mine"))));

        assertThat(shown.get("changes")).hasSize(1);
        assertThat(texts(change(shown, "protocolMappers").get("added")))
                .singleElement()
                .asString()
                .startsWith("User principal name 2: ")
                .contains(UPN);
        assertThat(shown.get("notMapped")).isEmpty();
        assertThat(shown.get("warnings"))
                .extracting(warning -> warning.get("code").asText())
                .contains("encryption_kept");
        JsonNode client = wsfed.realm.client(REALM);
        assertThat(client.get("name").asText()).isEqualTo("Ours");
        assertThat(client.get("description").asText()).isEqualTo("as it was");
        assertThat(texts(client.get("protocolMappers")))
                .hasSize(mine.size() + 1)
                .containsAll(mine);
    }

    @Test
    void onlyWhatWasShownIsDone() {
        JsonNode shown = json(post("", PLAIN_DOCUMENT));

        assertProblem(post("?dryRun=false", PLAIN_DOCUMENT), 400, "digest_missing");
        assertProblem(post("?dryRun=false&digest=0", PLAIN_DOCUMENT), 409, "proposal_changed");
        assertProblem(
                post(
                        "?dryRun=false&digest=" + digest(shown),
                        PLAIN_DOCUMENT.replace(REALM + "signin", "https://evil.example/")),
                409,
                "proposal_changed");
        assertProblem(
                post("?preset=wif&dryRun=false&digest=" + digest(shown), PLAIN_DOCUMENT), 409, "proposal_changed");
        assertThat(clients()).isEmpty();
        wsfed.createClient(Map.of("clientId", REALM, "redirectUris", List.of(REALM)));
        assertProblem(post("?dryRun=false&digest=" + digest(shown), PLAIN_DOCUMENT), 409, "proposal_changed");

        JsonNode update = json(post("", PLAIN_DOCUMENT));
        wsfed.realm.updateClient(
                REALM, client -> client.putArray("redirectUris").add(REALM).add(REALM + "b"));
        JsonNode before = wsfed.realm.client(REALM);
        assertProblem(post("?dryRun=false&digest=" + digest(update), PLAIN_DOCUMENT), 409, "proposal_changed");
        assertThat(wsfed.realm.client(REALM)).isEqualTo(before);
    }

    @Test
    void aClientOfAnotherProtocolIsNotTouched() {
        wsfed.realm.createClient(Map.of("clientId", REALM, "protocol", "saml"));

        assertProblem(post("", PLAIN_DOCUMENT), 409, "client_of_other_protocol");
        assertProblem(post("", PLAIN_DOCUMENT.replace(REALM, WsFedRealm.ENTRA)), 400, "wtrealm_reserved");
    }

    @Test
    void hostileDocumentsAreRefusedAndNothingIsFetched() {
        try (RelyingPartyStub stub = new RelyingPartyStub()) {
            String away = stub.url("/x").toString();
            assertProblem(
                    post("", PLAIN_DOCUMENT.replace("<EntityD", "<!DOCTYPE E SYSTEM \"" + away + "\"><EntityD")),
                    400,
                    "metadata_invalid");
            assertProblem(
                    post(
                            "",
                            PLAIN_DOCUMENT
                                    .replace("<EntityD", "<!DOCTYPE E [<!ENTITY x SYSTEM \"" + away + "\">]><EntityD")
                                    .replace(UPN, "&x;")),
                    400,
                    "metadata_invalid");
            String pointing = document(
                    REALM,
                    "<xi:include xmlns:xi=\"http://www.w3.org/2001/XInclude\" href=\"" + away + "\"/>",
                    role(passive(away), endpoint("TargetScopes", away)));
            String located = pointing.replaceFirst(
                    " ID=",
                    " xmlns:s=\"http://www.w3.org/2001/XMLSchema-instance\" s:schemaLocation=\"urn:a " + away
                            + "\" ID=");
            assertThat(post("", located).statusCode()).isEqualTo(200);
            assertThat(stub.received()).isEmpty();
        }
        assertProblem(post("", "<a/>"), 400, "metadata_invalid");
        assertProblem(post("", ""), 400, "metadata_invalid");
        assertProblem(post("", PLAIN_DOCUMENT + " ".repeat(256 * 1024)), 400, "metadata_too_large");
        assertProblem(
                post("", document(REALM, role(passive(REALM), key("encryption", "MIIB")))),
                400,
                "encryption_certificate_invalid");
        assertProblem(post("", document(REALM, role(passive("http://app.example/")))), 400, "reply_address_invalid");
        assertProblem(post("?preset=lotus", PLAIN_DOCUMENT), 400, "unknown_preset");
    }

    @Test
    void onlyWhoMayManageClientsMayImport() {
        assertThat(as("viewer@corp.example", "view-clients").statusCode()).isEqualTo(403);
        assertThat(as("people@corp.example", "manage-users").statusCode()).isEqualTo(403);
        assertThat(as("clients@corp.example", "manage-clients").statusCode()).isEqualTo(200);
        try (TestRealm other = TestRealm.create("other")) {
            UserSpec stranger = UserSpec.named("stranger@corp.example");
            assertThat(post(admin(other, stranger, "realm-admin"), "", PLAIN_DOCUMENT)
                            .statusCode())
                    .isIn(401, 403);
        }
    }

    private HttpResponse<String> as(String name, String role) {
        return post(admin(wsfed.realm, UserSpec.named(name), role), "", PLAIN_DOCUMENT);
    }

    private static Admin admin(TestRealm realm, UserSpec user, String role) {
        String id = realm.createUser(user);
        String management = realm.client("realm-management").get("id").asText();
        realm.admin()
                .post(
                        realm.path("users/" + id + "/role-mappings/clients/" + management),
                        List.of(realm.admin().get(realm.path("clients/" + management + "/roles/" + role))));
        return new Admin(KeycloakServer.running().url(), realm.name(), "admin-cli", user.username(), user.password());
    }

    private HttpResponse<String> apply(String query, String xml) {
        HttpResponse<String> done = post("?dryRun=false&digest=" + digest(json(post(query, xml))), xml);
        assertThat(done.statusCode()).as(done.body()).isIn(200, 201);
        return done;
    }

    private HttpResponse<String> post(String query, String xml) {
        return post(wsfed.realm.admin(), query, xml);
    }

    private HttpResponse<String> post(Admin admin, String query, String xml) {
        return admin.sendText("POST", wsfed.realm.path("wsfed/clients" + query), "application/xml", xml);
    }

    private JsonNode clients() {
        return wsfed.realm.admin().get(wsfed.realm.path("clients?clientId=" + REALM));
    }

    private static void assertProblem(HttpResponse<String> answer, int status, String code) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(json(answer).get("code").asText()).isEqualTo(code);
    }

    private static JsonNode change(JsonNode proposed, String field) {
        for (JsonNode change : proposed.get("changes")) {
            if (change.get("field").asText().equals(field)) {
                return change;
            }
        }
        throw new AssertionError("No change of " + field + ": " + proposed);
    }

    private static String digest(JsonNode proposed) {
        return proposed.get("digest").asText();
    }

    private static List<String> texts(JsonNode values) {
        List<String> texts = new ArrayList<>();
        values.forEach(value -> texts.add(value.isTextual() ? value.asText() : value.toString()));
        return texts;
    }

    private static JsonNode json(HttpResponse<String> answer) {
        try {
            return new ObjectMapper().readTree(answer.body());
        } catch (JsonProcessingException e) {
            throw new AssertionError(answer.body(), e);
        }
    }
}
