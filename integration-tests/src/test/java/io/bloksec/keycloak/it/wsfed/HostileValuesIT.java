package io.bloksec.keycloak.it.wsfed;

import static io.bloksec.keycloak.it.wsfed.WsFedRealm.REPLY;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bloksec.keycloak.it.house.KeycloakLogin;
import io.bloksec.keycloak.it.house.UserSpec;
import io.bloksec.keycloak.it.house.WebUser;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What people may have in their attributes, and what relying parties may send as state, goes through unchanged. */
class HostileValuesIT {

    private static final String CLAIM = "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/note";

    private static WsFedRealm wsfed;
    private static int people;

    @BeforeAll
    static void createRealm() {
        wsfed = WsFedRealm.create("hostile");
        allowLongNotes();
        wsfed.createClient(Map.of(
                "clientId",
                "urn:notes",
                "redirectUris",
                List.of(REPLY),
                "protocolMappers",
                List.of(Map.of(
                        "name",
                        "note",
                        "protocol",
                        "wsfed",
                        "protocolMapper",
                        "wsfed-user-attribute-mapper",
                        "config",
                        Map.of("user.attribute", "note", "claim.type", CLAIM)))));
    }

    /** Keycloak cuts unmanaged attributes off at 2,048 characters. */
    private static void allowLongNotes() {
        String path = wsfed.realm.path("users/profile");
        ObjectNode profile = (ObjectNode) wsfed.realm.admin().get(path);
        ObjectNode note = ((ArrayNode) profile.get("attributes")).addObject().put("name", "note");
        note.putObject("validations").putObject("length").put("max", 10_000);
        note.putObject("permissions").putArray("edit").add("admin");
        wsfed.realm.admin().put(path, profile);
    }

    @AfterAll
    static void removeRealm() {
        wsfed.close();
    }

    static List<String> hostile() {
        return List.of(
                "\"double\" 'single' `back`",
                "<saml:Attribute/> & &amp; &#x41; <!-- -->",
                "]]>",
                "<![CDATA[x]]>",
                "one\r\ntwo\rthree\nfour\tfive",
                "\uD83D\uDE00\uD834\uDD1E\uD840\uDC00",
                "\u202Etfel-ot-thgir\u202C \u05D0\u05D1\u05D2",
                "${7*7} #{x} ${msg(\"a\")} <#include \"x\">",
                "\u00E9 e\u0301 \uFB01 \u2028 \u0085",
                "4 KB: " + "\u00FC<&\uD83D\uDE00".repeat(700));
    }

    @ParameterizedTest
    @MethodSource("hostile")
    void comesBackAsItWas(String value) {
        UserSpec user = UserSpec.named("hostile-" + ++people).attribute("note", value);
        wsfed.realm.createUser(user);

        // The only line end that a form can send.
        String wctx = value.replaceAll("\\r\\n|\\r|\\n", "\r\n");

        Answer answer =
                wsfed.answer(KeycloakLogin.signIn(new WebUser().get(wsfed.signIn("urn:notes", "wctx", wctx)), user));

        assertThat(answer.claims()).containsEntry(CLAIM, List.of(value));
        assertThat(answer.wctx()).isEqualTo(wctx);
    }
}
