package io.bloksec.keycloak.it.wsfed;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.bloksec.keycloak.it.house.TestRealm;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** An administrator who creates a client with Entra ID's name has nothing left to fill in. */
class EntraPresetIT {

    private static TestRealm realm;

    @BeforeAll
    static void createRealm() {
        realm = TestRealm.create("preset");
    }

    @AfterAll
    static void removeRealm() {
        realm.close();
    }

    @Test
    void isFilledInByTheClientId() {
        // As the console's wizard sends it: empty strings for what was left open.
        realm.createClient(Map.of(
                "clientId", "urn:federation:MicrosoftOnline",
                "protocol", "wsfed",
                "name", "",
                "baseUrl", "",
                "redirectUris", List.of(""),
                "publicClient", true));

        JsonNode client = realm.client("urn:federation:MicrosoftOnline");

        assertThat(client.get("name").asText()).isEqualTo("Microsoft 365");
        assertThat(client.get("baseUrl").asText()).isEqualTo("https://login.microsoftonline.com/login.srf");
        assertThat(client.get("redirectUris"))
                .extracting(JsonNode::asText)
                .containsExactlyInAnyOrder(
                        "https://login.microsoftonline.com/login.srf",
                        "https://login.partner.microsoftonline.cn/login.srf",
                        "https://login.microsoftonline.us/login.srf");
        assertThat(client.get("protocolMappers"))
                .extracting(mapper -> mapper.get("name").asText())
                .containsExactlyInAnyOrder("UPN", "ImmutableID", "Relying party settings");
        assertThat(client.get("publicClient").asBoolean()).isTrue();
        assertThat(client.get("fullScopeAllowed").asBoolean()).isFalse();
    }

    @Test
    void guestsAreAskedForByTheTenantThatInvitesThem() {
        String tenant = "https://login.microsoftonline.com/00000000-1111-2222-3333-444444444444/";
        realm.createClient(Map.of("clientId", tenant, "protocol", "wsfed"));

        JsonNode client = realm.client(tenant);

        assertThat(client.get("baseUrl").asText()).isEqualTo("https://login.microsoftonline.com/login.srf");
        assertThat(client.get("protocolMappers"))
                .extracting(mapper -> mapper.get("name").asText())
                .containsExactlyInAnyOrder("ImmutableID", "E-mail address");
    }

    @Test
    void leavesOtherClientsAlone() {
        realm.createClient(Map.of("clientId", "oidc-app", "protocol", "openid-connect"));
        realm.createClient(Map.of("clientId", "urn:plain", "protocol", "wsfed"));

        assertThat(realm.client("oidc-app").path("protocolMappers")).isEmpty();
        assertThat(realm.client("urn:plain").path("protocolMappers")).isEmpty();
        assertThat(realm.client("urn:plain").path("redirectUris")).isEmpty();
    }

    @Test
    void doesNotOverrideWhatTheAdministratorChose() {
        try (TestRealm other = TestRealm.create("chosen")) {
            other.createClient(Map.of(
                    "clientId", "urn:federation:MicrosoftOnline",
                    "protocol", "wsfed",
                    "name", "Our Microsoft",
                    "redirectUris", List.of("https://login.microsoftonline.us/login.srf")));

            JsonNode client = other.client("urn:federation:MicrosoftOnline");

            assertThat(client.get("name").asText()).isEqualTo("Our Microsoft");
            assertThat(client.get("redirectUris"))
                    .extracting(JsonNode::asText)
                    .containsExactly("https://login.microsoftonline.us/login.srf");
        }
    }

    @Test
    void aMapperWithAWrongSettingIsNotSaved() {
        realm.createClient(Map.of("clientId", "urn:mappers", "protocol", "wsfed"));
        String path =
                realm.path("clients/" + realm.client("urn:mappers").get("id").asText() + "/protocol-mappers/models");

        var answer = realm.admin()
                .send(
                        "POST",
                        path,
                        Map.of(
                                "name", "bad",
                                "protocol", "wsfed",
                                "protocolMapper", "wsfed-user-attribute-mapper",
                                "config", Map.of("user.attribute", "email", "claim.type", "no-slash")));

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
        assertThat(answer.body()).contains("claim type must be a URI");
    }
}
