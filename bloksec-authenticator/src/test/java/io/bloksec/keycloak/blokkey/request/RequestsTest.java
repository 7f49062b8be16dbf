package io.bloksec.keycloak.blokkey.request;

import static org.assertj.core.api.Assertions.assertThat;

import io.bloksec.keycloak.blokkey.device.DeviceEntity;
import io.bloksec.keycloak.blokkey.device.DeviceJournal;
import io.bloksec.keycloak.blokkey.device.Devices;
import io.bloksec.keycloak.blokkey.device.Grade;
import io.bloksec.keycloak.blokkey.signed.Bytes;
import io.bloksec.keycloak.database.TestDatabase;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Exists because every promise about a request is a WHERE, and a WHERE is easily too wide. */
class RequestsTest {

    private static final String REALM = "realm";
    private static final String ANA = "ana";
    private static final String BEN = "ben";
    private static final Binding HERE = new Binding("root", "tab", "client", "flow", "execution", "2");

    private static TestDatabase database;
    private static Requests requests;
    private static Devices devices;

    private final String root = Bytes.newId();
    private final String phone = device(ANA);

    @BeforeAll
    static void open() {
        database = BlokKeyTables.inMemory();
        requests = new Requests(
                database.database(),
                database.clock(),
                new Lanes(database.database(), database.clock()),
                new RequestJournal() {});
        devices = new Devices(database.database(), database.clock(), new DeviceJournal() {});
    }

    @AfterAll
    static void close() {
        database.close();
    }

    @Test
    void goesFromThePageToThePhoneAndBack() {
        String id = create(ANA, true);

        assertThat(requests.show(REALM, id, user(ANA), phone)).isTrue();
        database.pass(Requests.DWELL);
        assertThat(requests.approve(REALM, id, phone, decision())).isTrue();
        assertThat(requests.consume(REALM, id, user(ANA), here())).isTrue();
        assertThat(state(id)).isEqualTo(State.CONSUMED);
    }

    @Test
    void isNotApprovedBeforeItWasLookedAtForASecond() {
        String id = create(ANA, true);
        assertThat(requests.approve(REALM, id, phone, decision())).isFalse();

        requests.show(REALM, id, user(ANA), phone);
        database.pass(Requests.DWELL - 1);
        assertThat(requests.approve(REALM, id, phone, decision())).isFalse();
        assertThat(state(id)).isEqualTo(State.SHOWN);
    }

    @Test
    void isNotApprovedWhenItsTimeIsOver() {
        String id = create(ANA, true);
        requests.show(REALM, id, user(ANA), phone);
        database.pass(60_000);

        assertThat(requests.approve(REALM, id, phone, decision())).isFalse();
        assertThat(requests.deny(REALM, id, user(ANA), phone, "{}")).isFalse();
        assertThat(state(id)).isEqualTo(State.EXPIRED);
    }

    @Test
    void anApprovalDiesAfterHalfAMinute() {
        String id = approved();
        database.pass(Requests.APPROVAL_LIFE);

        assertThat(requests.consume(REALM, id, user(ANA), here())).isFalse();
        assertThat(state(id)).isEqualTo(State.EXPIRED);
    }

    /** The matrix of the design: approved in one place, finished in another. */
    @ParameterizedTest
    @ValueSource(strings = {"root", "tab", "client", "flow", "execution", "acr"})
    void isFinishedWhereItWasBegunAndNowhereElse(String part) {
        String id = approved();
        Binding elsewhere = new Binding(
                part.equals("root") ? "other" : here().rootHash(),
                part.equals("tab") ? "other" : here().tabId(),
                part.equals("client") ? "other" : here().clientId(),
                part.equals("flow") ? "other" : here().flowId(),
                part.equals("execution") ? "other" : here().executionId(),
                part.equals("acr") ? "" : here().acr());

        assertThat(requests.consume(REALM, id, user(ANA), elsewhere)).isFalse();
        assertThat(requests.consume(REALM, id, user(BEN), here())).isFalse();
        assertThat(requests.consume("other", id, user(ANA), here())).isFalse();
        assertThat(requests.consume(REALM, id, user(ANA), here())).isTrue();
    }

    @Test
    void isWorthNothingWhenTheDeviceIsGone() {
        String id = approved();
        devices.remove(REALM, phone);

        assertThat(requests.consume(REALM, id, user(ANA), here())).isFalse();

        String other = device(ANA);
        String next = create(ANA, true);
        requests.show(REALM, next, user(ANA), other);
        database.pass(Requests.DWELL);
        devices.remove(REALM, other);
        assertThat(requests.approve(REALM, next, other, decision())).isFalse();
    }

