package io.bloksec.keycloak.blokkey.request;

import io.bloksec.keycloak.blokkey.signed.Bytes;
import io.bloksec.keycloak.database.Database;
import io.bloksec.keycloak.database.DatabaseClock;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Query;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The requests' table. Every change is one conditional UPDATE that names the state it leaves and the time by which it must
 * happen, committed on its own: whoever changes no row has lost, and nothing else can have happened.
 */
public final class Requests {

    /** Open at once in the name of one person, from browsers that the person chose or after a first factor. */
    static final int MOST_OPEN = 3;

    /** The same from browsers that nobody knows. */
    static final int MOST_OPEN_UNKNOWN = 2;

    /** How long an approval waits for its browser, milliseconds. */
    public static final long APPROVAL_LIFE = 30_000;

    /** The least time between being shown and being approved, milliseconds. */
    public static final long DWELL = 1_000;

    /** How long a request in a name that is nobody's is kept, milliseconds. */
    private static final long NOBODYS_LIFE = 60 * 60_000L;

    /** How far the watcher looks back beyond its last look, milliseconds: late commits and clocks. */
    private static final long OVERLAP = 10_000;

    private static final String OPEN_STATES =
            State.OPEN.stream().map(state -> "'" + state + "'").sorted().collect(Collectors.joining(",", "(", ")"));

    private static final int MOST_RECORDED = 200;

    private final Database database;
    private final DatabaseClock clock;
    private final Lanes lanes;
    private final RequestJournal journal;

    public Requests(Database database, DatabaseClock clock, Lanes lanes, RequestJournal journal) {
        this.database = database;
        this.clock = clock;
        this.lanes = lanes;
        this.journal = journal;
    }

    /**
     * Replaces what the same browser had open before, unless it lies on a phone's screen. Where as many are open in somebody's name
     * as may be, the new one is for the QR code alone: it is not in the app's list, and no push leaves for it.
     */
    public RequestEntity create(NewRequest wanted) {
        long now = clock.now();
        if (wanted.laneKey() != null) {
            lanes.ensure(wanted.realmId(), wanted.laneKey());
        }
        return database.commit(em -> {
            if (wanted.laneKey() != null) {
                lock(em, wanted.laneKey());
            }
            em.createQuery("update RequestEntity r set r.state = 'SUPERSEDED', r.changedAt = :now"
                            + " where r.realmId = :realm and (r.rootHash = :root or r.browserId = :browser)"
                            + " and r.state in ('CREATED', 'CLAIMED')")
                    .setParameter("now", now)
                    .setParameter("realm", wanted.realmId())
                    .setParameter("root", wanted.binding().rootHash())
                    .setParameter(
                            "browser",
                            wanted.browserKey() == null
                                    ? "-"
                                    : wanted.browserKey().thumbprint())
                    .executeUpdate();
            RequestEntity row = row(wanted, now);
            if (wanted.laneKey() != null && !hasRoom(em, wanted, now)) {
                row.channel = Channel.QR.name();
            }
            em.persist(row);
            return row;
        });
    }

    /** Two that count at once would both find room. */
    private static void lock(EntityManager em, String laneKey) {
        em.createQuery("update LaneEntity l set l.realmId = l.realmId where l.id = :id")
                .setParameter("id", laneKey)
                .executeUpdate();
    }

    public Optional<RequestEntity> find(String realmId, String id) {
        return database.commit(em -> em.createQuery(
                        "from RequestEntity r where r.id = :id and r.realmId = :realm", RequestEntity.class)
                .setParameter("id", id)
                .setParameter("realm", realmId)
                .getResultStream()
                .findFirst());
    }

