package io.bloksec.keycloak.it.blokkey;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bloksec.keycloak.it.house.Admin;
import io.bloksec.keycloak.it.house.KeycloakLogin;
import io.bloksec.keycloak.it.house.KeycloakServer;
import io.bloksec.keycloak.it.house.Page;
import io.bloksec.keycloak.it.house.Poll;
import io.bloksec.keycloak.it.house.Settings;
import io.bloksec.keycloak.it.house.TestRealm;
import io.bloksec.keycloak.it.house.UserSpec;
import io.bloksec.keycloak.it.house.WebUser;
import io.bloksec.phone.Enrolment;
import io.bloksec.phone.EnrolmentCode;
import io.bloksec.phone.Phone;
import io.bloksec.phone.PushAddress;
import io.bloksec.pushservice.FakePushService;
import io.bloksec.pushservice.Subscription;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** Exists so that a test says who approves what, and nothing about how a realm with BlokKey is made. */
final class BlokKeyRealm implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    static final String APP = "app";
    static final String CALLBACK = "https://app.example/callback";

    /** Enrols with the realm's own password form, and signs in to {@link #APP} with BlokKey. */
    static final UserSpec ANA = person("ana@corp.example");

    static final UserSpec BEN = person("ben@corp.example");

    final TestRealm realm;

    private BlokKeyRealm(TestRealm realm) {
        this.realm = realm;
    }

    static UserSpec person(String name) {
        return UserSpec.named(name).requiredAction("blokkey-enrol");
    }

    /** With the sample flow for BlokKey alone, bound to the application. */
    static BlokKeyRealm create(String purpose) {
        return create(purpose, "blokkey-only", "BlokKey only");
    }

    /** @param file of {@code docker/flows} */
    static BlokKeyRealm create(String purpose, String file, String flow) {
        return create(KeycloakServer.running(), purpose, file, flow);
    }

    static BlokKeyRealm create(KeycloakServer server, String purpose, String file, String flow) {
        BlokKeyRealm blokkey = new BlokKeyRealm(TestRealm.create(server, purpose, json -> {}));
        blokkey.enableEnrolment();
        blokkey.addFlow(file);
        blokkey.realm.createUser(ANA);
        blokkey.realm.createUser(BEN);
        blokkey.createClient(APP, CALLBACK);
        blokkey.useFlow(APP, flow);
        blokkey.createClient("enrolment", CALLBACK);
        return blokkey;
    }

    /** With one person and the client in which people enrol; flows and other clients are the test's. */
    static BlokKeyRealm createWith(String purpose, UserSpec person) {
        BlokKeyRealm blokkey = new BlokKeyRealm(TestRealm.create(purpose));
        blokkey.enableEnrolment();
        blokkey.realm.createUser(person);
        blokkey.createClient("enrolment", CALLBACK);
        return blokkey;
    }

    /** As an administrator with the right to, gives one out. */
    String passcode(String userId) {
        mayOverride();
        return realm.admin()
                .post(realm.path("blokkey/users/" + userId + "/passcode"), Map.of("reason", "phone at home"))
                .get("passcode")
                .asText();
    }

    /** Gives this house's administrator, who lives in the realm of administrators, the role. */
    void mayOverride() {
        Admin admin = realm.admin();
        admin.send("POST", "realms/master/roles", Map.of("name", "blokkey-override"));
        String user = admin.get("realms/master/users?max=1").get(0).get("id").asText();
        admin.post(
                "realms/master/users/" + user + "/role-mappings/realm",
                List.of(admin.get("realms/master/roles/blokkey-override")));
    }

    void mayNotOverride() {
        realm.admin().delete("realms/master/roles/blokkey-override");
    }

    void createClient(String clientId, String callback) {
        realm.createClient(Map.of(
                "clientId",
                clientId,
                "name",
                "The " + clientId,
                "publicClient",
                true,
                "standardFlowEnabled",
                true,
                "redirectUris",
                List.of(callback)));
    }

    private void enableEnrolment() {
        realm.admin()
                .post(
                        realm.path("authentication/register-required-action"),
                        Map.of("providerId", "blokkey-enrol", "name", "Set up BlokKey on a phone"));
        realm.admin()
                .put(
                        realm.path("authentication/required-actions/blokkey-enrol"),
                        Map.of(
                                "alias",
                                "blokkey-enrol",
                                "name",
                                "Set up BlokKey on a phone",
                                "providerId",
                                "blokkey-enrol",
                                "enabled",
                                true,
                                "defaultAction",
                                false,
                                "priority",
                                200));
    }

    void addFlow(String file) {
        try {
            realm.admin()
                    .post(
                            realm.path("wsfed/flows"),
                            JSON.readTree(Settings.project()
                                    .resolve("docker/flows/" + file + ".json")
                                    .toFile()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void useFlow(String clientId, String alias) {
        realm.updateClient(
                clientId,
                client -> client.putObject("authenticationFlowBindingOverrides").put("browser", flow(alias)));
    }

    private String flow(String alias) {
        for (JsonNode flow : realm.admin().get(realm.path("authentication/flows"))) {
            if (flow.get("alias").asText().equals(alias)) {
                return flow.get("id").asText();
            }
        }
        throw new IllegalStateException("No flow " + alias);
    }

    /** Settings of the flow's first execution of BlokKey. */
    void configure(String flowAlias, Map<String, String> settings) {
        for (JsonNode execution : realm.admin()
                .get(realm.path("authentication/flows/" + flowAlias.replace(" ", "%20") + "/executions"))) {
            if ("blokkey".equals(execution.path("providerId").asText())) {
                String path = realm.path(
                        "authentication/executions/" + execution.get("id").asText() + "/config");
                Map<String, Object> config = new LinkedHashMap<>();
                config.put("alias", "blokkey-" + Integer.toHexString(settings.hashCode()));
                config.put("config", settings);
                if (execution.has("authenticationConfig")) {
                    String id = execution.get("authenticationConfig").asText();
                    config.put("id", id);
                    realm.admin().put(realm.path("authentication/config/" + id), config);
                } else {
                    realm.admin().post(path, config);
                }
                return;
            }
        }
        throw new IllegalStateException("No BlokKey in " + flowAlias);
    }

    URI authorization(String clientId, String... parameters) {
        StringBuilder query = new StringBuilder("protocol/openid-connect/auth?client_id=" + clientId
                + "&response_type=code&scope=openid&redirect_uri=" + CALLBACK);
        for (String parameter : parameters) {
            query.append('&').append(parameter);
        }
        return realm.url(query.toString());
    }

    static WebUser browser() {
        return new WebUser().stopBefore(uri -> uri.toString().startsWith(CALLBACK));
    }

    /** A person's first phone, as the person gets it: password, ticket, six digits, recovery codes. */
    Phone enrol(UserSpec person) {
        return enrol(person, enrolment -> enrolment);
    }

    Phone enrol(UserSpec person, UnaryOperator<Enrolment> how) {
        Page ticket = ticket(person);
        Enrolment enrolment = how.apply(Enrolment.start(realm.url().toString(), link(ticket))
                .named("Phone of " + person.username(), "Simulator 1", "Linux"));
        EnrolmentCode code = enrolment.finish();
        Page codes = typeDigits(ticket, code.code());
        Page done = keepCodes(codes);
        if (!done.isRedirect()) {
            throw new AssertionError("Not enrolled: " + done.text());
        }
        return enrolment.phone();
    }

    /** The page with the ticket, in a browser of its own. */
    Page ticket(UserSpec person) {
        Page begin = KeycloakLogin.signIn(browser().get(authorization("enrolment")), person);
        return begin.form("#blokkey-enrol form").submit("blokkey", "begin");
    }

    static String link(Page ticket) {
        return ticket.element("#blokkey-qr").attr("data-link");
    }

    static Page typeDigits(Page ticket, String digits) {
        Page code = ticket.form("#blokkey-next").submit();
        return code.form("#blokkey-code-form").set("code", digits).submit("blokkey", "code");
    }

    static Page keepCodes(Page codes) {
        return codes.form("#kc-recovery-codes-settings-form").submit();
    }

    /** The phone gets an address at the service, as a browser's push subscription is made. */
    Subscription subscribe(Phone phone, FakePushService service) {
        Subscription subscription = service.subscribe(WaitingPage.json(browser().get(realm.url("blokkey/config")))
                .get("vapidPublicKey")
                .asText());
        phone.push(address(subscription));
        return subscription;
    }

    static PushAddress address(Subscription subscription) {
        return PushAddress.webPush(
                subscription.endpoint().toString(),
                Base64.getUrlDecoder().decode(subscription.p256dh()),
                Base64.getUrlDecoder().decode(subscription.auth()));
    }

    WaitingPage signIn(WebUser browser, String... parameters) {
        return new WaitingPage(this, browser, browser.get(authorization(APP, parameters)));
    }

    /** As long as a person must have looked at a request at least. */
    static void dwell() {
        pass(Duration.ofMillis(1_050));
    }

    /** Where what is tested is that time passes. */
    static void pass(Duration time) {
        long end = System.nanoTime() + time.toNanos();
        Poll.until("time to pass", time.plusSeconds(10), () -> System.nanoTime() >= end);
    }

    /** Changes BlokKey's settings of the realm, as the console's REST does. */
    void settings(Map<String, List<String>> settings) {
        // The first look makes them.
        browser().get(realm.url("blokkey/config"));
        ObjectNode component = (ObjectNode) realm.admin()
                .get(realm.path("components?type=io.bloksec.keycloak.blokkey.keycloak.RealmKeys"))
                .get(0);
        settings.forEach((name, values) -> {
            var array = component.withObject("/config").putArray(name);
            values.forEach(array::add);
        });
        realm.admin().put(realm.path("components/" + component.get("id").asText()), component);
    }

    void update(String userId, Consumer<ObjectNode> change) {
        realm.updateUser(userId, change);
    }

    @Override
    public void close() {
        realm.close();
    }
}
