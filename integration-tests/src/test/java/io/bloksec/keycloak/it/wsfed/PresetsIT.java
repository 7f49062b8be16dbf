package io.bloksec.keycloak.it.wsfed;

import static io.bloksec.keycloak.it.wsfed.WsFedRealm.ANA;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bloksec.keycloak.it.house.Kcadm;
import io.bloksec.keycloak.it.house.Settings;
import io.bloksec.keycloak.it.house.WebUser;
import io.bloksec.keycloak.wsfed.metadata.RelyingPartyXml;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A relying party of a known kind is made in one call, and the token that Ana gets for it says what its kind wants. */
class PresetsIT {

    private static final String IDENTITY = "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/";
    private static final String WINDOWS = "http://schemas.microsoft.com/ws/2008/06/identity/claims/";
    private static final String SID = "S-1-5-21-1004336348-1177238915-682003330-512";

    private static WsFedRealm wsfed;

    @BeforeAll
    static void createRealm() {
        wsfed = WsFedRealm.create("presets");
        String ana = wsfed.realm.userId(ANA.username());
        wsfed.realm.updateUser(ana, user -> {
            ObjectNode attributes = user.withObject("/attributes");
            attributes.putArray("primarySid").add(SID);
            attributes.putArray("windowsAccountName").add("CORP\\ana");
        });
        wsfed.realm.admin().post(wsfed.realm.path("roles"), Map.of("name", "reader"));
        wsfed.realm
                .admin()
                .post(
                        wsfed.realm.path("users/" + ana + "/role-mappings/realm"),
                        List.of(wsfed.realm.admin().get(wsfed.realm.path("roles/reader"))));
    }

    @AfterAll
    static void removeRealm() {
        wsfed.close();
    }

    @Test
    void sharePoint() {
        String realm = "urn:sharepoint:portal";
        Answer answer = signIn("sharepoint", realm, "https://portal.corp.example/_trust/");

        assertThat(answer.action()).hasToString("https://portal.corp.example/_trust/");
        assertThat(answer.claims())
                .containsOnly(
                        Map.entry(IDENTITY + "emailaddress", List.of(ANA.username())),
                        Map.entry(IDENTITY + "upn", List.of(ANA.username())),
                        Map.entry(WINDOWS + "role", List.of("reader")));
        assertThat(Duration.between(Instant.now(), answer.notOnOrAfter()))
                .as("its session ends ten minutes before the token does")
                .isGreaterThan(Duration.ofMinutes(30));
        assertShape(answer, "urn:oasis:names:tc:SAML:1.0:assertion", "RequestSecurityTokenResponse ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://mail.corp.example/owa/", "https://mail.corp.example/ecp/"})
    void exchangeIsTwoRelyingParties(String realm) {
        Answer answer = signIn("exchange", realm);

        assertThat(answer.action()).hasToString(realm);
        assertThat(answer.claims())
                .containsOnly(
                        Map.entry(IDENTITY + "upn", List.of(ANA.username())),
                        Map.entry(WINDOWS + "primarysid", List.of(SID)));
        assertShape(answer, "urn:oasis:names:tc:SAML:1.0:assertion", "RequestSecurityTokenResponse ");
    }

    @Test
    void dynamics() {
        Answer answer = signIn("dynamics", "https://crm.corp.example/");

        assertThat(answer.claims())
                .containsOnly(
                        Map.entry(IDENTITY + "upn", List.of(ANA.username())),
                        Map.entry(IDENTITY + "name", List.of("CORP\\ana")),
                        Map.entry(WINDOWS + "primarysid", List.of(SID)));
    }

    @Test
    void windowsIdentityFoundation() {
        Answer answer = signIn("wif", "https://app.corp.example/");

        assertThat(answer.subject()).isEqualTo(ANA.username());
        assertThat(answer.claims())
                .containsOnly(
                        Map.entry(IDENTITY + "name", List.of(ANA.username())),
                        Map.entry(IDENTITY + "emailaddress", List.of(ANA.username())),
                        Map.entry(WINDOWS + "role", List.of("reader")));
        assertShape(answer, "urn:oasis:names:tc:SAML:1.0:assertion", "RequestSecurityTokenResponse ");
    }

    @Test
    void java() {
        Answer answer = signIn("java", "urn:fediz:app", "https://java.corp.example/app/");

        assertThat(answer.claims())
                .containsOnly(
                        Map.entry(IDENTITY + "givenname", List.of("First")),
                        Map.entry(IDENTITY + "surname", List.of("Last")),
                        Map.entry(IDENTITY + "emailaddress", List.of(ANA.username())),
                        Map.entry(IDENTITY + "role", List.of("reader")));
        assertShape(answer, "urn:oasis:names:tc:SAML:2.0:assertion", "RequestSecurityTokenResponseCollection ");
    }

