package io.bloksec.keycloak.audit.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.security.interfaces.ECPublicKey;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import org.junit.jupiter.api.Test;

/** A signature that nobody could check is not one that holds. */
class SignatureWorkersTest {

    @Test
    void aWorkerThatDiesLetsNothingPass() {
        Findings findings = new Findings();
        SignatureWorkers workers = new SignatureWorkers(findings);
        workers.check(P256Signature.raw("", new Bomb(), new byte[32], new byte[64]), Place.WHOLE);

        assertThatIllegalStateException().isThrownBy(workers::close).withMessage("1 signatures could not be checked");
        assertThat(workers.checked()).isZero();
    }

    /** As if a class were missing, or memory. */
    private static final class Bomb implements ECPublicKey {
        @Override
        public ECPoint getW() {
            throw new NoClassDefFoundError("of the test");
        }

        @Override
        public ECParameterSpec getParams() {
            throw new NoClassDefFoundError("of the test");
        }

        @Override
        public String getAlgorithm() {
            return "EC";
        }

        @Override
        public String getFormat() {
            return null;
        }

        @Override
        public byte[] getEncoded() {
            return null;
        }
    }
}