    @Test
    void isDeniedReportedBurntOrCancelledForGood() {
        List<BooleanSupplier> ends = new ArrayList<>();
        for (int end = 0; end < 4; end++) {
            String id = create(ANA, true);
            requests.show(REALM, id, user(ANA), phone);
            database.pass(Requests.DWELL);
            boolean ended = switch (end) {
                case 0 -> requests.deny(REALM, id, user(ANA), phone, "{}");
                case 1 -> requests.report(REALM, id, user(ANA), phone, "{}");
                case 2 -> requests.burn(REALM, id, "{}");
                default -> requests.cancel(REALM, id, root);
            };
            assertThat(ended).isTrue();
            ends.add(() -> requests.approve(REALM, id, phone, decision()));
            ends.add(() -> requests.consume(REALM, id, user(ANA), here()));
            ends.add(() -> requests.show(REALM, id, user(ANA), phone));
        }
        assertThat(ends).noneMatch(BooleanSupplier::getAsBoolean);
    }

    @Test
    void anApprovalCanBeTakenBackUntilItIsUsed() {
        String id = approved();

        assertThat(requests.deny(REALM, id, user(ANA), phone, "{}")).isFalse();
        assertThat(requests.report(REALM, id, user(ANA), phone, "{}")).isTrue();
        assertThat(requests.consume(REALM, id, user(ANA), here())).isFalse();
    }

    @Test
    void isClaimedOnceAndByTheNamedPersonAlone() {
        String anyone = create(null, false);
        String other = device(BEN);
        assertThat(requests.claim(REALM, anyone, user(ANA), phone, Channel.QR)).isTrue();
        assertThat(requests.claim(REALM, anyone, user(BEN), other, Channel.QR)).isFalse();
        assertThat(requests.show(REALM, anyone, user(BEN), other)).isFalse();

        String anas = create(ANA, true);
        assertThat(requests.claim(REALM, anas, user(BEN), other, Channel.QR)).isFalse();
        assertThat(state(anas)).isEqualTo(State.CREATED);

        String nobodys = create(null, true);
        assertThat(requests.claim(REALM, nobodys, user(BEN), other, Channel.QR)).isFalse();
    }

    @Test
    void theSameBrowserReplacesItsOwnAndNobodyElses() {
        String first = create(ANA, true);
        String strangers = create(ANA, Lane.UNKNOWN, "stranger");
        String second = create(ANA, true);

        assertThat(state(first)).isEqualTo(State.SUPERSEDED);
        assertThat(state(strangers)).isEqualTo(State.CREATED);
        requests.show(REALM, second, user(ANA), phone);
        create(ANA, true);
        assertThat(state(second)).as("what is on the screen stays there").isEqualTo(State.SHOWN);
    }

    @Test
    void strangersNeverTakeThePlaceOfThePersonsOwn() {
        create(ANA, Lane.UNKNOWN, "one");
        create(ANA, Lane.UNKNOWN, "two");

        String third = create(ANA, Lane.UNKNOWN, "three");
        assertThat(requests.openOf(REALM, user(ANA))).hasSize(2).noneMatch(row -> row.id.equals(third));
        assertThat(requests.show(REALM, third, user(ANA), phone)).isFalse();
        assertThat(requests.claim(REALM, third, user(ANA), phone, Channel.QR))
                .as("by QR code always")
                .isTrue();
        String own = create(ANA, Lane.KNOWN, "own");
        assertThat(requests.openOf(REALM, user(ANA))).anyMatch(row -> row.id.equals(own));
    }

    @Test
    void fiftyApprovalsAtOnceAreOne() throws Exception {
        String id = create(ANA, true);
        requests.show(REALM, id, user(ANA), phone);
        database.pass(Requests.DWELL);

        assertThat(winners(50, () -> requests.approve(REALM, id, phone, decision())))
                .isEqualTo(1);
        assertThat(winners(50, () -> requests.consume(REALM, id, user(ANA), here())))
                .isEqualTo(1);
    }