    @Test
    void aPresetOnAClientThatIsThereIsShownFirst() {
        String realm = "https://there.corp.example/";
        wsfed.createClient(Map.of(
                "clientId", realm,
                "redirectUris", List.of(realm),
                "attributes", Map.of("wsfed.token.lifetime.minutes", "5")));
        JsonNode before = wsfed.realm.client(realm);

        JsonNode shown = json(post("?preset=sharepoint", body(realm)));

        assertThat(shown.get("outcome").asText()).isEqualTo("UPDATE");
        assertThat(shown.get("changes"))
                .filteredOn(change -> change.get("field").asText().equals("wsfed.token.lifetime.minutes"))
                .singleElement()
                .satisfies(change -> {
                    assertThat(change.get("before").get(0).asText()).isEqualTo("5");
                    assertThat(change.get("after").get(0).asText()).isEqualTo("60");
                });
        assertThat(wsfed.realm.client(realm)).isEqualTo(before);
    }

    @ParameterizedTest
    @CsvSource({
        "?preset=lotus,   https://a.example/, unknown_preset",
        "'',              https://a.example/, unknown_preset",
        "?preset=wif,     http://a.example/,  reply_address_invalid",
        "?preset=wif,     app,                wtrealm_invalid",
        "?preset=wif,     urn:federation:MicrosoftOnline, wtrealm_reserved",
        "?preset=wif&dryRun=false, https://a.example/, digest_missing"
    })
    void whatDoesNotFitIsRefused(String query, String realm, String code) {
        HttpResponse<String> answer = post(query, body(realm));

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
        assertThat(json(answer).get("code").asText()).isEqualTo(code);
    }

    /** The lines of docs/relying-parties.md, as they stand there. */
    @Test
    void theCommandLineDoesBoth(@TempDir Path directory) throws IOException {
        String document = Files.readString(Settings.project().resolve("docs/relying-parties.md"));
        Path portal = Files.writeString(
                directory.resolve("portal.json"),
                document.substring(document.indexOf("```json\n") + 8, document.indexOf("\n```\n"))
                        .replace("urn:sharepoint:portal", "urn:sharepoint:line"));
        Path metadata = Files.writeString(
                directory.resolve("FederationMetadata.xml"),
                RelyingPartyXml.document(
                        "https://line.corp.example/",
                        RelyingPartyXml.role(RelyingPartyXml.passive("https://line.corp.example/"))));
        List<String> lines = document.lines()
                .filter(line -> line.startsWith("kcadm.sh create "))
                .map(line -> line.replace("REALM", wsfed.realm.name())
                        .replace("portal.json", portal.toString())
                        .replace("FederationMetadata.xml", metadata.toString()))
                .toList();
        assertThat(lines).hasSize(4);

        try (Kcadm kcadm = Kcadm.loggedIn()) {
            for (int shown = 0; shown < 2; shown++) {
                String digest = new ObjectMapper()
                        .readTree(kcadm.script(lines.get(shown)))
                        .get("digest")
                        .asText();
                kcadm.script(lines.get(shown + 2).replace("DIGEST", digest));
            }
        }

        assertThat(wsfed.realm.client("urn:sharepoint:line").get("protocolMappers"))
                .hasSize(4);
        assertThat(wsfed.realm
                        .client("https://line.corp.example/")
                        .get("baseUrl")
                        .asText())
                .isEqualTo("https://line.corp.example/");
    }

    /** Shown, agreed to, given the realm's role, and signed in to. */
    private static Answer signIn(String preset, String realm, String... addresses) {
        String query = "?preset=" + preset;
        String digest = json(post(query, body(realm, addresses))).get("digest").asText();
        HttpResponse<String> made = post(query + "&dryRun=false&digest=" + digest, body(realm, addresses));
        assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
        JsonNode client = wsfed.realm.client(realm);
        assertThat(client.get("name").asText()).isEqualTo("Made by " + realm);
        wsfed.realm
                .admin()
                .post(
                        wsfed.realm.path("clients/" + client.get("id").asText() + "/scope-mappings/realm"),
                        List.of(wsfed.realm.admin().get(wsfed.realm.path("roles/reader"))));
        return wsfed.signInAna(new WebUser(), wsfed.signIn(realm));
    }

    private static void assertShape(Answer answer, String tokenType, String envelope) {
        assertThat(answer.wresult())
                .startsWith("<t:" + envelope)
                .contains("<t:TokenType>" + tokenType + "</t:TokenType>");
    }

    private static Map<String, Object> body(String realm, String... addresses) {
        return Map.of("wtrealm", realm, "name", "Made by " + realm, "replyAddresses", List.of(addresses));
    }

    private static HttpResponse<String> post(String query, Object body) {
        return wsfed.realm.admin().send("POST", wsfed.realm.path("wsfed/clients" + query), body);
    }

    private static JsonNode json(HttpResponse<String> answer) {
        try {
            return new ObjectMapper().readTree(answer.body());
        } catch (JsonProcessingException e) {
            throw new AssertionError(answer.body(), e);
        }
    }
}
