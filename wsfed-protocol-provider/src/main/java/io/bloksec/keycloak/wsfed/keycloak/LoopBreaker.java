package io.bloksec.keycloak.wsfed.keycloak;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserSessionModel;

/**
 * Recognises a relying party that sends the same sign-in back again and again, because it does not like the answer: without an
 * end the browser would run between the two. The same is the same {@code wctx} of the same session, {@value #TIMES} times
 * after the first within {@value #SECONDS} seconds.
 */
final class LoopBreaker {

    private static final int TIMES = 3;
    private static final int SECONDS = 60;

    private final KeycloakSession session;

    LoopBreaker(KeycloakSession session) {
        this.session = session;
    }

    /** Counts this answer; true when there were too many already. */
    boolean isTooMuch(UserSessionModel userSession, ClientModel client, Optional<String> wctx) {
        if (wctx.isEmpty()) {
            return false;
        }
        String key = "wsfed:answered:" + userSession.getId() + ":" + digest(client.getId() + " " + wctx.get()) + ":";
        for (int time = 0; time <= TIMES; time++) {
            if (session.singleUseObjects().putIfAbsent(key + time, SECONDS)) {
                return false;
            }
        }
        return true;
    }

    private static String digest(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
