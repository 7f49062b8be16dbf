package io.bloksec.keycloak.it.blokkey;

import static org.assertj.core.api.Assertions.assertThat;

import io.bloksec.keycloak.it.house.Page;
import io.bloksec.keycloak.it.house.UserSpec;
import io.bloksec.phone.Conformance;
import io.bloksec.phone.DeviceApi;
import io.bloksec.phone.EnrolmentCode;
import io.bloksec.phone.Phone;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The check that we give to others, of a server of theirs or an app of theirs, on ours: all of it, and nothing fails. */
class BlokKeyConformanceIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static BlokKeyRealm realm;

    private final ByteArrayOutputStream said = new ByteArrayOutputStream();

    @BeforeAll
    static void create() {
        realm = BlokKeyRealm.create("blokkey-conformance");
        realm.configure("BlokKey only level 2", Map.of("blokkey.push-unknown", "always"));
    }

    @AfterAll
    static void remove() {
        realm.close();
    }

    @Test
    void everyCheckPasses() throws Exception {
        UserSpec person = BlokKeyRealm.person("conforming");
        realm.realm.createUser(person);
        Page ticket = realm.ticket(person);
        Conformance conformance = new Conformance(
                new DeviceApi(realm.realm.url().toString()), new PrintStream(said, true, StandardCharsets.UTF_8));

        conformance.configuration();
        Phone phone = conformance
                .enrolment(BlokKeyRealm.link(ticket), code -> type(ticket, code), PATIENCE)
                .orElseThrow();
        conformance.device(phone);
        WaitingPage page = realm.signIn(BlokKeyRealm.browser()).name(person.username());
        page.start(true);
        conformance.requests(phone, PATIENCE);
        conformance.removal(phone);

        String all = said.toString(StandardCharsets.UTF_8);
        assertThat(conformance.failed()).as(all).isZero();
        assertThat(conformance.passed()).as(all).isGreaterThan(130);
    }

    /** A check that cannot fail says nothing: another realm's address is no such server. */
    @Test
    void aServerThatSpeaksSomethingElseFails() throws ExecutionException, InterruptedException {
        Conformance conformance = new Conformance(
                new DeviceApi(realm.realm.url() + "/protocol/openid-connect"),
                new PrintStream(said, true, StandardCharsets.UTF_8));

        CompletableFuture.runAsync(conformance::configuration)
                .handle((done, failure) -> failure)
                .get();

        assertThat(conformance.passed()).isZero();
    }

    private static void type(Page ticket, EnrolmentCode code) {
        BlokKeyRealm.keepCodes(BlokKeyRealm.typeDigits(ticket, code.code()));
    }
}