    /**
     * Whatever happens in whatever order and at once: nothing is consumed that was not approved, nothing twice, nothing after an
     * end, and nothing for a device that is gone.
     */
    @RepeatedTest(60)
    void anyInterleavingKeepsThePromises(RepetitionInfo repetition) throws Exception {
        Random random = new Random(20261123L * 31 + repetition.getCurrentRepetition());
        String id = create(random.nextBoolean() ? ANA : null, false);
        Map<State, Integer> happened = new EnumMap<>(State.class);
        boolean removed = false;
        for (int step = 0; step < 12; step++) {
            List<Callable<State>> atOnce = new ArrayList<>();
            for (int i = 0; i <= random.nextInt(3); i++) {
                atOnce.add(action(random.nextInt(9), id));
            }
            if (random.nextInt(15) == 0) {
                devices.remove(REALM, phone);
                removed = true;
            }
            State before = state(id);
            List<State> done = run(atOnce);
            for (State state : done) {
                happened.merge(state, 1, Integer::sum);
            }
            if (before != State.APPROVED && !before.isOpen()) {
                assertThat(done).as("after %s, seed %s", before, repetition).isEmpty();
            }
            if (removed) {
                assertThat(done).doesNotContain(State.APPROVED, State.CONSUMED);
            }
            database.pass(random.nextInt(3) == 0 ? 9_000 : 1_000);
        }
        assertThat(happened.getOrDefault(State.CONSUMED, 0))
                .isLessThanOrEqualTo(happened.getOrDefault(State.APPROVED, 0));
        assertThat(happened.values())
                .as("no change happens twice: %s", happened)
                .allMatch(times -> times == 1);
    }

    private Callable<State> action(int kind, String id) {
        return switch (kind) {
            case 0 -> () -> requests.claim(REALM, id, user(ANA), phone, Channel.QR) ? State.CLAIMED : null;
            case 1, 2 -> () -> requests.show(REALM, id, user(ANA), phone) ? State.SHOWN : null;
            case 3, 4 -> () -> requests.approve(REALM, id, phone, decision()) ? State.APPROVED : null;
            case 5, 6 -> () -> requests.consume(REALM, id, user(ANA), here()) ? State.CONSUMED : null;
            case 7 -> () -> requests.deny(REALM, id, user(ANA), phone, "{}") ? State.DENIED : null;
            default -> () -> requests.burn(REALM, id, "{}") ? State.BURNT : null;
        };
    }

    private static List<State> run(List<Callable<State>> actions) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(actions.size());
        try {
            List<State> done = new ArrayList<>();
            for (Future<State> each : threads.invokeAll(actions)) {
                if (each.get() != null) {
                    done.add(each.get());
                }
            }
            return done;
        } finally {
            threads.shutdownNow();
        }
    }

    private static int winners(int threads, Callable<Boolean> attempt) throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            int winners = 0;
            for (Future<Boolean> each : pool.invokeAll(java.util.Collections.nCopies(threads, attempt))) {
                winners += each.get() ? 1 : 0;
            }
            return winners;
        } finally {
            pool.shutdownNow();
        }
    }

    private String approved() {
        String id = create(ANA, true);
        requests.show(REALM, id, user(ANA), phone);
        database.pass(Requests.DWELL);
        requests.approve(REALM, id, phone, decision());
        return id;
    }

    private State state(String id) {
        return requests.stateOf(requests.find(REALM, id).orElseThrow());
    }

    private Binding here() {
        return new Binding(root, HERE.tabId(), HERE.clientId(), HERE.flowId(), HERE.executionId(), HERE.acr());
    }

    private String create(String person, boolean named) {
        return requests.create(wanted(person, named, Lane.KNOWN, root)).id;
    }

    private String create(String person, Lane lane, String rootHash) {
        return requests.create(wanted(person, true, lane, rootHash)).id;
    }

    private NewRequest wanted(String person, boolean named, Lane lane, String rootHash) {
        return new NewRequest(
                Bytes.newId(),
                REALM,
                person == null ? null : user(person),
                named,
                Channel.PUSH,
                lane,
                new Binding(rootHash, HERE.tabId(), HERE.clientId(), HERE.flowId(), HERE.executionId(), HERE.acr()),
                new Context("app", "Application", "Firefox", "Linux", "192.0.2.1", null),
                "lane-" + person + root,
                null,
                null,
                2,
                false,
                false,
                Grade.C,
                false,
                null,
                lane == Lane.UNKNOWN,
                60_000);
    }

    /** Each test has persons of its own. */
    private String user(String name) {
        return name + "-" + root;
    }

    private String device(String person) {
        DeviceEntity device = new DeviceEntity();
        device.id = Bytes.newId();
        device.realmId = REALM;
        device.userId = person + "-" + root;
        device.name = "phone";
        device.model = "model";
        device.platform = "platform";
        device.possessionX = "x";
        device.possessionY = "y";
        device.webAuthnId = "id";
        device.attestedData = "data";
        device.rpId = "localhost";
        device.origin = "http://localhost";
        device.grade = "C";
        devices.add(device, "enrolment", "{}");
        return device.id;
    }

    private static Decision decision() {
        return new Decision("hash", Grade.C, false, null, "{}");
    }
}
