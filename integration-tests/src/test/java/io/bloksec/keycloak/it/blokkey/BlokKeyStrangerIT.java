package io.bloksec.keycloak.it.blokkey;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.bloksec.keycloak.it.house.Page;
import io.bloksec.keycloak.it.house.Poll;
import io.bloksec.keycloak.it.house.UserSpec;
import io.bloksec.keycloak.it.house.WebUser;
import io.bloksec.phone.ApprovalRequest;
import io.bloksec.phone.Phone;
import io.bloksec.phone.Problem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Somebody on the Internet who knows names: disturbs nobody's own sign-in, and learns nothing about anybody. */
class BlokKeyStrangerIT {

    private static final AtomicInteger NUMBER = new AtomicInteger();

    private static BlokKeyRealm realm;

    private UserSpec person;
    private Phone phone;

    @BeforeAll
    static void create() {
        realm = BlokKeyRealm.create("blokkey-stranger");
        realm.realm.createUser(UserSpec.named("nophone@corp.example"));
        realm.realm.createUser(UserSpec.named("disabled@corp.example").disabled());
    }

    @AfterAll
    static void remove() {
        realm.close();
    }

    /** A person of each test's own, as what is counted is counted by name. */
    @BeforeEach
    void enrol() {
        int number = NUMBER.incrementAndGet();
        person = BlokKeyRealm.person("person" + number).email("mail" + number + "@corp.example");
        realm.realm.createUser(person);
        phone = realm.enrol(person);
        life(60);
    }

    @ParameterizedTest
    @ValueSource(strings = {"nobody@corp.example", "nophone@corp.example", "disabled@corp.example"})
    void cannotTellWhoIsThere(String name) {
        WaitingPage real = open(person.username());
        WaitingPage other = open(name);

        assertThat(shape(other.page, name)).isEqualTo(shape(real.page, person.username()));
        JsonNode realStart = real.start(true);
        JsonNode otherStart = other.start(true);
        assertThat(otherStart.fieldNames()).toIterable().containsExactlyElementsOf(realStart::fieldNames);
        assertThat(otherStart.get("state")).isEqualTo(realStart.get("state"));
        assertThat(otherStart.get("number").asText())
                .hasSameSizeAs(realStart.get("number").asText());
        phone.shown(phone.list().get(0).id());
        assertThat(real.state()).isEqualTo(other.state()).isEqualTo("WAITING");
    }

    /** A measurement, not a test: {@code -Dmeasure=true} prints how long each kind of name takes, in one run, in turns. */
    @Test
    @EnabledIfSystemProperty(named = "measure", matches = "true")
    void howLongEachNameTakes() {
        List<String> names =
                List.of(person.username(), "nobody@corp.example", "nophone@corp.example", "disabled@corp.example");
        Map<String, List<Long>> millis = new LinkedHashMap<>();
        for (int run = 0; run < 120; run++) {
            for (String name : names) {
                WaitingPage page = realm.signIn(BlokKeyRealm.browser());
                long begin = System.nanoTime();
                page.name(name).start(true);
                millis.computeIfAbsent(name, any -> new ArrayList<>()).add((System.nanoTime() - begin) / 10_000);
            }
        }
        millis.forEach((name, each) -> {
            List<Long> sorted = each.stream().sorted().toList();
            System.out.printf(
                    "%-24s median %5.2f ms, 10th %5.2f ms, 90th %5.2f ms%n",
                    name, sorted.get(60) / 100.0, sorted.get(12) / 100.0, sorted.get(108) / 100.0);
        });
    }

    /** Whatever the person answers, and whatever the stranger presses: it waits, and then its time is over. */
    @ParameterizedTest
    @ValueSource(strings = {"deny", "report", "burn", "nothing"})
    void cannotTellWhatWasAnswered(String answer) {
        life(8);
        WebUser browser = BlokKeyRealm.browser();
        WaitingPage page = realm.signIn(browser).name(person.username());
        String number = page.start(true).get("number").asText();
        answer(answer, number);

        assertThat(page.state()).isEqualTo("WAITING");
        JsonNode again = page.start(true);
        assertThat(again.get("state").asText()).isEqualTo("WAITING");
        assertThat(again.get("number").asText()).isEqualTo(number);
        Page finish = page.finish();
        assertThat(finish.text()).contains("The phone has not answered yet.");
        assertThat(finish.element("#blokkey").attr("data-state")).isEqualTo("WAITING");

        Poll.until("the nominal end", Duration.ofSeconds(15), () -> !"WAITING".equals(page.state()));
        assertThat(page.state()).isEqualTo("EXPIRED");
    }

