package io.bloksec.keycloak.blokkey.keycloak;

import io.bloksec.keycloak.blokkey.device.Devices;
import io.bloksec.keycloak.blokkey.enrolment.Enrolments;
import io.bloksec.keycloak.blokkey.invitation.Invitations;
import io.bloksec.keycloak.blokkey.passcode.Passcodes;
import io.bloksec.keycloak.blokkey.push.PushDispatcher;
import io.bloksec.keycloak.blokkey.request.Browsers;
import io.bloksec.keycloak.blokkey.request.Lanes;
import io.bloksec.keycloak.blokkey.request.Requests;
import io.bloksec.keycloak.blokkey.waiting.Waiters;
import io.bloksec.keycloak.blokkey.waiting.Watcher;
import io.bloksec.keycloak.database.Database;
import io.bloksec.keycloak.database.DatabaseClock;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jboss.logging.Logger;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.services.resource.RealmResourceProvider;

/** What lives as long as the server: the tables, the clock, the waiting pages of this node. */
final class Engine implements AutoCloseable {

    /** Measured with 9,000; see docs/blokkey.md. */
    private static final int MOST_WAITING = 20_000;

    /** An office behind one address. */
    private static final int MOST_WAITING_OF_ADDRESS = 2_000;

    /** Of one network address: an office shares one in the morning. */
    private static final int STARTS_A_MINUTE = 600;

    /** Tried by one network address; a pairing code has 50 bits. */
    private static final int TICKETS_A_MINUTE = 120;

    /** By one device, which makes about five for a sign-in. */
    private static final int CALLS_A_MINUTE = 600;

    /** By all devices, and whoever says to be one, behind one network address. */
    private static final int ADDRESS_CALLS_A_MINUTE = 12_000;

    private static final long HISTORY = 30L * 24 * 60 * 60_000;

    private static final Logger LOG = Logger.getLogger(Engine.class);

    final DatabaseClock clock;
    final Devices devices;
    final Requests requests;
    final Lanes lanes;
    final Browsers browsers;
    final Enrolments enrolments;
    final Invitations invitations;
    final InvitationMails mails;
    final Passcodes passcodes;
    final PushDispatcher pushes = new PushDispatcher();
    final PushTroubles pushTroubles;
    final Waiters waiters = new Waiters(MOST_WAITING, MOST_WAITING_OF_ADDRESS);
    final CallLimit starts = new CallLimit(STARTS_A_MINUTE, 60_000);
    final CallLimit tickets = new CallLimit(TICKETS_A_MINUTE, 60_000);
    final CallLimit calls = new CallLimit(CALLS_A_MINUTE, 60_000);
    final CallLimit addressCalls = new CallLimit(ADDRESS_CALLS_A_MINUTE, 60_000);
    final BlokKeyMetrics metrics = new BlokKeyMetrics(waiters, pushes);
    final boolean waitsByPolling;
    final Removals removals;
    final ReportedSessions reported;
    private final Journal journal;
    private final Database database;
    private final Watcher watcher;

    /** @param waitsByPolling whether pages ask again and again instead of waiting on one line */
    Engine(KeycloakSessionFactory factory, boolean waitsByPolling) {
        this.waitsByPolling = waitsByPolling;
        Database database = new Database(factory);
        clock = new DatabaseClock(database);
        journal = Journals.in(factory);
        this.database = database;
        devices = new Devices(database, clock, journal);
        lanes = new Lanes(database, clock);
        requests = new Requests(database, clock, lanes, journal);
        browsers = new Browsers(database, clock);
        invitations = new Invitations(database, clock);
        mails = new InvitationMails(factory, invitations);
        enrolments = new Enrolments(database, clock, invitations);
        passcodes = new Passcodes(database, clock, journal);
        pushTroubles = new PushTroubles(factory, System::nanoTime);
        removals = new Removals(database);
        reported = new ReportedSessions(factory, requests);
        watcher = new Watcher(waiters, new RequestChanges(requests), this::eachSecond, this::sweep);
    }

    static Engine of(KeycloakSession session) {
        return ((BlokKeyResourceFactory)
                        session.getKeycloakSessionFactory().getProviderFactory(RealmResourceProvider.class, BlokKey.ID))
                .engine();
    }

    void start() {
        watcher.start();
    }

    /** What an administrator has done, as far as it can be written; it stands in any case. */
    void administered(String realmId, String by, Map<String, String> what) {
        try {
            database.commit(em -> {
                journal.administered(em, realmId, clock.now(), by, what);
                return null;
            });
        } catch (RuntimeException e) {
            LOG.error("What an administrator has done is not in the audit trail: " + what, e);
        }
    }

    private void eachSecond() {
        reported.end();
        requests.recordEnds();
        devices.recordRemovals();
        mails.tick();
    }

    private void sweep() {
        requests.sweep(HISTORY);
        devices.sweep();
        browsers.sweep();
        lanes.sweep();
        enrolments.sweep();
        passcodes.sweep();
        invitations.sweep();
    }

    @Override
    public void close() {
        mails.close();
        pushes.close();
        watcher.close();
    }

    private record RequestChanges(Requests requests) implements Watcher.Changes {
        @Override
        public long now() {
            return requests.now();
        }

        @Override
        public void since(long time, BiConsumer<String, String> change) {
            requests.changedSince(time)
                    .forEach(each -> change.accept(each.id(), ShownState.news(each.state(), each.contested())));
        }
    }
}
