package io.bloksec.keycloak.it.wsfed;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bloksec.keycloak.it.house.KeycloakLogin;
import io.bloksec.keycloak.it.house.Page;
import io.bloksec.keycloak.it.house.TestRealm;
import io.bloksec.keycloak.it.house.UserSpec;
import io.bloksec.keycloak.it.house.WebUser;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Exists so that a test says which relying party and which request, and nothing about how a realm is made. */
final class WsFedRealm implements AutoCloseable {

    /** Nobody listens there; a test that goes on to the relying party brings one of its own. */
    static final String REPLY = "https://rp.example/login.srf";

    static final String ENTRA = "urn:federation:MicrosoftOnline";
    static final String PLAIN = "https://plain.example/";

    static final UserSpec ANA = UserSpec.named("ana@corp.example")
            .password("ana-password")
            .attribute("immutableId", "q83vASNFZ4mrze8BI0VniQ==");

    final TestRealm realm;
    private String metadata;

    private WsFedRealm(TestRealm realm) {
        this.realm = realm;
    }

    /** A realm with Ana, the Entra client as the preset makes it, and a client without any setting but its address. */
    static WsFedRealm create(String purpose) {
        return create(purpose, json -> {});
    }

    static WsFedRealm create(String purpose, Consumer<ObjectNode> representation) {
        WsFedRealm wsfed = new WsFedRealm(TestRealm.create(purpose, representation));
        wsfed.realm.createUser(ANA);
        wsfed.createClient(Map.of("clientId", ENTRA, "redirectUris", List.of(REPLY), "baseUrl", REPLY));
        wsfed.createClient(Map.of("clientId", PLAIN, "redirectUris", List.of(REPLY)));
        return wsfed;
    }

    void createClient(Map<String, ?> settings) {
        Map<String, Object> client = new LinkedHashMap<>(settings);
        client.putIfAbsent("protocol", "wsfed");
        realm.createClient(client);
    }

    URI endpoint() {
        return realm.url("protocol/wsfed");
    }

    /** {@code name, value, name, value …} after {@code wa=wsignin1.0} and {@code wtrealm}. */
    URI signIn(String wtrealm, String... parameters) {
        return URI.create(endpoint() + "?" + query(parameters("wsignin1.0", wtrealm, parameters)));
    }

    static Map<String, String> parameters(String wa, String wtrealm, String... parameters) {
        Map<String, String> all = new LinkedHashMap<>();
        all.put("wa", wa);
        all.put("wtrealm", wtrealm);
        for (int i = 0; i < parameters.length; i += 2) {
            all.put(parameters[i], parameters[i + 1]);
        }
        return all;
    }

    static String query(Map<String, String> parameters) {
        return parameters.entrySet().stream()
                .map(parameter -> parameter.getKey() + "="
                        + URLEncoder.encode(parameter.getValue(), StandardCharsets.UTF_8)
                                .replace("+", "%20"))
                .collect(Collectors.joining("&"));
    }

    /** Ana in front of the form that carries her token. */
    Answer signInAna(WebUser browser, URI request) {
        return answer(KeycloakLogin.signIn(browser.get(request), ANA));
    }

    Answer answer(Page page) {
        return Answer.on(page, metadata());
    }

    /** What relying parties read; fetched once, as the keys of a test's realm stay. */
    String metadata() {
        if (metadata == null) {
            metadata = new WebUser()
                    .get(URI.create(endpoint() + "/FederationMetadata/2007-06/FederationMetadata.xml"))
                    .body();
        }
        return metadata;
    }

    @Override
    public void close() {
        realm.close();
    }
}
