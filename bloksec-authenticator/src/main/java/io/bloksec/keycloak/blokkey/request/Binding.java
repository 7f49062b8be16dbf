package io.bloksec.keycloak.blokkey.request;

import io.bloksec.keycloak.blokkey.signed.Bytes;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * The one place in the world where a request may be finished: browser, tab, application, flow and step. Each is compared at the
 * end, so that an approval for one never opens another.
 *
 * @param rootHash of the browser's authentication session, whose id becomes the session's id and is a secret
 * @param acr level asked for, empty for none
 */
public record Binding(String rootHash, String tabId, String clientId, String flowId, String executionId, String acr) {

    public static String hashOf(String rootSessionId) {
        try {
            return Bytes.text(MessageDigest.getInstance("SHA-256")
                    .digest(("blokkey/root/" + rootSessionId).getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
