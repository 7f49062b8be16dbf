package io.bloksec.keycloak.it.blokkey;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bloksec.keycloak.it.house.KeycloakServer;
import io.bloksec.keycloak.it.house.Settings;
import io.bloksec.phone.Phone;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Exists so that what an operator watches is what has happened, and the dashboard asks for what there is. */
class BlokKeyMetricsIT {

    private static final Pattern METRIC = Pattern.compile("bloksec_[a-z_]+");
    private static final String SIGN_INS = "bloksec_blokkey_signins_total{channel=\"push\",grade=\"C\"}";
    private static final String APPROVED = "bloksec_blokkey_answers_total{answer=\"approved\"}";
    private static final String DENIED = "bloksec_blokkey_answers_total{answer=\"denied\"}";
    private static final String ASKED = "bloksec_blokkey_requests_total{lane=\"unknown\"}";

    private static BlokKeyRealm realm;
    private static Phone phone;

    @BeforeAll
    static void create() {
        realm = BlokKeyRealm.create("blokkey-metrics");
        phone = realm.enrol(BlokKeyRealm.ANA);
    }

    @AfterAll
    static void remove() {
        realm.close();
    }

    @Test
    void countsWhatHappens() {
        String before = metrics();
        signIn();
        WaitingPage denied = realm.signIn(BlokKeyRealm.browser()).name(BlokKeyRealm.ANA.username());
        denied.start(true);
        phone.deny(phone.list().get(0));
        String after = metrics();

        assertThat(value(after, SIGN_INS) - value(before, SIGN_INS)).isEqualTo(1);
        assertThat(value(after, APPROVED) - value(before, APPROVED)).isEqualTo(1);
        assertThat(value(after, DENIED) - value(before, DENIED)).isEqualTo(1);
        assertThat(value(after, ASKED) - value(before, ASKED)).isEqualTo(2);
        assertThat(value(after, "bloksec_blokkey_answer_time_seconds_count")
                        - value(before, "bloksec_blokkey_answer_time_seconds_count"))
                .isEqualTo(1);
        assertThat(value(after, "bloksec_blokkey_return_time_seconds_sum")).isPositive();
        assertThat(after).contains("bloksec_blokkey_pushes_total{outcome=\"delivered\"}", "bloksec_blokkey_waiting");
    }

    /** Metrics leave the house: they name nobody. */
    @Test
    void namesNobody() {
        signIn();
        String ours =
                metrics().lines().filter(line -> line.startsWith("bloksec_")).collect(Collectors.joining("\n"));
        assertThat(ours)
                .isNotBlank()
                .doesNotContain(BlokKeyRealm.ANA.username(), realm.realm.name(), phone.userId(), phone.deviceId());
    }

    @Test
    void theDashboardAsksForWhatThereIs() throws IOException {
        signIn();
        JsonNode dashboard = new ObjectMapper()
                .readTree(Settings.project()
                        .resolve("docker/grafana/passwordless.json")
                        .toFile());
        Set<String> asked = METRIC.matcher(
                        dashboard.get("panels").findValuesAsText("expr").toString())
                .results()
                .map(MatchResult::group)
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> there = METRIC.matcher(metrics())
                .results()
                .map(MatchResult::group)
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(asked).hasSizeGreaterThan(6);
        assertThat(there).containsAll(asked);
    }

    private static void signIn() {
        WaitingPage page = realm.signIn(BlokKeyRealm.browser()).name(BlokKeyRealm.ANA.username());
        String number = page.start(true).get("number").asText();
        phone.showAndApprove(phone.list().get(0).id(), number, false);
        page.finish();
    }

    private static double value(String metrics, String name) {
        return metrics.lines()
                .filter(line -> line.startsWith(name))
                .map(line -> line.substring(line.lastIndexOf(' ') + 1))
                .mapToDouble(Double::parseDouble)
                .findFirst()
                .orElse(0);
    }

    private static String metrics() {
        try {
            return HttpClient.newHttpClient()
                    .send(
                            HttpRequest.newBuilder(KeycloakServer.running()
                                            .managementUrl()
                                            .resolve("/metrics"))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
