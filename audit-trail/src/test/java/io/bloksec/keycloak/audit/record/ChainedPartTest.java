package io.bloksec.keycloak.audit.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ChainedPartTest {

    private final PersonalPart personal =
            PersonalPart.of(JsonNodeFactory.instance.objectNode().put("user", "u"));

    @Test
    void keepsTheMinuteOnly() {
        ChainedPart part = ChainedPart.of(
                        RecordType.APPROVED, Outcome.ACCEPTED, Instant.parse("2026-11-23T10:15:59.999Z"), personal)
                .method(Method.QR)
                .grade(Grade.B)
                .build();

        assertThat(Instant.ofEpochMilli(part.minute())).isEqualTo("2026-11-23T10:15:00Z");
        assertThat(part.type()).isEqualTo("blokkey.approved");
        assertThat(part.method()).contains(Method.QR);
        assertThat(part.grade()).contains(Grade.B);
        assertThat(part.personal()).isEqualTo(personal.commitment());
        assertThat(ChainedPart.of(part.json())).isEqualTo(part);
    }

    @Test
    void refusesAnOutcomeThatTheTypeDoesNotHave() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ChainedPart.of(RecordType.APPROVED, Outcome.DENIED, Instant.EPOCH, personal));
    }

    @Test
    void leavesTheLinksMembersToTheLink() {
        ChainedPart.Builder builder = ChainedPart.of(RecordType.ERASED, Outcome.DONE, Instant.EPOCH, personal);

        assertThatIllegalArgumentException().isThrownBy(() -> builder.with("number", 3));
        assertThatIllegalArgumentException().isThrownBy(() -> builder.with("type", "other"));
    }

    @Test
    void commitsToSaltAndContent() {
        PersonalPart same = new PersonalPart(personal.salt(), personal.content());
        PersonalPart salted =
                PersonalPart.of(JsonNodeFactory.instance.objectNode().put("user", "u"));

        assertThat(same.commitment()).isEqualTo(personal.commitment());
        assertThat(salted.commitment()).isNotEqualTo(personal.commitment());
        assertThatIllegalArgumentException().isThrownBy(() -> new PersonalPart(new byte[31], new byte[0]));
    }
}
