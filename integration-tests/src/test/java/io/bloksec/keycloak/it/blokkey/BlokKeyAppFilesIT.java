package io.bloksec.keycloak.it.blokkey;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.bloksec.keycloak.it.house.Page;
import io.bloksec.keycloak.it.house.WebUser;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The app's files as anybody gets them: what they may do in a browser, and that nothing else comes out of there. */
class BlokKeyAppFilesIT {

    private static BlokKeyRealm realm;

    @BeforeAll
    static void create() {
        realm = BlokKeyRealm.createWith("blokkey-app-files", BlokKeyRealm.person("files@corp.example"));
    }

    @AfterAll
    static void remove() {
        realm.close();
    }

    @Test
    void thePageMayDoNoMoreThanItMust() {
        Page page = get("");

        assertThat(page.status()).isEqualTo(200);
        String policy = page.header("Content-Security-Policy").orElseThrow();
        assertThat(policy)
                .contains("default-src 'none'", "script-src 'self'", "frame-ancestors 'none'", "form-action 'none'")
                .contains("base-uri 'none'", "worker-src 'self'")
                .doesNotContain("unsafe", "data:", "blob:", "*");
        assertThat(page.header("Permissions-Policy").orElseThrow()).contains("camera=(self)", "geolocation=()");
        assertThat(page.header("X-Content-Type-Options")).contains("nosniff");
        assertThat(page.header("Referrer-Policy")).contains("no-referrer");
        assertThat(page.header("Set-Cookie")).isEmpty();
    }

    /** A worker of the app must not be able to answer for the sign-in pages of the same host. */
    @Test
    void theWorkerIsForTheAppAlone() {
        Page worker = get("sw.js");

        assertThat(worker.header("Service-Worker-Allowed")).isEmpty();
        assertThat(worker.header("Content-Type").orElseThrow()).startsWith("text/javascript");
        assertThat(worker.header("Cache-Control")).contains("no-cache");
    }

    @Test
    void whatIsKnownIsNotSentAgain() {
        String etag = get("app.js").header("ETag").orElseThrow();
        Page again = new WebUser().header("If-None-Match", etag).get(realm.realm.url("blokkey/app/app.js"));

        assertThat(again.status()).isEqualTo(304);
        assertThat(again.body()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "index.htm",
                "sw",
                "device/",
                "device/..%2fapp.js",
                "..%2f..%2fMETA-INF/beans.xml",
                "vendor/jsqr-1.4.0/LICENSE",
                "%00",
                "app.js%00.css"
            })
    void nothingElseComesOut(String path) {
        assertThat(get(path).status()).isIn(400, 404);
    }

    @Test
    void theSlashIsAddedWhereItIsMissing() {
        Page page = new WebUser().get(realm.realm.url("blokkey/app"));

        assertThat(page.uri().getPath()).endsWith("/blokkey/app/");
        assertThat(page.has("#app")).isTrue();
    }

    /** Two realms on one host are two apps on one home screen. */
    @Test
    void eachRealmIsAnAppOfItsOwn() {
        realm.realm.update(json -> json.put("displayName", "Northwind <b>Hospital</b>"));
        JsonNode manifest = WaitingPage.json(get("manifest.webmanifest"));

        assertThat(manifest.get("id").asText())
                .isEqualTo(realm.realm.url("blokkey/app/").getPath());
        assertThat(manifest.get("name").asText()).isEqualTo("BlokKey · Northwind <b>Hospital</b>");
        assertThat(manifest.get("scope").asText()).isEqualTo("./");
        assertThat(manifest.get("display").asText()).isEqualTo("standalone");
        manifest.get("icons")
                .forEach(icon -> assertThat(get(icon.get("src").asText()).header("Content-Type"))
                        .contains("image/png"));
    }

    /** Served from its own host, it may call the realm's, and no other. */
    @Test
    void onAHostOfItsOwn() {
        realm.settings(Map.of("app-origin", List.of("https://key.corp.example")));
        String policy = get("").header("Content-Security-Policy").orElseThrow();
        realm.settings(Map.of("app-origin", List.of("")));

        String origin =
                realm.realm.url().getScheme() + "://" + realm.realm.url().getAuthority();
        assertThat(policy).contains("connect-src 'self' " + origin + ";");
    }

    private static Page get(String path) {
        return new WebUser().get(realm.realm.url("blokkey/app/" + path));
    }
}