    /** What a person can decide on now, newest first. */
    public List<RequestEntity> openOf(String realmId, String userId) {
        return database.commit(em -> em.createQuery(
                        "from RequestEntity r where r.realmId = :realm and r.userId = :user and r.expiresAt > :now"
                                + " and (r.channel = 'PUSH' or r.state <> 'CREATED')"
                                + " and r.state in " + OPEN_STATES + " order by r.createdAt desc",
                        RequestEntity.class)
                .setParameter("realm", realmId)
                .setParameter("user", userId)
                .setParameter("now", clock.now())
                .getResultList());
    }

    /** The last 50 that have ended, newest first. */
    public List<RequestEntity> endedOf(String realmId, String userId) {
        return database.commit(em -> em.createQuery(
                        "from RequestEntity r where r.realmId = :realm and r.userId = :user"
                                + " and (r.expiresAt <= :now or r.state not in " + OPEN_STATES
                                + ") order by r.createdAt desc",
                        RequestEntity.class)
                .setParameter("realm", realmId)
                .setParameter("user", userId)
                .setParameter("now", clock.now())
                .setMaxResults(50)
                .getResultList());
    }

    /** By QR or link: the first device has it. Where a person is named, only that person's. */
    public boolean claim(String realmId, String id, String userId, String deviceId, Channel channel) {
        return change(
                realmId,
                id,
                "r.state = 'CLAIMED', r.channel = :channel, r.deviceId = :device, r.userId = :user",
                "r.state = 'CREATED' and r.expiresAt > :now and (r.userId = :user or (r.userId is null and r.named = false))",
                Map.of("channel", channel.name(), "device", deviceId, "user", userId));
    }

    /** A second device has scanned a code that names nobody, or the person's own: both screens are to say so. */
    public boolean contest(String realmId, String id, String userId, String deviceId) {
        return change(
                realmId,
                id,
                "r.contested = true",
                "r.state in ('CLAIMED', 'SHOWN') and r.contested = false and r.expiresAt > :now and r.deviceId <> :device"
                        + " and (r.named = false or r.userId = :user)",
                Map.of("device", deviceId, "user", userId));
    }

    /** On the screen of this device, in front of a person. */
    public boolean show(String realmId, String id, String userId, String deviceId) {
        return change(
                realmId,
                id,
                "r.state = 'SHOWN', r.shownAt = :now, r.deviceId = :device",
                "r.expiresAt > :now and r.userId = :user and ((r.state = 'CREATED' and r.channel = 'PUSH') or (r.state = 'CLAIMED' and r.deviceId = :device))",
                Map.of("device", deviceId, "user", userId));
    }

    /** Both signatures hold, and so does everything else. */
    public boolean approve(String realmId, String id, String deviceId, Decision decision) {
        long now = clock.now();
        return database.change(
                em -> em.createQuery("update RequestEntity r set r.state = 'APPROVED', r.changedAt = :now,"
                                + " r.approvedAt = :now, r.grade = :grade, r.remember = :remember, r.verifierHash = :verifier,"
                                + " r.decisionHash = :hash, r.evidence = :evidence"
                                + " where r.id = :id and r.realmId = :realm and r.state = 'SHOWN' and r.deviceId = :device"
                                + " and r.expiresAt > :now and r.shownAt <= :seen" + deviceCounts())
                        .setParameter("now", now)
                        .setParameter("seen", now - DWELL)
                        .setParameter("id", id)
                        .setParameter("realm", realmId)
                        .setParameter("device", deviceId)
                        .setParameter("grade", decision.grade().name())
                        .setParameter("remember", decision.remember())
                        .setParameter("verifier", decision.verifierHash())
                        .setParameter("hash", decision.hash())
                        .setParameter("evidence", decision.evidence())
                        .executeUpdate());
    }

    /**
     * A wrong number: nobody gets a second try.
     *
     * @param evidence text and signatures as JSON
     */
    public boolean burn(String realmId, String id, String evidence) {
        return change(
                realmId,
                id,
                "r.state = 'BURNT', r.refusal = :evidence",
                "r.state = 'SHOWN' and r.expiresAt > :now",
                Map.of("evidence", evidence));
    }

