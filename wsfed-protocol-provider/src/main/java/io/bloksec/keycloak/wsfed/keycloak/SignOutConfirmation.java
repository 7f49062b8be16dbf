package io.bloksec.keycloak.wsfed.keycloak;

import io.bloksec.keycloak.wsfed.message.PassiveParameters;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserSessionModel;

/**
 * The question before a sign-out. Any page can link to {@code wsignout1.0}, and Entra ID sends no proof that a person wants it, so a realm that
 * minds asks. The button's form carries a secret of the session, which nobody else can write into a form.
 */
final class SignOutConfirmation {

    /** Realm attribute; {@code true}: ask. */
    static final String SETTING = "wsfed.signout.confirm";

    private static final String NOTE = "wsfed.sign_out_confirmation";
    private static final String PARAMETER = "confirmation";
    private static final SecureRandom RANDOM = new SecureRandom();

    private final RealmModel realm;

    SignOutConfirmation(RealmModel realm) {
        this.realm = realm;
    }

    /** Whether the person has still to be asked. */
    boolean isOpen(UserSessionModel userSession, PassiveParameters request, boolean posted) {
        return Boolean.parseBoolean(realm.getAttribute(SETTING)) && !(posted && isAnswered(userSession, request));
    }

    /** @return the fields of the form */
    Map<String, String> ask(UserSessionModel userSession, PassiveParameters request) {
        byte[] bits = new byte[16];
        RANDOM.nextBytes(bits);
        String secret = HexFormat.of().formatHex(bits);
        userSession.setNote(NOTE, secret);
        Map<String, String> fields = new HashMap<>();
        fields.put(PARAMETER, secret);
        for (String name : List.of("wtrealm", "wreply")) {
            request.nonEmpty(name).ifPresent(value -> fields.put(name, value));
        }
        return fields;
    }

    private static boolean isAnswered(UserSessionModel userSession, PassiveParameters request) {
        String secret = userSession.getNote(NOTE);
        return secret != null
                && MessageDigest.isEqual(
                        secret.getBytes(StandardCharsets.UTF_8),
                        request.nonEmpty(PARAMETER).orElse("").getBytes(StandardCharsets.UTF_8));
    }
}
