package io.bloksec.keycloak.it.themes;

import io.bloksec.keycloak.it.house.TestRealm;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** Exists so that a test says what a realm chose of its look, and no more. */
final class ThemedRealm implements AutoCloseable {

    static final String REPLY = "https://rp.example/login.srf";

    private static final String CLIENT = "urn:federation:MicrosoftOnline";

    final TestRealm realm;

    ThemedRealm(String purpose) {
        realm = TestRealm.create(purpose, json -> {
            json.put("loginTheme", "bloksec").put("emailTheme", "bloksec").put("displayName", "Northwind Hospital");
            json.put("resetPasswordAllowed", true).put("rememberMe", true).put("registrationAllowed", true);
        });
        realm.createClient(Map.of("clientId", CLIENT, "protocol", "wsfed", "redirectUris", List.of(REPLY)));
    }

    /** Null takes the choice back. */
    void choose(String logo, String colour) {
        realm.update(json -> {
            json.withObject("attributes").put("bloksec.logo", logo == null ? "" : logo);
            json.withObject("attributes").put("bloksec.color", colour == null ? "" : colour);
        });
    }

    void speak(String... locales) {
        realm.update(json -> {
            json.put("internationalizationEnabled", true).put("defaultLocale", locales[0]);
            json.putArray("supportedLocales");
            List.of(locales).forEach(json.withArray("supportedLocales")::add);
        });
    }

    URI loginPage() {
        return page("");
    }

    URI loginPageIn(String language) {
        return page("&ui_locales=" + language);
    }

    URI errorPage() {
        return page("&wreply=" + URLEncoder.encode("https://evil.example/", StandardCharsets.UTF_8));
    }

    private URI page(String further) {
        return realm.url("protocol/wsfed?wa=wsignin1.0&wtrealm=" + CLIENT + further);
    }

    @Override
    public void close() {
        realm.close();
    }
}
