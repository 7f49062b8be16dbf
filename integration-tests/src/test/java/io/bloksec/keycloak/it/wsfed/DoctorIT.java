package io.bloksec.keycloak.it.wsfed;

import static io.bloksec.keycloak.it.wsfed.WsFedRealm.ENTRA;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bloksec.keycloak.it.house.Admin;
import io.bloksec.keycloak.it.house.Certificate;
import io.bloksec.keycloak.it.house.KeycloakServer;
import io.bloksec.keycloak.it.house.UserSpec;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Each of the doctor's findings: there when it should be, gone when its advice was followed. */
class DoctorIT {

    private WsFedRealm wsfed;

    @BeforeEach
    void createRealm() {
        wsfed = WsFedRealm.create("doctor");
    }

    @AfterEach
    void removeRealm() {
        wsfed.close();
    }

    @Test
    void aRealmWithoutHttps() {
        assertThat(finding("no_https")).isPresent();
        assertThat(finding("no_https").get().get("severity").asText()).isEqualTo("ERROR");
        assertThat(finding("no_https").get().get("fix").asText()).contains("--hostname=https://");
        try (KeycloakServer secure = KeycloakServer.another("--hostname=https://idp.example");
                WsFedRealm realm = WsFedRealm.create(secure, "secure")) {
            assertThat(finding(realm, "no_https")).isEmpty();
        }
    }

    @Test
    void aKeyThatIsNotPinned() {
        assertThat(finding("key_not_pinned")).isPresent();

        JsonNode keys = wsfed.realm.admin().get(wsfed.realm.path("keys"));
        wsfed.set(ENTRA, Map.of("wsfed.signing.kid", keys.at("/active/RS256").asText()));
        assertThat(finding("key_not_pinned")).isEmpty();
        assertThat(finding("pinned_key_missing")).isEmpty();

        wsfed.set(ENTRA, Map.of("wsfed.signing.kid", "gone"));
        assertThat(finding("pinned_key_missing")).isPresent();
    }

    @Test
    void noKeyAtAll() {
        assertThat(finding("signing_key_missing")).isEmpty();
        for (JsonNode provider :
                wsfed.realm.admin().get(wsfed.realm.path("components?type=org.keycloak.keys.KeyProvider"))) {
            wsfed.realm
                    .admin()
                    .delete(wsfed.realm.path("components/" + provider.get("id").asText()));
        }
        assertThat(finding("signing_key_missing")).isPresent();
    }

    @Test
    void aSettingThatCannotBeUsed() {
        assertThat(finding("setting_invalid")).isEmpty();
        wsfed.set(ENTRA, Map.of("wsfed.issuer.domains", "corp.example"));
        assertThat(finding("setting_invalid").get().get("message").asText()).contains("wsfed.issuer.domains");
    }

    @Test
    void aTokenThatLivesTooLongOrTooShort() {
        assertThat(finding("token_lifetime")).isEmpty();
        wsfed.set(ENTRA, Map.of("wsfed.token.lifetime.minutes", "1440"));
        assertThat(finding("token_lifetime")).isPresent();
        wsfed.set(ENTRA, Map.of("wsfed.token.lifetime.minutes", "2"));
        assertThat(finding("token_lifetime")).isPresent();
    }

    @Test
    void aTokenThatEntraIdDoesNotRead() {
        assertThat(finding("token_shape")).isEmpty();
        for (Map<String, String> setting : List.of(
                Map.of("wsfed.token.types", "SAML 2.0, SAML 1.1"),
                Map.of("wsfed.token.types", "", "wsfed.trust.version", "1.3"),
                Map.of(
                        "wsfed.trust.version",
                        "",
                        "wsfed.encryption.certificate",
                        Certificate.selfSigned("CN=relying party", "-1d", 300).pem()))) {
            wsfed.set(ENTRA, setting);
            assertThat(finding("token_shape")).as(setting.toString()).isPresent();
        }
        assertThat(finding("encryption_certificate_expires")).isEmpty();
        assertThat(finding("encryption_cbc")).isEmpty();
        wsfed.set(
                ENTRA,
                Map.of(
                        "wsfed.encryption.cbc",
                        "true",
                        "wsfed.encryption.certificate",
                        Certificate.selfSigned("CN=relying party", "-300d", 342).pem()));
        assertThat(finding("encryption_certificate_expires")).isPresent();
        assertThat(finding("encryption_cbc")).isPresent();
    }

    @Test
    void replyAddresses() {
        assertThat(finding("wildcard_reply_address")).isEmpty();
        assertThat(finding("no_default_reply_address")).isEmpty();
        wsfed.realm.updateClient(ENTRA, client -> {
            client.put("baseUrl", "");
            client.putArray("redirectUris").add("https://rp.example/*");
        });
        assertThat(finding("wildcard_reply_address")).isPresent();
        assertThat(finding("no_default_reply_address")).isPresent();
    }

    @Test
    void aFlowThatCountsNoLevels() {
        assertThat(finding("no_level_condition")).isPresent();
        wsfed.addSampleFlow();
        wsfed.useFlow(ENTRA, "Microsoft 365");
        assertThat(finding("no_level_condition")).isEmpty();
    }

