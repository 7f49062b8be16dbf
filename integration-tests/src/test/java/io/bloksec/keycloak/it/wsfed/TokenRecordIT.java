package io.bloksec.keycloak.it.wsfed;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.bloksec.keycloak.it.house.Admin;
import io.bloksec.keycloak.it.house.KeycloakServer;
import io.bloksec.keycloak.it.house.Poll;
import io.bloksec.keycloak.it.house.Settings;
import io.bloksec.keycloak.it.house.WebUser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Where it is switched on, every token is in the audit trail, and a witness has the checkpoints. */
class TokenRecordIT {

    private static final String AUDIT = "--spi-realm-restapi-extension--audit--";

    @Test
    void everyTokenIsARecord() throws IOException {
        Path witness = Files.createTempFile(Settings.target(), "witness", ".txt");
        try (KeycloakServer server =
                        KeycloakServer.another(AUDIT + "wsfed-tokens=true", AUDIT + "witness-file=" + witness);
                WsFedRealm realm = WsFedRealm.create(server, "recorded")) {
            grant(server.admin());
            WebUser browser = new WebUser();
            realm.signInAna(browser, realm.signIn(WsFedRealm.PLAIN));

            String path = realm.realm.path("audit/");
            Poll.until(
                    "the record",
                    Duration.ofSeconds(15),
                    () -> export(server, path).contains("\"type\":\"wsfed.issued\""));
            JsonNode state = server.admin().get(path + "state");
            assertThat(state.at("/witnesses/0/name").asText()).isEqualTo("file");
            Poll.until(
                    "the witness to have all",
                    Duration.ofSeconds(15),
                    () -> server.admin()
                                    .get(path + "state")
                                    .at("/witnesses/0/behind")
                                    .asInt()
                            == 0);
            List<String> lines = Files.readAllLines(witness);
            assertThat(lines).isNotEmpty().allMatch(line -> export(server, path).contains(line));
            assertThat(server.admin().get(path + "requests").get("requests"))
                    .as("tokens are no requests of anybody")
                    .isEmpty();
        } finally {
            Files.deleteIfExists(witness);
        }
    }

    private static String export(KeycloakServer server, String path) {
        return server.admin().send("POST", path + "export", null).body();
    }

    private static void grant(Admin admin) {
        admin.send("POST", "realms/master/roles", Map.of("name", "audit-view"));
        String user = admin.get("realms/master/users?max=1").get(0).get("id").asText();
        admin.post(
                "realms/master/users/" + user + "/role-mappings/realm",
                List.of(admin.get("realms/master/roles/audit-view")));
    }
}
