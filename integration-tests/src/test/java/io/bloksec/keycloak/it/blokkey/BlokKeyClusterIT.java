package io.bloksec.keycloak.it.blokkey;

import static io.bloksec.keycloak.it.house.Cluster.A;
import static io.bloksec.keycloak.it.house.Cluster.B;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.bloksec.keycloak.it.house.Cluster;
import io.bloksec.keycloak.it.house.Page;
import io.bloksec.keycloak.it.house.UserSpec;
import io.bloksec.phone.ApprovalRequest;
import io.bloksec.phone.Phone;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A cluster as it runs in production: every step of a sign-in may reach another node, and any node may die between two of them. */
class BlokKeyClusterIT {

    private static Cluster cluster;
    private static BlokKeyRealm realm;
    private static Phone phone;

    @BeforeAll
    static void start() {
        cluster = Cluster.start();
        cluster.to(A);
        realm = BlokKeyRealm.create(cluster.node(A), "cluster", "blokkey-only", "BlokKey only");
        realm.configure("BlokKey only level 2", Map.of("blokkey.push-unknown", "always", "blokkey.life", "120"));
        phone = realm.enrol(BlokKeyRealm.ANA);
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    @AfterEach
    void bothAgain() {
        for (int node : new int[] {A, B}) {
            if (cluster.node(node) == null) {
                cluster.start(node);
            }
        }
        cluster.alternate();
    }

    /** Start on A, wait on B, read the code on A, claim on B, approve on A, go on at B. */
    @Test
    void eachStepOfAScanAtTheOtherNode() {
        cluster.to(A);
        WaitingPage page = realm.signIn(BlokKeyRealm.browser());
        page.start(false);
        cluster.to(B);
        CompletableFuture<JsonNode> claimed = waiting(page, "WAITING");
        cluster.to(A);
        String code = page.qr();
        cluster.to(B);
        ApprovalRequest request = phone.scan(code);
        assertThat(claimed.join().get("state").asText()).isNotEqualTo("WAITING");
        cluster.to(A);
        phone.showAndApprove(request.id(), null, false);
        cluster.to(B);
        page.await("APPROVED");
        Page confirm = page.finish();
        cluster.to(A);
        assertThat(confirm.form("#blokkey-continue")
                        .submit("blokkey", "continue")
                        .isRedirect())
                .as(confirm.text())
                .isTrue();
        assertUsedOnce(request.id());
    }

    /** No stickiness at all, five times. */
    @Test
    void everyRequestAtAnotherNode() {
        cluster.alternate();
        for (int i = 0; i < 5; i++) {
            WaitingPage page = realm.signIn(BlokKeyRealm.browser()).name("ana@corp.example");
            String number = page.start(true).get("number").asText();
            ApprovalRequest request = phone.list().get(0);
            CompletableFuture<JsonNode> waiting = waiting(page, "WAITING");
            phone.showAndApprove(request.id(), number, false);
            assertThat(waiting.join().get("state").asText()).isIn("SHOWN", "APPROVED");
            page.await("APPROVED");
            assertThat(page.finish().location().getQuery()).contains("code=");
            assertUsedOnce(request.id());
        }
    }

    @Test
    void fiftyApprovalsAtBothNodesAreOne() {
        cluster.alternate();
        WaitingPage page = realm.signIn(BlokKeyRealm.browser()).name("ana@corp.example");
        String number = page.start(true).get("number").asText();
        ApprovalRequest shown = phone.shown(phone.list().get(0).id());
        BlokKeyRealm.dwell();
        List<Integer> answers = IntStream.range(0, 50)
                .parallel()
                .mapToObj(i -> phone.sendApproval(shown, number, false, null).status())
                .toList();

        assertThat(answers)
                .contains(200)
                .allMatch(status -> List.of(200, 403, 409, 410).contains(status));
        assertThat(page.finish().isRedirect()).isTrue();
        assertUsedOnce(shown.id());
    }

    /** Between which steps the node dies that did the last one. */
    enum Moment {
        STARTED,
        WAITING,
        SHOWN,
        APPROVED
    }

    /** The other node goes on where the dead one was: the person sees nothing of it, and nothing happens twice. */
    @ParameterizedTest
    @EnumSource(Moment.class)
    void aNodeDies(Moment moment) {
        int dying = moment.ordinal() % 2 == 0 ? A : B;
        cluster.to(dying);
        WaitingPage page = realm.signIn(BlokKeyRealm.browser()).name("ana@corp.example");
        String number = page.start(true).get("number").asText();
        ApprovalRequest request = phone.list().get(0);
        die(Moment.STARTED, moment, dying);
        CompletableFuture<JsonNode> waiting = waiting(page, "WAITING");
        die(Moment.WAITING, moment, dying);
        ApprovalRequest shown = phone.shown(request.id());
        BlokKeyRealm.dwell();
        die(Moment.SHOWN, moment, dying);
        phone.approve(shown, number, false);
        die(Moment.APPROVED, moment, dying);
        waiting.handle((state, broken) -> null).join();

        page.await("APPROVED");
        Page done = page.finish();
        assertThat(done.isRedirect()).as(done.text()).isTrue();
        assertThat(done.location().getQuery()).contains("code=");
        assertUsedOnce(request.id());
    }

    /** One node after the other is stopped and started while people sign in; whoever meets an error tries again, as people do. */
    @Test
    void aRollingRestartLosesNobody() throws InterruptedException, ExecutionException {
        cluster.to(A);
        List<UserSpec> people = IntStream.range(0, 3)
                .mapToObj(i -> BlokKeyRealm.person("rolling" + i + "@corp.example"))
                .toList();
        people.forEach(realm.realm::createUser);
        List<Phone> phones = people.stream().map(realm::enrol).toList();
        cluster.alternate();
        AtomicBoolean over = new AtomicBoolean();
        Queue<Throwable> again = new ConcurrentLinkedQueue<>();
        ExecutorService desks = Executors.newFixedThreadPool(people.size());
        try {
            List<Future<Integer>> shifts = IntStream.range(0, people.size())
                    .mapToObj(i -> desks.submit((Callable<Integer>) () -> {
                        int done = 0;
                        while (!over.get() || done == 0) {
                            done += signIn(people.get(i), phones.get(i), again) ? 1 : 0;
                        }
                        return done;
                    }))
                    .toList();
            for (int node : new int[] {A, B}) {
                cluster.stop(node);
                cluster.start(node);
            }
            over.set(true);
            int signedIn = 0;
            for (Future<Integer> shift : shifts) {
                signedIn += shift.get();
            }
            String used = read("select count(*) from blokkey_request where state = 'CONSUMED' and user_id in ("
                    + "select id from user_entity where username like 'rolling%')");
            assertThat(signedIn).isGreaterThanOrEqualTo(people.size() * 2);
            assertThat(Integer.parseInt(used))
                    .as("each approval opened one session at most, and each sign-in had one; broken off: " + again)
                    .isBetween(signedIn, signedIn + again.size());
        } finally {
            over.set(true);
            desks.shutdownNow();
        }
    }

    /** @return whether the person is in; a broken try is counted, and leaves nothing open */
    private static boolean signIn(UserSpec person, Phone phone, Queue<Throwable> again) {
        try {
            phone.list().forEach(phone::deny);
            WaitingPage page = realm.signIn(BlokKeyRealm.browser()).name(person.username());
            String number = page.start(true).get("number").asText();
            phone.showAndApprove(phone.list().get(0).id(), number, false);
            page.await("APPROVED");
            return page.finish().location().getQuery().contains("code=");
        } catch (RuntimeException | AssertionError e) {
            again.add(e);
            return false;
        }
    }

    private static void die(Moment now, Moment when, int node) {
        if (now == when) {
            cluster.kill(node);
            cluster.to(node == A ? B : A);
        }
    }

    private static CompletableFuture<JsonNode> waiting(WaitingPage page, String state) {
        return CompletableFuture.supplyAsync(() -> page.waitFrom(state));
    }

    private static void assertUsedOnce(String request) {
        assertThat(read("select state from blokkey_request where id = '" + request + "'"))
                .isEqualTo("CONSUMED");
        assertThat(read("select count(*) from event_entity where type = 'LOGIN'"
                        + " and coalesce(details_json, '') || coalesce(details_json_long_value, '') like '%" + request
                        + "%'"))
                .isEqualTo("1");
    }

    private static String read(String query) {
        return cluster.postgres.read(Cluster.DATABASE, query);
    }
}
