package io.bloksec.keycloak.blokkey.keycloak;

import io.bloksec.keycloak.blokkey.invitation.InvitationEntity;
import io.bloksec.keycloak.blokkey.invitation.InvitationLink;
import io.bloksec.keycloak.blokkey.invitation.Invitations;
import io.bloksec.keycloak.blokkey.invitation.MailState;
import io.bloksec.keycloak.blokkey.qr.QrImage;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.jboss.logging.Logger;
import org.keycloak.email.EmailException;
import org.keycloak.email.EmailTemplateProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.utils.KeycloakModelUtils;
import org.keycloak.models.utils.UserModelDelegate;

/**
 * Sends what waits in the table, so many a minute as the realm says: a restart loses none, and of several nodes one sends each. Nobody
 * waits for it.
 */
final class InvitationMails implements AutoCloseable {

    /** Of one realm a second, so that it does not hold up another's; as many as the setting allows at most. */
    private static final int MOST_AT_ONCE = 100;

    private static final Logger LOG = Logger.getLogger(InvitationMails.class);

    private final KeycloakSessionFactory factory;
    private final Invitations invitations;
    private final ThreadPoolExecutor sender =
            new ThreadPoolExecutor(0, 1, 60, TimeUnit.SECONDS, new ArrayBlockingQueue<>(100), work -> {
                Thread thread = new Thread(work, "blokkey-mail");
                thread.setDaemon(true);
                return thread;
            });

    InvitationMails(KeycloakSessionFactory factory, Invitations invitations) {
        this.factory = factory;
        this.invitations = invitations;
    }

    /** Once a second. */
    void tick() {
        if (sender.getActiveCount() == 0 && sender.getQueue().isEmpty()) {
            queue(this::sendWaiting);
        }
    }

    /** Somebody has brought a second phone: whoever invited wants to know. */
    void alarm(KeycloakSession session, String invitation) {
        String realmId = session.getContext().getRealm().getId();
        queue(() -> invitations
                .find(realmId, invitation)
                .ifPresent(row -> withRealm(realmId, (own, realm) -> {
                    RealmModel home = own.realms().getRealm(row.issuerRealm);
                    UserModel issuer = home == null ? null : own.users().getUserById(home, row.issuedBy);
                    UserModel person = own.users().getUserById(realm, row.userId);
                    if (issuer != null && issuer.getEmail() != null && person != null) {
                        try {
                            send(
                                    own,
                                    realm,
                                    issuer,
                                    issuer.getEmail(),
                                    "blokkeyInvitationVoidSubject",
                                    "blokkey-invitation-void.ftl",
                                    Map.of("person", person.getUsername()));
                        } catch (EmailException e) {
                            LOG.warnf("Nobody was told that invitation %s is void: %s", row.id, e.getMessage());
                        }
                    }
                })));
    }

    /** Each claimed just before it is sent: what waits behind a slow mail is still anybody's. */
    private void sendWaiting() {
        try {
            for (String realmId : invitations.realmsWithMail()) {
                int sent = 0;
                while (sent < MOST_AT_ONCE && sendNext(realmId)) {
                    sent++;
                }
            }
        } catch (RuntimeException e) {
            LOG.warn("Invitations wait to be sent", e);
        }
    }

    private boolean sendNext(String realmId) {
        boolean[] sent = new boolean[1];
        withRealm(realmId, (session, realm) -> {
            InvitationSettings settings = InvitationSettings.of(realm);
            invitations.nextMail(realmId, settings.mailsAMinute()).ifPresent(row -> {
                invitations.mailed(row, sent(session, realm, settings, row));
                sent[0] = true;
            });
        });
        return sent[0];
    }

    private static MailState sent(
            KeycloakSession session, RealmModel realm, InvitationSettings settings, InvitationEntity row) {
        UserModel user = session.users().getUserById(realm, row.userId);
        if (user == null) {
            return MailState.FAILED;
        }
        String link = InvitationLink.of(row, settings.secret());
        Map<String, Object> what = new HashMap<>();
        what.put("link", link);
        what.put("qr", QrImage.runs(link));
        what.put(
                "person",
                Optional.ofNullable(user.getFirstName())
                        .filter(name -> !name.isBlank())
                        .orElse(user.getUsername()));
        what.put("hours", (int) TimeUnit.MILLISECONDS.toHours(Invitations.LIFE));
        what.put("code", row.codeHash != null);
        try {
            send(session, realm, user, row.address, "blokkeyInvitationSubject", "blokkey-invitation.ftl", what);
            return MailState.SENT;
        } catch (EmailException | RuntimeException e) {
            LOG.warnf("Invitation %s was not sent: %s", row.id, e.getMessage());
            return MailState.FAILED;
        }
    }

    private static void send(
            KeycloakSession session,
            RealmModel realm,
            UserModel user,
            String address,
            String subject,
            String template,
            Map<String, Object> what)
            throws EmailException {
        String name = realm.getDisplayName() == null || realm.getDisplayName().isBlank()
                ? realm.getName()
                : realm.getDisplayName();
        Map<String, Object> attributes = new HashMap<>(what);
        attributes.put("realmLabel", name);
        session.getProvider(EmailTemplateProvider.class)
                .setRealm(realm)
                .setUser(new UserModelDelegate(user) {
                    @Override
                    public String getEmail() {
                        return address;
                    }
                })
                .send(subject, List.of(name), template, attributes);
    }

    private void queue(Runnable mail) {
        try {
            sender.execute(mail);
        } catch (RejectedExecutionException e) {
            LOG.warn("Too many mails wait; one is dropped");
        }
    }

    private void withRealm(String realmId, BiConsumer<KeycloakSession, RealmModel> work) {
        try {
            KeycloakModelUtils.runJobInTransaction(factory, session -> {
                RealmModel realm = session.realms().getRealm(realmId);
                if (realm != null) {
                    session.getContext().setRealm(realm);
                    work.accept(session, realm);
                }
            });
        } catch (RuntimeException e) {
            LOG.warnf("A mail about an invitation was not sent: %s", e.getMessage());
        }
    }

    @Override
    public void close() {
        sender.shutdownNow();
    }
}
