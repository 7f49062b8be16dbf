package io.bloksec.keycloak.blokkey.keycloak;

import io.bloksec.keycloak.blokkey.signed.Bytes;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * What one execution of BlokKey knows about its page, in one tab. Authentication notes, named with the execution: another
 * execution of the same flow has a page of its own.
 */
final class PageNotes {

    private final AuthenticationSessionModel authSession;
    private final String prefix;

    PageNotes(AuthenticationSessionModel authSession, String executionId) {
        this.authSession = authSession;
        this.prefix = "blokkey." + executionId + ".";
    }

    /** Made at the first look, the same after a refresh: what the page's own calls carry in a header. */
    String secret() {
        String secret = get("page");
        if (secret == null) {
            secret = Bytes.newSecret();
            set("page", secret);
        }
        return secret;
    }

    boolean isSecret(String candidate) {
        String secret = get("page");
        return secret != null
                && candidate != null
                && MessageDigest.isEqual(
                        secret.getBytes(StandardCharsets.US_ASCII), candidate.getBytes(StandardCharsets.US_ASCII));
    }

    /** The request that this page waits for; null before the first. */
    String request() {
        return get("request");
    }

    String number() {
        return get("number");
    }

    boolean pushed() {
        return "true".equals(get("pushed"));
    }

    void waitFor(String request, String number, boolean pushed) {
        set("request", request);
        set("number", number);
        set("pushed", String.valueOf(pushed));
    }

    void forgetRequest() {
        remove("request");
        remove("number");
        remove("pushed");
    }

    /** The name that somebody has typed, whether or not it is anybody's. */
    String name() {
        return get("name");
    }

    void name(String name) {
        if (name == null) {
            remove("name");
        } else {
            set("name", name);
        }
    }

    private String get(String name) {
        return authSession.getAuthNote(prefix + name);
    }

    private void set(String name, String value) {
        authSession.setAuthNote(prefix + name, value);
    }

    private void remove(String name) {
        authSession.removeAuthNote(prefix + name);
    }
}
