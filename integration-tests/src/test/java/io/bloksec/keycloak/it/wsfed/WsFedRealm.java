package io.bloksec.keycloak.it.wsfed;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bloksec.keycloak.it.house.Event;
import io.bloksec.keycloak.it.house.KeycloakLogin;
import io.bloksec.keycloak.it.house.KeycloakServer;
import io.bloksec.keycloak.it.house.Page;
import io.bloksec.keycloak.it.house.Settings;
import io.bloksec.keycloak.it.house.TestRealm;
import io.bloksec.keycloak.it.house.UserSpec;
import io.bloksec.keycloak.it.house.WebUser;
import java.io.IOException;
import java.io.UncheckedIOException;
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
        return filled(TestRealm.create(purpose, representation));
    }

    static WsFedRealm create(KeycloakServer server, String purpose) {
        return filled(TestRealm.create(server, purpose, json -> {}));
    }

    private static WsFedRealm filled(TestRealm realm) {
        WsFedRealm wsfed = new WsFedRealm(realm);
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

    /** Sets client attributes; an empty value takes one away. */
    void set(String clientId, Map<String, String> attributes) {
        realm.updateClient(clientId, client -> attributes.forEach(client.withObject("/attributes")::put));
    }

    /** The flow that the documentation tells administrators to add, added as it says. */
    void addSampleFlow() {
        try {
            realm.admin()
                    .post(
                            realm.path("wsfed/flows"),
                            new ObjectMapper()
                                    .readTree(Settings.project()
                                            .resolve("docker/flows/microsoft-365.json")
                                            .toFile()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void useFlow(String clientId, String alias) {
        for (JsonNode flow : realm.admin().get(realm.path("authentication/flows"))) {
            if (flow.get("alias").asText().equals(alias)) {
                realm.updateClient(
                        clientId,
                        client -> client.putObject("authenticationFlowBindingOverrides")
                                .put("browser", flow.get("id").asText()));
                return;
            }
        }
        throw new IllegalStateException("No flow " + alias);
    }

    String doctorPath(String clientId) {
        return realm.path("wsfed/clients/" + realm.client(clientId).get("id").asText() + "/doctor");
    }

    /** The path of what <em>Action, Download adapter configs</em> shows. */
    String download(String clientId, String provider) {
        return realm.path(
                "clients/" + realm.client(clientId).get("id").asText() + "/installation/providers/" + provider);
    }

    /** For a test that changes the realm's keys. */
    void forgetMetadata() {
        metadata = null;
    }

    String mapperId(String clientId, String name) {
        for (JsonNode mapper : realm.client(clientId).get("protocolMappers")) {
            if (mapper.get("name").asText().equals(name)) {
                return mapper.get("id").asText();
            }
        }
        throw new IllegalStateException("No mapper " + name);
    }

    void updateMapper(String clientId, String mapperId, Consumer<ObjectNode> config) {
        String path = realm.path(
                "clients/" + realm.client(clientId).get("id").asText() + "/protocol-mappers/models/" + mapperId);
        ObjectNode mapper = (ObjectNode) realm.admin().get(path);
        config.accept(mapper.withObject("/config"));
        realm.admin().put(path, mapper);
    }

    void addMapper(String clientId, String type, Map<String, String> config) {
        realm.admin()
                .create(
                        realm.path("clients/" + realm.client(clientId).get("id").asText() + "/protocol-mappers/models"),
                        Map.of("name", type, "protocol", "wsfed", "protocolMapper", type, "config", config));
    }

    /** Our page, without a token, and the event that carries the page's number. */
    Event assertRefused(Page page, String error) {
        assertThat(page.status()).as(page.text()).isEqualTo(400);
        assertThat(page.has("#wsfed-error")).as(page.text()).isTrue();
        assertThat(page.has("form#wsfed-answer")).isFalse();
        assertThat(page.header("Cache-Control"))
                .hasValueSatisfying(value -> assertThat(value).contains("no-store"));
        String number = page.element("#wsfed-correlation-id").text();
        Event event = realm.awaitEvent(
                candidate -> candidate.error() != null && number.equals(candidate.detail("correlation_id")));
        assertThat(event.error()).isEqualTo(error);
        return event;
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