    /** As many as may be open are open, for whoever it is and whatever became of them. */
    @ParameterizedTest
    @ValueSource(strings = {"deny", "report", "nothing", "nobody"})
    void cannotTellByTheRoomThatIsLeft(String answer) {
        String name = answer.equals("nobody") ? "nobody-" + person.username() : person.username();
        boolean first = open(name).start(true).get("crowded").asBoolean();
        if (!answer.equals("nobody")) {
            answer(answer, null);
        }
        boolean second = open(name).start(true).get("crowded").asBoolean();
        boolean third = open(name).start(true).get("crowded").asBoolean();

        assertThat(List.of(first, second, third)).containsExactly(false, false, true);
    }

    /** A name and an address of one person look like two persons' names. */
    @Test
    void cannotTellWhichNamesAreOnePersons() {
        open(person.username()).start(true);
        open(person.username()).start(true);

        assertThat(open("mail" + NUMBER.get() + "@corp.example")
                        .start(true)
                        .get("crowded")
                        .asBoolean())
                .isFalse();
    }

    /** Starts and starts; the person signs in as if there were no stranger. */
    @Test
    void neitherStopsNorSwapsThePersonsOwn() {
        WaitingPage own = open(person.username());
        String number = own.start(true).get("number").asText();
        ApprovalRequest shown = phone.shown(phone.list().get(0).id());
        for (int i = 0; i < 8; i++) {
            WaitingPage stranger = open(person.username());
            stranger.send("POST", "start", "{\"push\":true}", stranger.data("page"));
        }

        assertThat(phone.list().size()).isLessThanOrEqualTo(2);
        assertThat(phone.read(shown.id()).state()).isEqualTo("SHOWN");
        phone.showAndApprove(shown.id(), number, false);
        assertThat(own.finish().isRedirect()).isTrue();
    }

    /** Ten starts at once find no more room than ten one after the other. */
    @Test
    void findsNoMoreRoomByHaste() {
        List<WaitingPage> pages =
                Stream.generate(() -> open(person.username())).limit(10).toList();

        pages.parallelStream().forEach(page -> page.send("POST", "start", "{\"push\":true}", page.data("page")));

        assertThat(phone.list().size()).isLessThanOrEqualTo(2);
    }

    private void answer(String answer, String number) {
        ApprovalRequest request = phone.list().get(0);
        switch (answer) {
            case "deny" -> phone.deny(request);
            case "report" -> phone.report(request);
            case "burn" -> burn(request.id(), number);
            default -> {}
        }
    }

    private void burn(String request, String number) {
        String wrong = number.equals("100") ? "101" : "100";
        try {
            phone.showAndApprove(request, wrong, false);
            throw new AssertionError("a wrong number is taken");
        } catch (Problem e) {
            assertThat(e.code()).isEqualTo("number-wrong");
        }
    }

    private static WaitingPage open(String name) {
        return realm.signIn(BlokKeyRealm.browser()).name(name);
    }

    private static void life(int seconds) {
        realm.configure("BlokKey only level 2", Map.of("blokkey.life", String.valueOf(seconds)));
    }

    private static String shape(Page page, String name) {
        return page.body()
                .replace(name, "NAME")
                .replaceAll("(data-page|name=\"page\" value)=\"[^\"]*\"", "SECRET")
                .replaceAll("session_code=[^&\"]*", "CODE")
                .replaceAll("tab_id=[^&\"]*", "TAB")
                .replaceAll("data-tab=\"[^\"]*\"", "TAB")
                .replaceAll(
                        "startSessionPolling\\([^)]*\\)|checkAuthSession\\([^)]*\\)|\"[A-Za-z0-9+/]{60,}\"", "POLL");
    }
}