    /** @param evidence text and signature as JSON */
    public boolean deny(String realmId, String id, String userId, String deviceId, String evidence) {
        return change(
                realmId,
                id,
                "r.state = 'DENIED', r.deviceId = coalesce(r.deviceId, :device), r.refusal = :evidence",
                "r.expiresAt > :now and r.userId = :user and r.state in " + OPEN_STATES,
                Map.of("device", deviceId, "user", userId, "evidence", evidence));
    }

    /** As a denial, and an approval can be taken back; after the browser has gone on, the report stays with the record. */
    public boolean report(String realmId, String id, String userId, String deviceId, String evidence) {
        return change(
                realmId,
                id,
                "r.state = case when r.state = 'CONSUMED' then 'CONSUMED' else 'REPORTED' end, r.recorded = false,"
                        + " r.deviceId = coalesce(r.deviceId, :device), r.refusal = :evidence",
                "r.userId = :user and ((r.expiresAt > :now and r.state in " + OPEN_STATES
                        + ") or r.state in ('APPROVED', 'CONSUMED'))",
                Map.of("device", deviceId, "user", userId, "evidence", evidence));
    }

    /** Approvals that were used, and reported since that time. */
    public List<Reported> reportedAfterUse(long since) {
        return database.commit(em -> em.createQuery(
                        "select distinct r.realmId, r.userId, r.rootHash from RequestEntity r where r.changedAt > :since"
                                + " and r.state = 'CONSUMED' and r.refusal is not null",
                        Object[].class)
                .setParameter("since", since)
                .getResultStream()
                .map(row -> new Reported((String) row[0], (String) row[1], (String) row[2]))
                .toList());
    }

    /**
     * The end of a good sign-in, once. Everything the approval was given for is in the WHERE.
     *
     * @param userId of the approval; the caller has looked at the person and at the device's credential
     */
    public boolean consume(String realmId, String id, String userId, Binding binding) {
        long now = clock.now();
        return database.change(em -> {
            int used = em.createQuery(
                            "update RequestEntity r set r.state = 'CONSUMED', r.recorded = true, r.changedAt = :now"
                                    + " where r.id = :id and r.realmId = :realm and r.state = 'APPROVED'"
                                    + " and r.approvedAt > :deadline and r.userId = :user and r.rootHash = :root and r.tabId = :tab"
                                    + " and r.clientId = :client and r.flowId = :flow and r.executionId = :execution"
                                    + " and coalesce(r.acr, '') = :acr and (r.channel <> 'LINK' or r.verified = true)"
                                    + deviceCounts())
                    .setParameter("now", now)
                    .setParameter("deadline", now - APPROVAL_LIFE)
                    .setParameter("id", id)
                    .setParameter("realm", realmId)
                    .setParameter("user", userId)
                    .setParameter("root", binding.rootHash())
                    .setParameter("tab", binding.tabId())
                    .setParameter("client", binding.clientId())
                    .setParameter("flow", binding.flowId())
                    .setParameter("execution", binding.executionId())
                    .setParameter("acr", binding.acr())
                    .executeUpdate();
            if (used == 1) {
                journal.used(em, em.find(RequestEntity.class, id));
            }
            return used;
        });
    }

    /** Writes down the ends that do not wait for it, of requests of people. */
    public void recordEnds() {
        if (!journal.isKept()) {
            return;
        }
        List<String> waiting = database.commit(em -> em.createQuery(
                        "select r.id from RequestEntity r where r.recorded = false and r.userId is not null"
                                + " and r.state not in " + OPEN_STATES + " and r.state <> 'APPROVED'",
                        String.class)
                .setMaxResults(MOST_RECORDED)
                .getResultList());
        waiting.forEach(id -> database.change(em -> {
            int mine = em.createQuery(
                            "update RequestEntity r set r.recorded = true where r.id = :id and r.recorded = false")
                    .setParameter("id", id)
                    .executeUpdate();
            if (mine == 1) {
                RequestEntity row = em.find(RequestEntity.class, id);
                State state = State.valueOf(row.state);
                journal.ended(em, row, state == State.CONSUMED ? State.REPORTED : state);
            }
            return mine;
        }));
    }

