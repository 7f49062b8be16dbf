package io.bloksec.keycloak.it.badge;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bloksec.keycloak.it.house.Admin;
import io.bloksec.keycloak.it.house.KeycloakServer;
import io.bloksec.keycloak.it.house.Page;
import io.bloksec.keycloak.it.house.Settings;
import io.bloksec.keycloak.it.house.TestRealm;
import io.bloksec.keycloak.it.house.UserSpec;
import io.bloksec.keycloak.it.house.WebUser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** Exists so that a test says who holds which badge, and nothing about how a realm with badges is made. */
final class BadgeRealm implements AutoCloseable {

    static final String APP = "ward";
    static final String CALLBACK = "https://ward.example/callback";
    static final String PIN = "49381726";

    /** Of administrators. */
    static final String PASSWORD = "a-password-1";

    private static final ObjectMapper JSON = new ObjectMapper();

    final TestRealm realm;
    final String id;

    private BadgeRealm(TestRealm realm) {
        this.realm = realm;
        this.id = realm.representation().get("id").asText();
    }

    static BadgeRealm create(String purpose) {
        return create(KeycloakServer.running(), purpose);
    }

    /** Whose house's administrator may issue badges. */
    static BadgeRealm create(KeycloakServer server, String purpose) {
        BadgeRealm badges = new BadgeRealm(TestRealm.create(server, purpose, json -> {}));
        badges.addFlow("blokbadge-only");
        badges.realm.createClient(Map.of(
                "clientId",
                APP,
                "name",
                "The ward",
                "publicClient",
                true,
                "standardFlowEnabled",
                true,
                "redirectUris",
                List.of(CALLBACK)));
        badges.useFlow(APP, "BlokBadge only");
        badges.settings(Map.of("codeChannel", "letter"));
        grant(badges.realm.admin(), "badge-issuer");
        return badges;
    }

    /** Gives this house's administrator, who lives in the realm of administrators, a role. */
    static void grant(Admin admin, String role) {
        admin.send("POST", "realms/master/roles", Map.of("name", role));
        String user = admin.get("realms/master/users?max=1").get(0).get("id").asText();
        admin.post(
                "realms/master/users/" + user + "/role-mappings/realm",
                List.of(admin.get("realms/master/roles/" + role)));
    }

    /** Roles of {@code realm-management}, or of the realm where they begin with {@code badge-}, for a person of the realm. */
    void give(String user, String... roles) {
        for (String role : roles) {
            realm.admin().post(mappings(user, role), List.of(role(role)));
        }
    }

    /** By Keycloak's fine-grained permissions: this person manages the people of one group, and nobody else. */
    void letManage(String user, String group) {
        realm.update(json -> json.put("adminPermissionsEnabled", true));
        String authz = realm.path(
                "clients/" + realm.client("admin-permissions").get("id").asText() + "/authz/resource-server/");
        String policy = realm.admin()
                .post(authz + "policy/user", Map.of("name", user, "users", List.of(user)))
                .get("id")
                .asText();
        realm.admin()
                .post(
                        authz + "permission/scope",
                        Map.of(
                                "name",
                                "manages " + group,
                                "resourceType",
                                "Groups",
                                "resources",
                                List.of(group),
                                "scopes",
                                List.of("view", "view-members", "manage-members"),
                                "policies",
                                List.of(policy)));
    }

    /** Of the realm itself, with roles as {@link #give} takes them. */
    Admin administrator(String name, String... roles) {
        String user = realm.createUser(
                UserSpec.named(name).password(PASSWORD).name(name, name).email(name + "@ward.example"));
        give(user, roles);
        return new Admin(KeycloakServer.running().url(), realm.name(), "admin-cli", name, PASSWORD);
    }

    void take(String user, String role) {
        realm.admin().send("DELETE", mappings(user, role), List.of(role(role)));
    }

