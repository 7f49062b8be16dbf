package io.bloksec.keycloak.badge.kiosk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** When, where and what; and that nothing else gets into the table. */
class KioskRulesTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final ZoneId ZONE = ZoneId.of("Europe/Berlin");

    /** 2026-11-23 is a Monday. */
    @ParameterizedTest
    @CsvSource({
        "'', 2026-11-23T03:00, true",
        "Mon-Fri 06:00-22:00, 2026-11-23T06:00, true",
        "Mon-Fri 06:00-22:00, 2026-11-23T05:59, false",
        "Mon-Fri 06:00-22:00, 2026-11-23T22:00, false",
        "Mon-Fri 06:00-22:00, 2026-11-28T12:00, false",
        "Mon-Fri 06:00-22:00; Sat 08:00-12:00, 2026-11-28T11:59, true",
        "Fri 22:00-06:00, 2026-11-27T23:00, true",
        "Fri 22:00-06:00, 2026-11-28T05:59, true",
        "Fri 22:00-06:00, 2026-11-27T05:59, false",
        "22:00-06:00, 2026-11-25T02:00, true",
        "Sat-Mon 08:00-09:00, 2026-11-29T08:30, true",
        "Sat-Mon 08:00-09:00, 2026-11-24T08:30, false",
        "00:00-00:00, 2026-11-24T13:00, true",
    })
    void isOpenWhenItSays(String hours, String at, boolean open) {
        ZonedDateTime then = ZonedDateTime.parse(at + "+01:00[Europe/Berlin]");
        assertThat(Hours.parse(hours).contain(then.toInstant(), ZONE)).isEqualTo(open);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"hours\": \"always\"}",
                "{\"hours\": \"Mon-Fri 06:00-25:00\"}",
                "{\"hours\": \"Mox 06:00-07:00\"}",
                "{\"zone\": \"Mars/Olympus\"}",
                "{\"networks\": [\"10.0.0.0/33\"]}",
                "{\"networks\": [\"example.org\"]}",
                "{\"start\": \"javascript:alert(1)\"}",
                "{\"start\": \"//example.org\"}",
                "{\"start\": \"https:\"}",
                "{\"idleMinutes\": 0}",
                "{\"idleMinutes\": 481}",
                "{\"name\": \" \"}",
                "{\"networks\": \"10.0.0.0/8\"}",
                "{\"networks\": null}",
                "{\"networks\": {}}",
                "{\"networks\": [10]}",
                "{\"groups\": \"a\"}",
                "{\"groups\": [null]}",
                "{\"clients\": null}",
                "{\"clients\": \"\"}",
                "{\"hours\": null}",
                "{\"zone\": 1}",
                "{\"idleMinutes\": \"5\"}",
                "{\"idleMinutes\": 5.5}",
                "{\"network\": [\"10.0.0.0/8\"]}",
                "[]",
                "null"
            })
    void refusesWhatItCannotKeep(String body) throws Exception {
        var json = JSON.readTree(body);
        assertThatIllegalArgumentException().isThrownBy(() -> KioskRules.NONE.with(json));
    }

    @Test
    void keepsWhatIsNotNamed() throws Exception {
        KioskRules rules = KioskRules.NONE.with(
                JSON.readTree(
                        "{\"name\": \"Ward 3\", \"site\": \"East\", \"networks\": [\"10.3.0.0/16\"], \"start\": \"https://a.example/\"}"));
        KioskRules changed = rules.with(JSON.readTree("{\"idleMinutes\": 3}"));
        assertThat(KioskRules.parse(changed.json().toString())).isEqualTo(changed);
        assertThat(changed.name()).isEqualTo("Ward 3");
        assertThat(changed.areIn("10.3.9.9")).isTrue();
        assertThat(changed.areIn("10.4.0.1")).isFalse();
        assertThat(KioskRules.NONE.areIn("10.4.0.1")).isTrue();
    }
}