    /** The verifier came back to the browser that asked. */
    public boolean verify(String realmId, String id, String rootHash, String verifierHash) {
        return change(
                realmId,
                id,
                "r.verified = true",
                "r.state = 'APPROVED' and r.channel = 'LINK' and r.rootHash = :root and r.verifierHash = :verifier",
                Map.of("root", rootHash, "verifier", verifierHash));
    }

    /** The person went another way, in that browser. */
    public boolean cancel(String realmId, String id, String rootHash) {
        return change(
                realmId,
                id,
                "r.state = 'CANCELLED'",
                "r.rootHash = :root and (r.state = 'APPROVED' or r.state in " + OPEN_STATES + ")",
                Map.of("root", rootHash));
    }

    /** What a device was about to decide, when the device goes. */
    public void cancelOfDevice(String realmId, String deviceId) {
        long now = clock.now();
        database.commit(em -> em.createQuery("update RequestEntity r set r.state = 'CANCELLED', r.changedAt = :now"
                        + " where r.realmId = :realm and r.deviceId = :device and (r.state = 'APPROVED' or r.state in "
                        + OPEN_STATES + ")")
                .setParameter("now", now)
                .setParameter("realm", realmId)
                .setParameter("device", deviceId)
                .executeUpdate());
    }

    /** Ids and states of what changed lately, for those who wait. */
    public List<Change> changedSince(long since) {
        return database.commit(em -> em.createQuery(
                        "select r.id, r.state, r.channel, r.verified, r.contested from RequestEntity r where r.changedAt > :since and r.state <> 'CREATED'",
                        Object[].class)
                .setParameter("since", since - OVERLAP)
                .getResultStream()
                .map(row -> new Change(
                        (String) row[0],
                        forThePage(State.valueOf((String) row[1]), (String) row[2], (Boolean) row[3]),
                        (Boolean) row[4]))
                .toList());
    }

    /** Says in the row what every WHERE has known since the time ran out; forgets what is older than the history. */
    public void sweep(long historyMillis) {
        long now = clock.now();
        database.commit(em -> em.createQuery("update RequestEntity r set r.state = 'EXPIRED', r.changedAt = :now"
                        + " where (r.expiresAt <= :now and r.state in " + OPEN_STATES
                        + ") or (r.state = 'APPROVED' and r.approvedAt <= :deadline)")
                .setParameter("now", now)
                .setParameter("deadline", now - APPROVAL_LIFE)
                .executeUpdate());
        database.commit(em -> em.createQuery("delete from RequestEntity r where r.createdAt < :oldest"
                        + " or (r.userId is null and r.createdAt < :nobodys)")
                .setParameter("oldest", now - historyMillis)
                .setParameter("nobodys", now - NOBODYS_LIFE)
                .executeUpdate());
    }

    public long now() {
        return clock.now();
    }

    /** The state as it is by the clock, whether or not a sweep has written it down. */
    public State stateOf(RequestEntity row) {
        State state = State.valueOf(row.state);
        long now = clock.now();
        boolean late = (state.isOpen() && row.expiresAt <= now)
                || (state == State.APPROVED && row.approvedAt <= now - APPROVAL_LIFE);
        return late ? State.EXPIRED : state;
    }

    /** The same for the page in the browser: an approval by link counts when its verifier has come back there. */
    public State pageStateOf(RequestEntity row) {
        return forThePage(stateOf(row), row.channel, row.verified);
    }

    private static State forThePage(State state, String channel, boolean verified) {
        return state == State.APPROVED && Channel.LINK.name().equals(channel) && !verified ? State.SHOWN : state;
    }

