package io.bloksec.keycloak.badge.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class BadgePayloadTest {

    private static final RealmId REALM = new RealmId("3f6c1a2e-8d4b-4c55-9a77-0b1c2d3e4f50");

    static Stream<Named<JsonNode>> refused() {
        return Vectors.each("refusedPayloads", "name");
    }

    @ParameterizedTest
    @MethodSource("refused")
    void saysWhatIsWrong(JsonNode vector) {
        assertThat(refusal(vector.get("text").asText()).reason())
                .hasToString(vector.get("reason").asText());
    }

    @Property
    void readsWhatItWrote(
            @ForAll("realms") RealmId realm, @ForAll @Size(12) byte[] badge, @ForAll @Size(20) byte[] half)
            throws BadgeRefusedException {
        String text = new BadgePayload(realm, BadgeId.of(badge), half).text();
        BadgePayload read = BadgePayload.parse(text, realm);

        assertThat(text).matches("BB1[A-Z2-7]{64}");
        assertThat(read.badge().bytes()).isEqualTo(badge);
        assertThat(read.half()).isEqualTo(half);
    }

    @Property
    void noticesEveryOtherCharacter(
            @ForAll @Size(20) byte[] half,
            @ForAll @IntRange(max = 66) int position,
            @ForAll @CharRange(from = ' ', to = '~') char other) {
        StringBuilder text = new StringBuilder(new BadgePayload(REALM, BadgeId.random(), half).text());
        if (text.charAt(position) != other) {
            text.setCharAt(position, other);

            assertThat(refusal(text.toString()).reason())
                    .isEqualTo(
                            position < 3
                                    ? BadgeRefusedException.Reason.NOT_A_BADGE
                                    : BadgeRefusedException.Reason.MISREAD);
        }
    }

    @Property
    void noticesOtherLengths(@ForAll @Size(20) byte[] half, @ForAll @IntRange(max = 66) int length) {
        String text = new BadgePayload(REALM, BadgeId.random(), half).text();

        assertThat(refusal(text.substring(0, length))).isNotNull();
        assertThat(refusal(text + text.substring(0, length + 1))).isNotNull();
    }

    @Property
    void takesNoOtherText(@ForAll String text) {
        assertThat(refusal(text)).isNotNull();
        assertThat(refusal("BB1" + text)).isNotNull();
    }

    @Property
    void knowsItsOwnRealm(@ForAll("realms") RealmId realm) {
        assertThat(refusal(BadgePayload.random(realm).text()).reason())
                .isEqualTo(BadgeRefusedException.Reason.OTHER_ORGANISATION);
    }

    @Provide
    Arbitrary<RealmId> realms() {
        return Arbitraries.strings()
                .withCharRange('a', 'z')
                .withCharRange('0', '9')
                .withChars("._-ABC")
                .ofMinLength(1)
                .ofMaxLength(35)
                .map(RealmId::new);
    }

    private static BadgeRefusedException refusal(String text) {
        return catchThrowableOfType(BadgeRefusedException.class, () -> BadgePayload.parse(text, REALM));
    }
}
