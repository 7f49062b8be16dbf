package io.bloksec.keycloak.badge.protocol;

import static io.bloksec.keycloak.badge.protocol.Vectors.hex;
import static io.bloksec.keycloak.badge.protocol.Vectors.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class DerivationTest {

    static Stream<Named<JsonNode>> derivations() {
        return Vectors.each("derivations", "name");
    }

    @ParameterizedTest
    @MethodSource("derivations")
    void fromPaperAndPinToKeys(JsonNode vector) throws BadgeRefusedException {
        EpochContext context = Vectors.context(vector);
        BadgePayload payload =
                BadgePayload.parse(text(vector, "payload"), context.badge().realm());
        SimulatedBadge badge = new SimulatedBadge(payload, context.epoch());
        ServerHalf server = new ServerHalf(hex(vector, "s"));
        byte[] p =
                badge.stretchedPin(text(vector, "pin"), vector.get("iterations").asInt());
        byte[] t = badge.pinToken(p);
        byte[] y = server.answer(context, t);

        assertThat(Vectors.hex(Crypto.salt())).isEqualTo(Vectors.get("S0").asText());
        assertThat(payload.half()).isEqualTo(hex(vector, "b"));
        assertThat(payload.badge().hex()).isEqualTo(text(vector, "bid"));
        assertThat(payload.text()).isEqualTo(text(vector, "payload"));
        assertThat(badge.badgeSeed()).isEqualTo(hex(vector, "seedB"));
        assertThat(payload.publicKey()).isEqualTo(hex(vector, "B"));
        assertThat(badge.pinKey()).isEqualTo(hex(vector, "Kpin"));
        assertThat(p).isEqualTo(hex(vector, "p"));
        assertThat(t).isEqualTo(hex(vector, "t"));
        assertThat(y).isEqualTo(hex(vector, "y"));
        assertThat(server.pinCheck(context, t)).isEqualTo(hex(vector, "v"));
        assertThat(badge.userKey()).isEqualTo(hex(vector, "Kusr"));
        assertThat(badge.userSeed(y)).isEqualTo(hex(vector, "seedA"));
        assertThat(Ed25519.publicKey(badge.userSeed(y))).isEqualTo(hex(vector, "A"));
    }

    @Test
    void onlyTheRightTokenIsRight() {
        JsonNode vector = Vectors.get("derivations").get(0);
        EpochContext context = Vectors.context(vector);
        ServerHalf server = new ServerHalf(hex(vector, "s"));
        byte[] token = hex(vector, "t");
        byte[] check = hex(vector, "v");

        assertThat(server.isRightPin(context, token, check)).isTrue();
        assertThat(server.isRightPin(context.badge().epoch(2), token, check)).isFalse();
        assertThat(server.isRightPin(context, token, hex(vector, "y"))).isFalse();
        token[31] ^= 1;
        assertThat(server.isRightPin(context, token, check)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 31, 33})
    void tokensHave32Bytes(int length) {
        EpochContext context = Vectors.context(Vectors.get("derivations").get(0));
        ServerHalf server = ServerHalf.random();

        assertThatIllegalArgumentException().isThrownBy(() -> server.answer(context, new byte[length]));
        assertThatIllegalArgumentException().isThrownBy(() -> server.pinCheck(context, new byte[length]));
    }

    @Test
    void codesAreKeptUnderAKey() {
        JsonNode vector = Vectors.get("activationCode");
        EpochContext context = Vectors.context(vector);
        byte[] key = hex(vector, "key");
        byte[] mac = hex(vector, "codeMac");

        assertThat(ActivationCode.mac(key, context, text(vector, "code"))).isEqualTo(mac);
        assertThat(ActivationCode.matches(key, context, text(vector, "code"), mac))
                .isTrue();
        assertThat(ActivationCode.matches(key, context, "40718264", mac)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a|b", "a\nb", "réalm", "3f6c1a2e-8d4b-4c55-9a77-0b1c2d3e4f500", "a b"})
    void someRealmsCannotHaveBadges(String realmId) {
        assertThat(RealmId.isUsable(realmId)).isFalse();
        assertThatIllegalArgumentException().isThrownBy(() -> new RealmId(realmId));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1})
    void epochsStartAtOne(int epoch) {
        BadgeContext context = Vectors.badge(Vectors.get("derivations").get(0));

        assertThatIllegalArgumentException().isThrownBy(() -> context.epoch(epoch));
    }

    @Test
    void halvesAreForgotten() {
        BadgePayload payload = BadgePayload.random(new RealmId("corp"));
        ServerHalf server = ServerHalf.random();
        payload.close();
        server.close();

        assertThat(payload.half()).containsOnly(0);
        assertThat(server.bytes()).containsOnly(0);
        assertThat(payload.toString()).isEqualTo("badge " + payload.badge().hex());
    }
}
