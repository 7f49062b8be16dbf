package io.bloksec.keycloak.it.wsfed;

import static io.bloksec.keycloak.it.wsfed.WsFedRealm.ENTRA;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bloksec.keycloak.it.house.OneTimeCodes;
import io.bloksec.keycloak.it.house.Page;
import io.bloksec.keycloak.it.house.UserSpec;
import io.bloksec.keycloak.it.house.WebUser;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A token never claims more than the session did: one browser makes requests at random, with and without demands, while the
 * test remembers which factor was given when. Levels that last are tried, and levels that end after a second or two.
 */
class ClaimedLevelsIT {

    private static final int STEPS = 25;
    private static final String MULTIPLE = "http://schemas.microsoft.com/claims/multipleauthn";
    private static final String SECRET = "a-secret-of-twenty-by";
    private static final UserSpec OLGA = UserSpec.named("olga@corp.example")
            .attribute("immutableId", "b2xnYS1vbGdhLW9sZ2Etbw==")
            .oneTimeCodes(SECRET);

    private static WsFedRealm wsfed;

    private final WebUser browser = new WebUser();
    private Instant passwordAsked = Instant.EPOCH;
    private Instant passwordGiven = Instant.EPOCH;
    private Instant codeGiven = Instant.EPOCH;

    @BeforeAll
    static void addSampleFlow() {
        wsfed = WsFedRealm.create("levels");
        wsfed.realm.update(realm -> realm.put("otpPolicyCodeReusable", true));
        wsfed.realm.createUser(OLGA);
        wsfed.addSampleFlow();
        wsfed.useFlow(ENTRA, "Microsoft 365");
    }

    @AfterAll
    static void removeRealm() {
        wsfed.close();
    }

    @ParameterizedTest
    @CsvSource({"36000, 36000", "36000, 2", "2, 1", "1, 36000"})
    void whateverIsAskedInWhateverOrder(int firstLevelSeconds, int secondLevelSeconds) {
        setAge("Microsoft 365 level 1", firstLevelSeconds);
        setAge("Microsoft 365 level 2", secondLevelSeconds);
        long seed = ThreadLocalRandom.current().nextLong();
        Random random = new Random(seed);
        for (int step = 0; step < STEPS; step++) {
            boolean multiFactor = random.nextInt(3) == 0;
            boolean fresh = random.nextInt(4) == 0;
            request(multiFactor, fresh, secondLevelSeconds, "seed " + seed + ", step " + step);
        }
    }

    private void request(boolean multiFactor, boolean fresh, int secondLevelSeconds, String where) {
        List<String> parameters = new ArrayList<>();
        if (multiFactor) {
            parameters.addAll(List.of("wauth", MULTIPLE));
        }
        if (fresh) {
            parameters.addAll(List.of("prompt", "login"));
        }
        Instant asked = Instant.now();
        Page page = browser.get(wsfed.signIn(ENTRA, parameters.toArray(String[]::new)));
        while (!page.has("form#wsfed-answer")) {
            page = give(page, where);
        }

        Answer answer = wsfed.answer(page);
        boolean claimed = answer.wresult().contains("multipleauthn");
        assertThat(claimed || !multiFactor)
                .as(where + ": asked for, but not claimed")
                .isTrue();
        if (claimed) {
            // Keycloak counts in whole seconds, and a level holds to the end of its last one.
            assertThat(Duration.between(codeGiven, asked))
                    .as(where + ": claimed by a second factor that is too old")
                    .isLessThanOrEqualTo(Duration.ofSeconds(secondLevelSeconds + 2L));
            if (fresh) {
                assertThat(codeGiven)
                        .as(where + ": claimed anew by an old second factor")
                        .isAfter(asked);
            }
        }
        if (fresh) {
            assertThat(passwordGiven).as(where + ": no sign-in anew").isAfter(asked);
        }
        assertThat(answer.authenticationInstant())
                .as(where + ": the instant is the password's")
                .isBetween(passwordAsked.minusSeconds(1), passwordGiven.plusSeconds(1));
    }

    private Page give(Page page, String where) {
        if (page.has("form#kc-otp-login-form")) {
            Page next = page.form("form#kc-otp-login-form")
                    .set("otp", OneTimeCodes.now(SECRET))
                    .submit();
            codeGiven = Instant.now();
            return next;
        }
        assertThat(page.has("input[name=password]"))
                .as(where + ": " + page.text())
                .isTrue();
        passwordAsked = Instant.now();
        var form = page.form("form#kc-form-login").set("password", OLGA.password());
        Page next = (page.has("input#username") ? form.set("username", OLGA.username()) : form).submit();
        passwordGiven = Instant.now();
        return next;
    }

    private static void setAge(String alias, int seconds) {
        for (JsonNode flow :
                wsfed.realm.admin().get(wsfed.realm.path("authentication/flows/Microsoft%20365/executions"))) {
            if (flow.path("alias").asText().equals(alias) && flow.has("authenticationConfig")) {
                String path = wsfed.realm.path("authentication/config/"
                        + flow.get("authenticationConfig").asText());
                ObjectNode config = (ObjectNode) wsfed.realm.admin().get(path);
                config.withObject("/config").put("loa-max-age", String.valueOf(seconds));
                wsfed.realm.admin().put(path, config);
                return;
            }
        }
        throw new IllegalStateException("No config " + alias);
    }
}
