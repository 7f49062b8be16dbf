package io.bloksec.keycloak.audit.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Base64;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class BytesTest {

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"A", "AA==", "AB", "A+", "A/", "AA\n", "AAB", "AA A", "ÄA"})
    void refusesWhatIsNotTheShortestForm(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> Bytes.parse(text));
    }

    @Property(tries = 300)
    void readsWhatItWrites(@ForAll byte[] bytes) {
        assertThat(Bytes.parse(Bytes.text(bytes))).isEqualTo(bytes);
    }

    @Property(tries = 1000)
    void takesOneTextForAnyBytes(@ForAll char last) {
        byte[] bytes;
        try {
            bytes = Bytes.parse("AAA" + last + "A" + last);
        } catch (IllegalArgumentException e) {
            return;
        }
        assertThat(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes))
                .isEqualTo("AAA" + last + "A" + last);
    }
}
