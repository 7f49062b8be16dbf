package io.bloksec.keycloak.blokkey.keycloak;

import io.bloksec.keycloak.blokkey.push.PushAddress;
import io.bloksec.keycloak.blokkey.push.PushMessage;
import io.bloksec.keycloak.blokkey.push.PushOutcome;
import io.bloksec.keycloak.blokkey.push.PushSender;
import java.util.HashMap;
import java.util.Map;
import org.keycloak.email.EmailException;
import org.keycloak.email.EmailTemplateProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.utils.KeycloakModelUtils;

/**
 * Writes to the person whose device it is that something waits, with a link that opens the app and nothing else: neither the
 * application nor the number stands in the mail, and nothing can be approved by it. Whoever reads the mailbox learns that a sign-in
 * waits, as whoever sees a phone ring does.
 *
 * @param userId null until {@link #to} has named the person
 * @param link the app, without any reference
 * @param on whether the realm sends mails
 */
record MailPushSender(KeycloakSessionFactory factory, String realmId, String userId, String link, boolean on)
        implements PushSender {

    @Override
    public PushSender to(UserModel person) {
        return new MailPushSender(factory, realmId, person.getId(), link, on);
    }

    @Override
    public boolean accepts(PushAddress address) {
        return on && address.values().isEmpty();
    }

    /** Realms have mail servers of their own. */
    @Override
    public String route(PushAddress to) {
        return "the mail server of realm " + realmId;
    }

    /** Keycloak's mail settings bound the time: ten seconds to connect and ten to answer, where the realm says nothing else. */
    @Override
    public PushOutcome send(PushAddress to, PushMessage message) {
        if (!on) {
            return new PushOutcome.Refused("the realm sends no mails for sign-ins");
        }
        PushOutcome[] outcome = {new PushOutcome.Failed("no mail")};
        KeycloakModelUtils.runJobInTransaction(factory, session -> outcome[0] = send(session));
        return outcome[0];
    }

    private PushOutcome send(KeycloakSession session) {
        RealmModel realm = session.realms().getRealm(realmId);
        if (realm == null || userId == null) {
            return new PushOutcome.Refused("nobody to write to");
        }
        session.getContext().setRealm(realm);
        UserModel person = session.users().getUserById(realm, userId);
        if (person == null || !person.isEnabled() || !isVerified(person)) {
            return new PushOutcome.Refused("no verified e-mail address");
        }
        if (realm.getSmtpConfig() == null || realm.getSmtpConfig().isEmpty()) {
            return new PushOutcome.Misconfigured("the realm has no mail server");
        }
        try {
            // Keycloak adds its own to the attributes.
            session.getProvider(EmailTemplateProvider.class)
                    .setRealm(realm)
                    .setUser(person)
                    .send("blokkeyMailSubject", "blokkey-waiting.ftl", new HashMap<>(Map.of("link", link)));
            return new PushOutcome.Delivered();
        } catch (EmailException e) {
            return new PushOutcome.Failed("the mail server did not take it");
        }
    }

    private static boolean isVerified(UserModel person) {
        return person.isEmailVerified()
                && person.getEmail() != null
                && !person.getEmail().isBlank();
    }
}
