package io.bloksec.keycloak.blokkey.keycloak;

import io.bloksec.keycloak.blokkey.secret.RealmSecret;
import java.util.Optional;
import org.keycloak.common.util.MultivaluedHashMap;
import org.keycloak.component.ComponentModel;
import org.keycloak.models.RealmModel;

/**
 * What a realm says about invitations; readable without a request.
 *
 * @param alwaysCode whether each invitation asks for an activation code, not only those that must
 * @param mailsAMinute of the whole realm
 */
record InvitationSettings(RealmSecret secret, boolean alwaysCode, int mailsAMinute) {

    static final String CODE = "invitation-code";
    static final String MAILS = "invitation-mails";
    private static final String ALWAYS = "always";
    private static final int DEFAULT_MAILS = 60;
    private static final int MOST_MAILS = 6_000;

    /** For work without a request, in a realm in which somebody was invited before. */
    static InvitationSettings of(RealmModel realm) {
        return of(RealmSetup.stored(realm).orElseThrow());
    }

    static InvitationSettings of(MultivaluedHashMap<String, String> config) {
        return new InvitationSettings(
                new RealmSecret(config.getFirst(RealmSetup.SECRET)),
                ALWAYS.equals(config.getFirst(CODE)),
                mails(config.getFirst(MAILS)).orElse(DEFAULT_MAILS));
    }

    /** @return why they would not do; null when they do */
    static String problem(ComponentModel model) {
        String code = model.get(CODE);
        if (code != null && !code.isBlank() && !code.equals(ALWAYS) && !code.equals("auto")) {
            return "The activation code is asked for auto or always";
        }
        String mails = model.get(MAILS);
        return mails == null || mails.isBlank() || mails(mails).isPresent()
                ? null
                : "Invitations a minute are a number from 1 to " + MOST_MAILS;
    }

    private static Optional<Integer> mails(String text) {
        return Optional.ofNullable(text)
                .filter(each -> each.matches("[0-9]{1,4}"))
                .map(Integer::valueOf)
                .filter(each -> each >= 1 && each <= MOST_MAILS);
    }
}
