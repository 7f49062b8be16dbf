package io.bloksec.keycloak.audit.chain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.bloksec.keycloak.audit.record.Bytes;
import io.bloksec.keycloak.audit.record.Canonical;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class CheckpointTest {

    private static final byte[] EPOCH = new byte[16];

    private final AuditKey key = AuditKey.generate();
    private final Checkpoint first = new Checkpoint(
            "https://login.example.com/realms/corp",
            "realm-id",
            Bytes.text(EPOCH),
            1,
            null,
            0,
            Bytes.text(Genesis.hash("realm-id", EPOCH)),
            1_795_000_000_000L,
            Checkpoint.Anchor.FILE);

    @Test
    void isReadBackFromBothKindsOfKey() {
        for (AuditKey each : new AuditKey[] {key, AuditKey.generateP256()}) {
            String jws = first.sign(each);

            assertThat(Checkpoint.verified(jws, kid -> each.publicKey())).isEqualTo(first);
            assertThat(Checkpoint.kid(jws)).isEqualTo(each.thumbprint());
            assertThat(new String(Bytes.parse(jws.substring(0, jws.indexOf('.'))), StandardCharsets.US_ASCII))
                    .contains("\"typ\":\"bloksec-checkpoint+jws\"");
        }
    }

    @Test
    void refusesTheUnknownAndTheWrongKey() {
        String jws = first.sign(key);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> Checkpoint.verified(jws, kid -> null))
                .withMessageContaining("unknown key");
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        Checkpoint.verified(jws, kid -> AuditKey.generate().publicKey()))
                .withMessageContaining("does not hold");
    }

    @Test
    void refusesAPayloadThatIsNotCanonicalOrHasMore() {
        String payload = new String(Bytes.parse(first.sign(key).split("\\.")[1]), StandardCharsets.UTF_8);

        for (String other : new String[] {
            payload.replace(",", ", "),
            payload.replace("{", "{\"more\":1,"),
            payload.replace("}", ",\"version\":1}"),
            payload.replace("\"sequence\":1", "\"sequence\":\"1\""),
            payload.replace("\"sequence\":1", "\"sequence\":2"),
            payload.replace("\"version\":1", "\"version\":2"),
            payload.replace("\"file\"", "\"cloud\"")
        }) {
            String jws = CompactJws.sign(key, Checkpoint.TYPE, other.getBytes(StandardCharsets.UTF_8));
            assertThat(other).isNotEqualTo(payload);
            assertThatIllegalArgumentException().isThrownBy(() -> Checkpoint.verified(jws, kid -> key.publicKey()));
        }
    }

    @Test
    void refusesOtherHeaders() {
        String payload = first.sign(key).split("\\.")[1];

        for (String header : new String[] {
            "{\"alg\":\"none\",\"kid\":\"" + key.thumbprint() + "\",\"typ\":\"bloksec-checkpoint+jws\"}",
            "{\"alg\":\"EdDSA\",\"crit\":[],\"kid\":\"" + key.thumbprint() + "\",\"typ\":\"bloksec-checkpoint+jws\"}",
            "{\"kid\":\"" + key.thumbprint() + "\",\"alg\":\"EdDSA\",\"typ\":\"bloksec-checkpoint+jws\"}",
            "{\"alg\":\"EdDSA\",\"kid\":\"" + key.thumbprint() + "\",\"typ\":\"JWT\"}"
        }) {
            String input = Bytes.text(header.getBytes(StandardCharsets.UTF_8)) + "." + payload;
            String jws = input + "." + Bytes.text(key.sign(input.getBytes(StandardCharsets.US_ASCII)));
            assertThatIllegalArgumentException().isThrownBy(() -> Checkpoint.verified(jws, kid -> key.publicKey()));
        }
    }

    @Test
    void signsNothingThatPassesForAnotherKind() {
        String detached = CompactJws.signDetached(key, KeyRotation.TYPE, Canonical.bytes(key.jwk()));

        assertThatIllegalArgumentException().isThrownBy(() -> Checkpoint.kid(detached));
    }
}
