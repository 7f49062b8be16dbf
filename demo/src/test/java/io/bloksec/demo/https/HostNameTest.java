package io.bloksec.demo.https;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What may stand behind {@code ./start --https}. */
class HostNameTest {

    @ParameterizedTest
    @CsvSource({
        "laptop.local, laptop.local, false",
        "LapTop.Local, laptop.local, false",
        "laptop, laptop, false",
        "1and1.example, 1and1.example, false",
        "192.168.1.20, 192.168.1.20, true",
        "0.0.0.0, 0.0.0.0, true"
    })
    void taken(String typed, String text, boolean address) {
        HostName name = new HostName(typed);

        assertThat(name).hasToString(text);
        assertThat(name.isAddress()).isEqualTo(address);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "laptop local",
                "https://laptop.local",
                "laptop.local:8080",
                "laptop.local.",
                ".local",
                "a..b",
                "-laptop",
                "laptop-",
                "lap_top",
                "läptop",
                "../laptop",
                "::1",
                "1.2.3",
                "1.2.3.4.5",
                "256.1.1.1",
                "01.2.3.4",
                "1.2.3.x.4",
                "99999999999.1.1.1",
                "a123456789012345678901234567890123456789012345678901234567890123"
            })
    void refused(String typed) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new HostName(typed))
                .withMessage("not a host name or IPv4 address: " + typed);
    }

    @Test
    void aNameIsNoLongerThanNamesAre() {
        String longest = "a123456789.".repeat(23);

        assertThat(new HostName(longest.substring(0, 252)).text()).hasSize(252);
        assertThatIllegalArgumentException().isThrownBy(() -> new HostName(longest + "b"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "localhost"})
    void leadsHere(String typed) {
        new HostName(typed).checkLeadsHere();
    }

    /** The address is for documentation (RFC 5737), the ending for names that do not exist (RFC 6761). */
    @ParameterizedTest
    @CsvSource({
        "203.0.113.7, not an address of this machine: 203.0.113.7",
        "nobody.invalid, this machine does not know the name nobody.invalid"
    })
    void leadsElsewhere(String typed, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(new HostName(typed)::checkLeadsHere)
                .withMessage(message);
    }
}
