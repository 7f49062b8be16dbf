package io.bloksec.keycloak.blokkey.keycloak;

import io.bloksec.keycloak.blokkey.request.RequestEntity;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.LongSupplier;
import org.jboss.logging.Logger;
import org.keycloak.events.EventBuilder;
import org.keycloak.events.EventType;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.RealmModel;
import org.keycloak.models.utils.KeycloakModelUtils;

/**
 * Says that pushes cannot leave a realm as it is set up, in the log and as an event {@value #ERROR}: somebody has to look, but not
 * once for each sign-in.
 */
final class PushTroubles {

    static final String ERROR = "blokkey_push_misconfigured";

    /** Between two of a realm, a kind and a reason, on one node. */
    private static final Duration PAUSE = Duration.ofMinutes(10);

    private static final int MOST = 1_000;
    private static final Logger LOG = Logger.getLogger(PushTroubles.class);

    private final KeycloakSessionFactory factory;
    private final LongSupplier nanos;
    private final ConcurrentMap<String, Long> told = new ConcurrentHashMap<>();

    PushTroubles(KeycloakSessionFactory factory, LongSupplier nanos) {
        this.factory = factory;
        this.nanos = nanos;
    }

    /** On the push's own thread; what goes wrong here concerns nobody else. */
    void tell(RequestEntity row, String kind, String reason) {
        if (!isNews(row.realmId + "/" + kind + "/" + reason)) {
            return;
        }
        LOG.errorf("Pushes of kind %s cannot leave realm %s: %s", kind, row.realmId, reason);
        try {
            KeycloakModelUtils.runJobInTransaction(factory, session -> write(session, row, kind, reason));
        } catch (RuntimeException e) {
            LOG.warn("The event about pushes was not written", e);
        }
    }

    boolean isNews(String what) {
        if (told.size() >= MOST) {
            told.clear();
        }
        long now = nanos.getAsLong();
        Long mine = told.merge(what, now, (before, next) -> next - before >= PAUSE.toNanos() ? next : before);
        return mine == now;
    }

    private static void write(KeycloakSession session, RequestEntity row, String kind, String reason) {
        RealmModel realm = session.realms().getRealm(row.realmId);
        if (realm == null) {
            return;
        }
        session.getContext().setRealm(realm);
        new EventBuilder(realm, session)
                .event(EventType.LOGIN_ERROR)
                .client(row.client)
                .user(row.userId)
                .detail("blokkey_request", row.id)
                .detail("blokkey_push", kind)
                .detail("blokkey_push_problem", reason)
                .error(ERROR);
    }
}
