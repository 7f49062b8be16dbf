package io.bloksec.keycloak.badge.protocol;

/**
 * The browser tab in which a transcript is signed: base64url(SHA-256("blokbadge/v1|session" LF root id LF tab id)), so that
 * signatures of one tab are worth nothing in another and texts do not hold session ids.
 *
 * @param text 43 characters
 */
public record SessionHash(String text) {

    /**
     * @param rootId of the root authentication session
     * @param tabId of the authentication session in it
     * @throws IllegalArgumentException when one is empty or holds a line feed
     */
    public static SessionHash of(String rootId, String tabId) {
        if (rootId.isEmpty() || tabId.isEmpty() || (rootId + tabId).indexOf('\n') >= 0) {
            throw new IllegalArgumentException("No session ids");
        }
        return new SessionHash(
                Crypto.base64url(Crypto.sha256(Crypto.utf8("blokbadge/v1|session\n" + rootId + "\n" + tabId))));
    }
}