    @Test
    void peopleWithoutImmutableIdOrWithThatOfAnother() {
        assertThat(finding("users_without_immutable_id")).isEmpty();
        assertThat(finding("duplicate_immutable_id")).isEmpty();
        for (int i = 0; i < 25; i++) {
            wsfed.realm.createUser(UserSpec.named("none-" + i + "@corp.example"));
        }
        wsfed.realm.createUser(UserSpec.named("gone@corp.example").disabled());
        wsfed.realm.createUser(
                UserSpec.named("twin@corp.example").attribute("immutableId", "q83vASNFZ4mrze8BI0VniQ=="));

        JsonNode without = finding("users_without_immutable_id").get();
        assertThat(without.get("count").asInt()).isEqualTo(25);
        assertThat(without.get("examples")).hasSize(20);
        assertThat(finding("duplicate_immutable_id").get().get("examples"))
                .extracting(JsonNode::asText)
                .singleElement()
                .asString()
                .contains("ana@corp.example")
                .contains("twin@corp.example");
    }

    @Test
    void peopleOfADomainThatIsNotInTheTable() {
        wsfed.set(ENTRA, Map.of("wsfed.issuer.domains", "corp.example=urn:corp"));
        assertThat(finding("domain_not_in_table")).isEmpty();
        wsfed.realm.createUser(UserSpec.named("sue@stray.example").attribute("immutableId", "sue"));
        assertThat(finding("domain_not_in_table").get().get("examples"))
                .extracting(JsonNode::asText)
                .containsExactly("sue@stray.example");
    }

    @Test
    void peopleWithoutAnyMethodOfTheFlow() {
        assertThat(finding("users_without_method")).isEmpty();
        wsfed.realm.createUser(
                UserSpec.named("nopass@corp.example").password(null).attribute("immutableId", "nopass"));
        assertThat(finding("users_without_method").get().get("examples"))
                .extracting(JsonNode::asText)
                .containsExactly("nopass@corp.example");
    }

    @Test
    void anImmutableIdThatItsOwnerCanWrite() {
        assertThat(finding("immutable_id_writable")).isPresent();
        wsfed.realm.admin().put(wsfed.realm.path("users/profile"), profileWithAdminOnlyAttribute());
        assertThat(finding("immutable_id_writable")).isEmpty();
    }

    @Test
    void noImmutableIdMapper() {
        assertThat(finding("immutable_id_mapper_missing")).isEmpty();
        String id = wsfed.mapperId(ENTRA, "ImmutableID");
        wsfed.realm
                .admin()
                .delete(wsfed.realm.path(
                        "clients/" + wsfed.realm.client(ENTRA).get("id").asText() + "/protocol-mappers/models/" + id));
        assertThat(finding("immutable_id_mapper_missing")).isPresent();
    }

    @Test
    void anotherRealmWithTheSameIssuer() {
        wsfed.set(ENTRA, Map.of("wsfed.issuer", "urn:clash"));
        assertThat(finding("issuer_clash")).isEmpty();
        try (WsFedRealm other = WsFedRealm.create("clash")) {
            other.set(ENTRA, Map.of("wsfed.issuer", "urn:clash"));
            assertThat(finding("issuer_clash").get().get("message").asText()).contains("urn:clash");
        }
    }

    @Test
    void onlyWhoMaySeeClientsAndPeopleMayAsk() {
        String path = wsfed.doctorPath(ENTRA);
        for (String permission : List.of("view-clients", "view-users")) {
            String name = permission + "@corp.example";
            UserSpec admin = UserSpec.named(name);
            String id = wsfed.realm.createUser(admin);
            String management = wsfed.realm.client("realm-management").get("id").asText();
            JsonNode role = wsfed.realm.admin().get(wsfed.realm.path("clients/" + management + "/roles/" + permission));
            wsfed.realm
                    .admin()
                    .post(wsfed.realm.path("users/" + id + "/role-mappings/clients/" + management), List.of(role));

            var answer = new Admin(
                            KeycloakServer.running().url(), wsfed.realm.name(), "admin-cli", name, admin.password())
                    .send("GET", path, null);

            assertThat(answer.statusCode()).as(permission + " alone").isEqualTo(403);
        }
    }

    @Test
    void aClientOfAnotherProtocolIsNone() {
        wsfed.realm.createClient(Map.of("clientId", "oidc", "protocol", "openid-connect"));

        var answer = wsfed.realm.admin().send("GET", wsfed.doctorPath("oidc"), null);

        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
        assertThat(answer.body()).contains("client_not_found");
    }

    private JsonNode profileWithAdminOnlyAttribute() {
        var profile = (ObjectNode) wsfed.realm.admin().get(wsfed.realm.path("users/profile"));
        var attribute = profile.withArray("attributes").addObject().put("name", "immutableId");
        attribute.putObject("permissions").putArray("edit").add("admin");
        attribute.withObject("/permissions").putArray("view").add("admin");
        return profile;
    }

    private Optional<JsonNode> finding(String code) {
        return finding(wsfed, code);
    }

    private static Optional<JsonNode> finding(WsFedRealm realm, String code) {
        JsonNode findings = realm.realm.admin().get(realm.doctorPath(ENTRA));
        return StreamSupport.stream(findings.spliterator(), false)
                .filter(finding -> finding.get("code").asText().equals(code))
                .findFirst();
    }
}
