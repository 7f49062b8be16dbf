package io.bloksec.keycloak.badge.keycloak;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bloksec.keycloak.badge.card.RefusedException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.nio.charset.StandardCharsets;

/**
 * What the page's calls are answered with: JSON, always as long as every other, so that whoever sees the length of an encrypted answer
 * does not learn whether a PIN was right.
 */
final class StepAnswer {

    private static final int LENGTH = 2048;

    private StepAnswer() {}

    static Response of(Tab tab, ObjectNode json) {
        json.put(
                "action",
                tab.context.getActionUrl(tab.context.generateAccessCode()).toString());
        json.put("pad", "");
        byte[] body = json.toString().getBytes(StandardCharsets.UTF_8);
        json.put("pad", ".".repeat(Math.max(0, LENGTH - body.length)));
        return Response.ok(json.toString().getBytes(StandardCharsets.UTF_8), MediaType.APPLICATION_JSON_TYPE)
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .build();
    }

    static ObjectNode refused(Tab tab, RefusedException refused) {
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("refused", refused.refusal().name())
                .put("wait", refused.waitSeconds());
        return scanAgain(tab, json);
    }

    /** From the beginning. */
    static ObjectNode scanAgain(Tab tab, ObjectNode json) {
        PersonView.forget(tab);
        TabNotes.Nonce nonce = tab.notes.next(tab.now());
        return json.put("next", "scan").put("nonce", nonce.nonce()).put("time", nonce.time());
    }
}
