package io.bloksec.keycloak.it.wsfed;

import static io.bloksec.keycloak.it.wsfed.WsFedRealm.ENTRA;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.bloksec.keycloak.it.house.Judge;
import io.bloksec.keycloak.it.house.KeycloakLogin;
import io.bloksec.keycloak.it.house.WebUser;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.jsoup.Jsoup;
import org.jsoup.parser.Parser;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A key's whole life, as the guide tells an administrator to lead it: a relying party that reads the metadata, or has both certificates of the
 * script, refuses no token at any step.
 */
class KeyRolloverIT {

    private WsFedRealm wsfed;
    private RealmKeys keys;
    private String metadataBefore;

    @BeforeEach
    void createRealm() {
        wsfed = WsFedRealm.create("rollover");
        keys = new RealmKeys(wsfed.realm);
    }

    @AfterEach
    void removeRealm() {
        wsfed.close();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void noTokenIsRefusedFromTheOldKeyToTheNew(boolean pinned) {
        JsonNode old = keys.active();
        if (pinned) {
            pin(old);
        }
        step(List.of(old), old);

        String provider = keys.add("next", 1, true);
        JsonNode next = keys.of(provider);
        assertThat(keys.active().get("kid").asText())
                .as("a lower priority signs nothing yet")
                .isEqualTo(old.get("kid").asText());
        step(List.of(old, next), old);
        assertThat(script())
                .contains("SigningCertificate = '" + certificate(old) + "'")
                .contains("NextSigningCertificate = '" + certificate(next) + "'");

        keys.change(provider, "priority", "200");
        if (pinned) {
            step(List.of(old, next), old);
            pin(next);
        }
        step(List.of(next, old), next);

        String oldProvider = old.get("providerId").asText();
        keys.change(oldProvider, "active", "false");
        step(List.of(next, old), next);

        keys.remove(oldProvider);
        step(List.of(next), next);
        assertThat(script())
                .contains("SigningCertificate = '" + certificate(next) + "'")
                .doesNotContain(certificate(old));

        if (pinned) {
            keys.change(provider, "enabled", "false");
            keys.add("another", 300, true);
            wsfed.assertRefused(
                    KeycloakLogin.signIn(new WebUser().get(wsfed.signIn(ENTRA)), WsFedRealm.ANA),
                    "wsfed_pinned_key_missing");
        }
    }

    /** @param published in this order, the one that signs first */
    private void step(List<JsonNode> published, JsonNode signing) {
        wsfed.forgetMetadata();
        String metadata = new WebUser()
                .get(
                        URI.create(
                                wsfed.endpoint()
                                        + "/FederationMetadata/2007-06/FederationMetadata.xml?wtrealm=urn%3Afederation%3AMicrosoftOnline"))
                .body();
        assertThat(Jsoup.parse(metadata, "", Parser.xmlParser())
                        .select("KeyDescriptor ds|X509Certificate")
                        .eachText())
                .isEqualTo(published.stream().map(KeyRolloverIT::certificate).toList());
        // What every judge accepts by the metadata of now …
        String token = wsfed.signInAna(new WebUser(), wsfed.signIn(ENTRA)).wresult();
        assertThat(token).contains(certificate(signing));
        // … and by what a relying party read one step ago.
        if (metadataBefore != null) {
            assertThat(Judge.openSaml().judge(token, metadataBefore).problems()).isEmpty();
        }
        metadataBefore = metadata;
    }

    private void pin(JsonNode key) {
        wsfed.set(ENTRA, Map.of("wsfed.signing.kid", key.get("kid").asText()));
    }

    private String script() {
        return wsfed.realm
                .admin()
                .send("GET", wsfed.download(ENTRA, "wsfed-entra-powershell"), null)
                .body();
    }

    private static String certificate(JsonNode key) {
        return key.get("certificate").asText();
    }
}
