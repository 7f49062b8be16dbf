package io.bloksec.keycloak.badge.keycloak;

import io.bloksec.keycloak.badge.card.Alarm;
import io.bloksec.keycloak.badge.card.BadgeEntity;
import io.bloksec.keycloak.badge.card.Notice;
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

/** Letters to the people whose badges they are: their activation codes, and what somebody did with their badges. */
final class BadgeMails implements AutoCloseable {

    private static final int MOST_WAITING = 1_000;

    /** Members of a group who are told of an alarm. */
    private static final int MOST_TOLD = 50;

    private static final Logger LOG = Logger.getLogger(BadgeMails.class);

    private final KeycloakSessionFactory factory;
    /** Nobody waits for a notice; least of all somebody who signs in. */
    private final ThreadPoolExecutor sender =
            new ThreadPoolExecutor(0, 1, 60, TimeUnit.SECONDS, new ArrayBlockingQueue<>(MOST_WAITING), work -> {
                Thread thread = new Thread(work, "blokbadge-mail");
                thread.setDaemon(true);
                return thread;
            });

    BadgeMails(KeycloakSessionFactory factory) {
        this.factory = factory;
    }

    /** Whether a code can be sent at all. */
    static boolean reach(RealmModel realm, UserModel user) {
        return user.getEmail() != null
                && !user.getEmail().isBlank()
                && realm.getSmtpConfig() != null
                && !realm.getSmtpConfig().isEmpty();
    }

    /** @throws EmailException when the realm's server does not take it */
    static void code(KeycloakSession session, RealmModel realm, UserModel user, BadgeEntity badge, String code)
            throws EmailException {
        session.getProvider(EmailTemplateProvider.class)
                .setRealm(realm)
                .setUser(user)
                .send(
                        "blokbadgeCodeSubject",
                        "blokbadge-code.ftl",
                        attributes(Map.of("serial", badge.serial, "code", ActivationCodes.spaced(code))));
    }

    /** Some time in the next seconds, once what it tells of is committed; where it cannot be sent, the next sign-in tells. */
    void notice(KeycloakSession session, RealmModel realm, UserModel user, BadgeEntity badge, Notice notice) {
        if (!BadgeSettings.of(realm).mails() || !reach(realm, user)) {
            return;
        }
        String realmId = realm.getId();
        String userId = user.getId();
        String serial = badge.serial;
        later(
                session,
                () -> withRealm(
                        realmId,
                        (other, there) -> send(
                                other,
                                there,
                                other.users().getUserById(there, userId),
                                "blokbadgeNoticeSubject",
                                "blokbadge-notice.ftl",
                                Map.of("serial", serial, "what", notice.name()))));
    }

    /** To the members of the realm's group for alarms, whatever becomes of the call that raised it. */
    void alarm(RealmModel realm, UserModel user, BadgeEntity badge, Alarm alarm) {
        String group = BadgeSettings.of(realm).alarmGroup().orElse("");
        if (group.isEmpty()
                || realm.getSmtpConfig() == null
                || realm.getSmtpConfig().isEmpty()) {
            return;
        }
        String realmId = realm.getId();
        Map<String, Object> what =
                Map.of("serial", badge.serial, "what", alarm.name(), "person", PersonJson.name(user));
        queue(() -> withRealm(
                realmId,
                (other, there) -> Optional.ofNullable(there.getGroupById(group))
                        .ifPresent(members -> other.users()
                                .getGroupMembersStream(there, members, 0, MOST_TOLD)
                                .filter(member -> reach(there, member))
                                .forEach(member -> send(
                                        other,
                                        there,
                                        member,
                                        "blokbadgeMailAlarmSubject",
                                        "blokbadge-alarm.ftl",
                                        what)))));
    }

    private void queue(Runnable mail) {
        try {
            sender.execute(mail);
        } catch (RejectedExecutionException e) {
            LOG.warn("Too many mails wait to be sent; one about a badge is dropped");
        }
    }

    private void later(KeycloakSession session, Runnable mail) {
        session.getTransactionManager().enlistAfterCompletion(new org.keycloak.models.AbstractKeycloakTransaction() {
            @Override
            protected void commitImpl() {
                queue(mail);
            }

            @Override
            protected void rollbackImpl() {}
        });
    }

    private void withRealm(String realmId, BiConsumer<KeycloakSession, RealmModel> work) {
        try {
            KeycloakModelUtils.runJobInTransaction(factory, session -> {
                RealmModel realm = session.realms().getRealm(realmId);
                session.getContext().setRealm(realm);
                work.accept(session, realm);
            });
        } catch (RuntimeException e) {
            LOG.warnf("A mail about a badge was not sent: %s", e.getMessage());
        }
    }

    private static void send(
            KeycloakSession session,
            RealmModel realm,
            UserModel user,
            String subject,
            String template,
            Map<String, Object> what) {
        if (user == null) {
            return;
        }
        try {
            session.getProvider(EmailTemplateProvider.class)
                    .setRealm(realm)
                    .setUser(user)
                    .send(subject, List.of(what.get("serial")), template, attributes(what));
        } catch (EmailException e) {
            LOG.warnf("A mail about a badge was not sent: %s", e.getMessage());
        }
    }

    /** Keycloak adds its own to them. */
    private static Map<String, Object> attributes(Map<String, Object> ours) {
        return new HashMap<>(ours);
    }

    @Override
    public void close() {
        sender.shutdownNow();
    }
}