    private JsonNode role(String name) {
        return realm.admin()
                .get(realm.path(
                        name.startsWith("badge-") ? "roles/" + name : "clients/" + management() + "/roles/" + name));
    }

    private String mappings(String user, String role) {
        String where = role.startsWith("badge-") ? "realm" : "clients/" + management();
        return realm.path("users/" + user + "/role-mappings/" + where);
    }

    private String management() {
        return realm.client("realm-management").get("id").asText();
    }

    void settings(Map<String, Object> settings) {
        realm.admin().put(realm.path("blokbadge/settings"), settings);
    }

    String person(String name) {
        return realm.createUser(UserSpec.named(name).name("Jane", "Doe").email(name + "@ward.example"));
    }

    /** A standard badge and, in {@code code}, its activation code. */
    JsonNode issue(String user, Object... more) {
        Map<String, Object> order = new HashMap<>();
        for (int i = 0; i < more.length; i += 2) {
            order.put((String) more[i], more[i + 1]);
        }
        return realm.admin().post(path(user, ""), order);
    }

    String path(String user, String more) {
        return realm.path("blokbadge/users/" + user + "/badges" + more);
    }

    JsonNode badges(String user) {
        return realm.admin().get(path(user, ""));
    }

    /** With the PIN {@link #PIN}. */
    PaperBadge active(String user, Object... more) {
        JsonNode issued = issue(user, more);
        PaperBadge badge = paper(issued);
        Page in = page().activate(badge, issued.get("code").asText(), PIN);
        if (!in.isRedirect()) {
            throw new AssertionError("Not activated: " + in.text());
        }
        return badge;
    }

    /** Given its PIN at a registered workstation, as badges that need one are. */
    PaperBadge activeAt(PaperKiosk kiosk, String user, Object... more) {
        JsonNode issued = issue(user, more);
        PaperBadge badge = paper(issued);
        BadgePage page = page();
        page.kiosk = kiosk;
        Page in = page.activate(badge, issued.get("code").asText(), PIN);
        if (!in.isRedirect()) {
            throw new AssertionError("Not activated: " + in.text());
        }
        return badge;
    }

    /** How many sessions the person has here. */
    int sessions(String user) {
        return realm.admin().get(realm.path("users/" + user + "/sessions")).size();
    }

    /** All of them, and not by a browser. */
    void endSessions(String user) {
        for (JsonNode each : realm.admin().get(realm.path("users/" + user + "/sessions"))) {
            realm.admin().delete(realm.path("sessions/" + each.get("id").asText()));
        }
    }

    PaperBadge paper(JsonNode issued) {
        return new PaperBadge(issued.get("payload").asText(), id);
    }

    /** The sign-in page in a browser of its own. */
    BadgePage page(String... parameters) {
        return page(browser(), parameters);
    }

    BadgePage page(WebUser browser, String... parameters) {
        return new BadgePage(browser, browser.get(authorization(parameters)));
    }

    static WebUser browser() {
        return new WebUser().stopBefore(uri -> uri.toString().startsWith(CALLBACK));
    }

    URI authorization(String... parameters) {
        StringBuilder query = new StringBuilder(
                "protocol/openid-connect/auth?client_id=" + APP + "&response_type=code&redirect_uri=" + CALLBACK);
        if (Stream.of(parameters).noneMatch(each -> each.startsWith("scope="))) {
            query.append("&scope=openid");
        }
        for (String parameter : parameters) {
            query.append('&').append(parameter);
        }
        return realm.url(query.toString());
    }

    void addFlow(String file) {
        addFlow(file, flow -> flow);
    }

    /** @param change to the sample's text */
    void addFlow(String file, UnaryOperator<String> change) {
        try {
            String flow = Files.readString(Settings.project().resolve("docker/flows/" + file + ".json"));
            realm.admin().post(realm.path("wsfed/flows"), JSON.readTree(change.apply(flow)));
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

    @Override
    public void close() {
        realm.close();
    }
}
