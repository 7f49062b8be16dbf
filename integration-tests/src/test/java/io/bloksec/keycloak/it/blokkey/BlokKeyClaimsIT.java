package io.bloksec.keycloak.it.blokkey;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bloksec.keycloak.it.house.KeycloakLogin;
import io.bloksec.keycloak.it.house.Page;
import io.bloksec.keycloak.it.house.WebUser;
import io.bloksec.phone.Phone;
import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What an OpenID Connect application is told of an approval, and that it is told nothing more. */
class BlokKeyClaimsIT {

    private static BlokKeyRealm realm;
    private static Phone phone;

    @BeforeAll
    static void enrol() {
        realm = BlokKeyRealm.create("blokkey-claims");
        realm.configure("BlokKey only level 2", Map.of("blokkey.push-unknown", "always"));
        phone = realm.enrol(BlokKeyRealm.ANA);
        for (String client : new String[] {BlokKeyRealm.APP, "enrolment"}) {
            String id = realm.realm.client(client).get("id").asText();
            realm.realm
                    .admin()
                    .create(
                            realm.realm.path("clients/" + id + "/protocol-mappers/models"),
                            Map.of(
                                    "name", "approval",
                                    "protocol", "openid-connect",
                                    "protocolMapper", "blokkey-approval-mapper",
                                    "config", Map.of("id.token.claim", "true")));
        }
    }

    @AfterAll
    static void remove() {
        realm.close();
    }

    /** Grade C is no hardware, whatever anybody would like. */
    @Test
    void anApprovalIsToldWithWhatItsGradeAllows() throws IOException {
        WaitingPage page = realm.signIn(BlokKeyRealm.browser()).name("ana@corp.example");
        String number = page.start(true).get("number").asText();
        phone.showAndApprove(phone.list().get(0).id(), number, false);

        JsonNode token = idToken(BlokKeyRealm.APP, page.finish());

        assertThat(token.at("/blokkey/grade").asText()).isEqualTo("C");
        assertThat(token.at("/blokkey/channel").asText()).isEqualTo("push");
        assertThat(token.at("/blokkey/time").asLong())
                .isBetween(Instant.now().getEpochSecond() - 60, Instant.now().getEpochSecond() + 5);
        assertThat(token.get("amr")).extracting(JsonNode::asText).containsExactly("mfa", "user", "swk");
    }

    @Test
    void withoutAnApprovalThereIsNothingToTell() throws IOException {
        Page done =
                KeycloakLogin.signIn(BlokKeyRealm.browser().get(realm.authorization("enrolment")), BlokKeyRealm.ANA);

        JsonNode token = idToken("enrolment", done);

        assertThat(token.has("blokkey")).isFalse();
        assertThat(token.path("amr").toString()).doesNotContain("mfa", "swk", "hwk");
    }

    private static JsonNode idToken(String client, Page redirect) throws IOException {
        URI callback = redirect.location();
        String code = Arrays.stream(callback.getQuery().split("&"))
                .filter(parameter -> parameter.startsWith("code="))
                .findFirst()
                .orElseThrow()
                .substring(5);
        JsonNode tokens = WaitingPage.json(new WebUser()
                .post(
                        realm.realm.url("protocol/openid-connect/token"),
                        Map.of(
                                "grant_type",
                                "authorization_code",
                                "client_id",
                                client,
                                "redirect_uri",
                                BlokKeyRealm.CALLBACK,
                                "code",
                                code)));
        String payload = tokens.get("id_token").asText().split("\\.")[1];
        return new ObjectMapper().readTree(Base64.getUrlDecoder().decode(payload));
    }
}