    private boolean change(String realmId, String id, String set, String where, Map<String, Object> parameters) {
        long now = clock.now();
        return database.change(em -> {
            Query update = em.createQuery("update RequestEntity r set " + set + ", r.changedAt = :now"
                            + " where r.id = :id and r.realmId = :realm and " + where)
                    .setParameter("now", now)
                    .setParameter("id", id)
                    .setParameter("realm", realmId);
            parameters.forEach(update::setParameter);
            return update.executeUpdate();
        });
    }

    private static String deviceCounts() {
        return " and exists (select 1 from DeviceEntity d where d.id = r.deviceId and d.state = 'ACTIVE' and d.userId = r.userId)";
    }

    /**
     * Counted by the name's key, which every name has, and strangers' requests until their nominal end, whatever a person answered: a
     * stranger learns nothing from it. They never count against the person's own browsers.
     */
    private static boolean hasRoom(EntityManager em, NewRequest wanted, long now) {
        boolean stranger = wanted.lane() == Lane.UNKNOWN;
        long open = em.createQuery(
                        "select count(r) from RequestEntity r where r.realmId = :realm and r.laneKey = :key"
                                + " and r.channel = 'PUSH' and r.lane " + (stranger ? "=" : "<>") + " 'UNKNOWN'"
                                + " and r.expiresAt > :now"
                                + (wanted.countsToItsEnd()
                                        ? " and r.state <> 'CONSUMED'"
                                        : " and r.state in " + OPEN_STATES),
                        Long.class)
                .setParameter("realm", wanted.realmId())
                .setParameter("key", wanted.laneKey())
                .setParameter("now", now)
                .getSingleResult();
        return open < (stranger ? MOST_OPEN_UNKNOWN : MOST_OPEN);
    }

    private static RequestEntity row(NewRequest wanted, long now) {
        RequestEntity row = new RequestEntity();
        row.id = wanted.id();
        row.realmId = wanted.realmId();
        row.userId = wanted.userId();
        row.named = wanted.named();
        row.state = State.CREATED.name();
        row.type = wanted.newDevice() == null ? "approve" : "add-device";
        row.channel = wanted.channel().name();
        row.lane = wanted.lane().name();
        row.createdAt = now;
        row.changedAt = now;
        row.expiresAt = now + wanted.lifeMillis();
        row.nonce = Bytes.newSecret();
        row.rootHash = wanted.binding().rootHash();
        row.tabId = wanted.binding().tabId();
        row.clientId = wanted.binding().clientId();
        row.flowId = wanted.binding().flowId();
        row.executionId = wanted.binding().executionId();
        row.acr = wanted.binding().acr().isEmpty() ? null : wanted.binding().acr();
        if (wanted.browserKey() != null) {
            row.browserId = wanted.browserKey().thumbprint();
            row.browserX = wanted.browserKey().x();
            row.browserY = wanted.browserKey().y();
        }
        row.laneKey = wanted.laneKey();
        row.client = wanted.context().client();
        row.clientName = wanted.context().clientName();
        row.browser = wanted.context().browser();
        row.system = wanted.context().system();
        row.address = wanted.context().address();
        row.place = wanted.context().place();
        row.numberHash = wanted.numberHash();
        row.numberDigits = wanted.numberDigits();
        row.numberNeeded = wanted.numberNeeded();
        row.mayRemember = wanted.mayRemember();
        row.leastGrade = wanted.leastGrade().name();
        row.newDevice = wanted.newDevice();
        row.sameNetwork = wanted.sameNetwork();
        return row;
    }

    /** @param rootHash of the browser's session */
    public record Reported(String realmId, String userId, String rootHash) {}

    /**
     * @param id of the request
     * @param contested whether a second device has tried it
     */
    public record Change(String id, State state, boolean contested) {}
}
