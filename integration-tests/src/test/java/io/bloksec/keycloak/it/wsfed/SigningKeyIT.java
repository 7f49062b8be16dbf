package io.bloksec.keycloak.it.wsfed;

import static io.bloksec.keycloak.it.wsfed.WsFedRealm.ENTRA;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.bloksec.keycloak.it.house.KeycloakLogin;
import io.bloksec.keycloak.it.house.WebUser;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Which key signs: the one Entra ID knows, when it is named; never one that merely came in first. */
class SigningKeyIT {

    private static WsFedRealm wsfed;

    @BeforeAll
    static void createRealm() {
        wsfed = WsFedRealm.create("keys");
    }

    @AfterAll
    static void removeRealm() {
        wsfed.close();
    }

    @Test
    void aPinnedKeySignsOnAfterANewOneCameFirst() {
        String known = activeKey().get("kid").asText();
        String knownCertificate = activeKey().get("certificate").asText();
        String provider = addKey("200", "true");
        String newCertificate = activeKey().get("certificate").asText();
        assertThat(newCertificate).isNotEqualTo(knownCertificate);

        assertThat(wresult()).contains(newCertificate);
        wsfed.set(ENTRA, Map.of("wsfed.signing.kid", known));
        assertThat(wresult()).contains(knownCertificate).doesNotContain(newCertificate);

        String script = wsfed.realm
                .admin()
                .send("GET", wsfed.download(ENTRA, "wsfed-entra-powershell"), null)
                .body();
        assertThat(script)
                .contains("SigningCertificate = '" + knownCertificate + "'")
                .contains("NextSigningCertificate = '" + newCertificate + "'");

        wsfed.set(ENTRA, Map.of("wsfed.signing.kid", "no-such-key"));
        wsfed.assertRefused(
                KeycloakLogin.signIn(new WebUser().get(wsfed.signIn(ENTRA)), WsFedRealm.ANA),
                "wsfed_pinned_key_missing");
        wsfed.set(ENTRA, Map.of("wsfed.signing.kid", ""));
        wsfed.realm.admin().delete(wsfed.realm.path("components/" + provider));
    }

    private static String wresult() {
        return wsfed.signInAna(new WebUser(), wsfed.signIn(ENTRA)).wresult();
    }

    private static JsonNode activeKey() {
        wsfed.forgetMetadata();
        JsonNode keys = wsfed.realm.admin().get(wsfed.realm.path("keys"));
        String kid = keys.at("/active/RS256").asText();
        for (JsonNode key : keys.get("keys")) {
            if (key.get("kid").asText().equals(kid)) {
                return key;
            }
        }
        throw new IllegalStateException("No active key");
    }

    private static String addKey(String priority, String active) {
        return wsfed.realm
                .admin()
                .create(
                        wsfed.realm.path("components"),
                        Map.of(
                                "name", "newer",
                                "providerId", "rsa-generated",
                                "providerType", "org.keycloak.keys.KeyProvider",
                                "config",
                                        Map.of(
                                                "priority", List.of(priority),
                                                "enabled", List.of("true"),
                                                "active", List.of(active),
                                                "algorithm", List.of("RS256"))));
    }
}
