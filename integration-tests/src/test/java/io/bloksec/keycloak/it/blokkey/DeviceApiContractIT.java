package io.bloksec.keycloak.it.blokkey;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import io.bloksec.keycloak.it.house.Page;
import io.bloksec.keycloak.it.house.Settings;
import io.bloksec.keycloak.it.house.WebUser;
import io.bloksec.phone.Answer;
import io.bloksec.phone.ApprovalRequest;
import io.bloksec.phone.Enrolment;
import io.bloksec.phone.Phone;
import io.bloksec.phone.PossessionKey;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What the server really answers is what its published description says, by a validator that knows neither. */
class DeviceApiContractIT {

    private static final ObjectMapper JSON = new ObjectMapper();

    private static JsonNode description;
    private static BlokKeyRealm realm;
    private static Phone phone;

    @BeforeAll
    static void enrol() throws IOException {
        description = new YAMLMapper()
                .readTree(Settings.project()
                        .resolve("docs/api/blokkey-device-api.yaml")
                        .toFile());
        realm = BlokKeyRealm.create("blokkey-contract");
        realm.configure("BlokKey only level 2", Map.of("blokkey.push-unknown", "always"));
        phone = realm.enrol(BlokKeyRealm.ANA);
    }

    @AfterAll
    static void remove() {
        realm.close();
    }

    @Test
    void configuration() throws IOException {
        Page config = new WebUser().get(realm.realm.url("blokkey/config"));

        assertValid("Config", JSON.readTree(config.body()));
    }

    @Test
    void enrolment() throws IOException {
        realm.realm.createUser(BlokKeyRealm.person("contract"));
        Page ticket = realm.ticket(BlokKeyRealm.person("contract"));
        Enrolment enrolment = Enrolment.start(realm.realm.url().toString(), BlokKeyRealm.link(ticket))
                .named("Phone", "Model", "System");
        String secret = BlokKeyRealm.link(ticket).replaceFirst(".*#e=1\\.", "");
        Page offer = new WebUser()
                .send(
                        "POST",
                        realm.realm.url("blokkey/enrol/start"),
                        "application/json",
                        "{\"ticket\":\"" + secret + "\"}");
        assertValid("EnrolmentOffer", JSON.readTree(offer.body()));

        assertValid("EnrolmentCode", json(enrolment.send()));
    }

    @Test
    void requests() throws IOException {
        WaitingPage page = realm.signIn(BlokKeyRealm.browser()).name("ana@corp.example");
        String number = page.start(true).get("number").asText();
        JsonNode list = json(phone.call("GET", "requests", null));
        assertValid("RequestList", list);
        assertThat(list.get("requests")).isNotEmpty();
        String id = list.at("/requests/0/request").asText();
        assertValid("Request", json(phone.call("GET", "requests/" + id, null)));
        assertValid("Request", json(phone.call("POST", "requests/" + id + "/shown", null)));
        ApprovalRequest shown = phone.read(id);
        BlokKeyRealm.dwell();
        assertValid("Decided", json(phone.sendApproval(shown, number, false, null)));
        page.finish();
        assertValid("Decided", json(phone.sendRefusal("report", shown)));

        WaitingPage denied = realm.signIn(BlokKeyRealm.browser()).name("ana@corp.example");
        denied.start(true);
        assertValid("Decided", json(phone.sendRefusal("deny", phone.list().get(0))));
        JsonNode history = json(phone.call("GET", "history", null));
        assertValid("History", history);
        assertThat(history.get("requests")).isNotEmpty();
    }

    @Test
    void codesAndLinks() throws IOException {
        WaitingPage scanned = realm.signIn(BlokKeyRealm.browser());
        scanned.start(false);
        assertValid("Request", json(phone.call("POST", "qr", content(scanned.qr()))));

        WaitingPage linked = realm.signIn(BlokKeyRealm.browser());
        String link = linked.start(false).get("link").asText();
        JsonNode request = json(phone.call("POST", "link", content(link)));
        assertValid("Request", request);
        assertThat(request.get("returnAddress").asText()).startsWith("http");
    }

    @Test
    void theDeviceItself() throws IOException {
        assertValid("Device", json(phone.call("GET", "device", null)));
        assertValid("Device", json(phone.call("PATCH", "device", object().put("name", "Ana's"))));
        PossessionKey next = PossessionKey.generate();
        assertValid("Device", json(phone.sendRotation(next)));
        phone.possessionKey(next);
        assertValid("Settings", json(phone.call("PUT", "settings", object().put("pushesFromNewBrowsers", true))));
        assertValid("BrowserList", json(phone.call("GET", "browsers", null)));
        assertThat(phone.call("PUT", "device/push", object().put("kind", "log")).status())
                .isEqualTo(204);
        assertThat(json(phone.call("GET", "device", null)).get("push").asText()).isEqualTo("log");
        assertThat(phone.call("DELETE", "device/push", null).status()).isEqualTo(204);
    }

    @Test
    void refusals() throws IOException {
        Answer unknown = phone.call("GET", "requests/AAAAAAAAAAAAAAAAAAAAAA", null);
        assertThat(unknown.status()).isEqualTo(404);
        assertValid("Problem", json(unknown));
        assertValid("Problem", json(phone.call("PATCH", "device", object().put("name", 7))));
        assertValid("Problem", json(phone.call("POST", "qr", content("nothing"))));
        assertValid("Problem", json(phone.call("PUT", "device/push", object().put("kind", "fcm"))));
    }

    /** A validator that lets everything through would make all of this worthless. */
    @Test
    void theJudgeCanFail() {
        assertThat(errors("Problem", object().put("code", "no-such-code"))).isNotEmpty();
        assertThat(errors("Request", object())).isNotEmpty();
    }

    private static void assertValid(String schema, JsonNode json) {
        assertThat(errors(schema, json)).as(schema + ": " + json).isEmpty();
    }

    private static Set<ValidationMessage> errors(String schema, JsonNode json) {
        ObjectNode document = object().put("$ref", "#/components/schemas/" + schema);
        document.set("components", description.get("components"));
        return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                .getSchema(document)
                .validate(json);
    }

    private static JsonNode json(Answer answer) throws IOException {
        return JSON.readTree(answer.body());
    }

    private static ObjectNode content(String content) {
        return object().put("content", content);
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }
}
