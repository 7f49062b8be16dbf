package io.bloksec.keycloak.badge.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class WrappedHalfTest {

    private static final JsonNode VECTOR = Vectors.get("wrapping");
    private static final EpochContext CONTEXT = Vectors.context(VECTOR);
    private static final String USER = Vectors.text(VECTOR, "userId");
    private static final MasterKey MASTER =
            new MasterKey(1, Vectors.hex(Vectors.get("masterKeys").get(0), "master"));

    @Test
    void hasOneForm() {
        byte[] wrapped = WrappedHalf.wrap(
                Vectors.hex(VECTOR, "kek"),
                CONTEXT,
                USER,
                new ServerHalf(Vectors.hex(VECTOR, "s")),
                Vectors.hex(VECTOR, "iv"));

        assertThat(WrappedHalf.additionalData(CONTEXT, USER)).isEqualTo(Vectors.hex(VECTOR, "aad"));
        assertThat(wrapped).isEqualTo(Vectors.hex(VECTOR, "wrapped"));
        assertThat(new WrappedHalf(1, wrapped)
                        .open(MASTER, CONTEXT, USER)
                        .orElseThrow()
                        .bytes())
                .isEqualTo(Vectors.hex(VECTOR, "s"));
    }

    @Test
    void opensForItsBadgeEpochAndUserOnly() {
        ServerHalf half = ServerHalf.random();
        WrappedHalf wrapped = WrappedHalf.wrap(MASTER, CONTEXT, USER, half);
        BadgeContext badge = CONTEXT.badge();
        RealmId otherRealm = new RealmId("other");

        assertThat(wrapped.open(MASTER, CONTEXT, USER).orElseThrow().bytes()).isEqualTo(half.bytes());
        assertThat(wrapped.open(MASTER, CONTEXT, USER + "x")).isEmpty();
        assertThat(wrapped.open(MASTER, badge.epoch(2), USER)).isEmpty();
        assertThat(wrapped.open(MASTER, new BadgeContext(badge.realm(), BadgeId.random()).epoch(1), USER))
                .isEmpty();
        assertThat(wrapped.open(MASTER, new BadgeContext(otherRealm, badge.badge()).epoch(1), USER))
                .isEmpty();
        assertThat(wrapped.open(new MasterKey(1, new byte[32]), CONTEXT, USER)).isEmpty();
        assertThat(wrapped.open(new MasterKey(2, new byte[32]), CONTEXT, USER)).isEmpty();
    }

    @Test
    void noticesEveryChange() {
        byte[] bytes =
                WrappedHalf.wrap(MASTER, CONTEXT, USER, ServerHalf.random()).bytes();
        for (int i = 0; i < bytes.length; i++) {
            byte[] changed = bytes.clone();
            changed[i] ^= 1;
            assertThat(new WrappedHalf(1, changed).open(MASTER, CONTEXT, USER)).isEmpty();
            assertThat(new WrappedHalf(1, Arrays.copyOf(bytes, i)).open(MASTER, CONTEXT, USER))
                    .isEmpty();
        }
        assertThat(new WrappedHalf(1, null).open(MASTER, CONTEXT, USER)).isEmpty();
    }

    @Test
    void everyPurposeAndRealmHasAKey() {
        for (JsonNode vector : Vectors.get("masterKeys")) {
            MasterKey.Purpose purpose = MasterKey.Purpose.valueOf(
                    Vectors.text(vector, "purpose").toUpperCase(Locale.ROOT).replace('-', '_'));
            assertThat(MASTER.derive(purpose, new RealmId(Vectors.text(vector, "realmId"))))
                    .isEqualTo(Vectors.hex(vector, "key"));
        }
        assertThat(Vectors.get("masterKeys")).hasSize(MasterKey.Purpose.values().length);
        assertThatIllegalArgumentException().isThrownBy(() -> new MasterKey(1, new byte[31]));
        assertThatIllegalArgumentException().isThrownBy(() -> new MasterKey(0, new byte[32]));
    }
}
