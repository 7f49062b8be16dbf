package io.bloksec.keycloak.audit.verify;

import io.bloksec.keycloak.audit.chain.PublicJwk;
import java.security.PublicKey;
import java.util.Arrays;
import java.util.Map;

/** A verification key: ES256 on P-256 (RFC 9053 section 7.1.1), the one algorithm of the BlokKey protocol. */
record CoseKey(byte[] x, byte[] y) {

    private static final long KEY_TYPE = 1;
    private static final long ALGORITHM = 3;
    private static final long CURVE = -1;
    private static final long X = -2;
    private static final long Y = -3;

    /** @throws IllegalArgumentException when it is a key of another kind, or has further members */
    static CoseKey of(Map<?, ?> cose) {
        if (cose.size() != 5
                || !Long.valueOf(2).equals(cose.get(KEY_TYPE))
                || !Long.valueOf(-7).equals(cose.get(ALGORITHM))
                || !Long.valueOf(1).equals(cose.get(CURVE))
                || !(cose.get(X) instanceof byte[] x && x.length == 32)
                || !(cose.get(Y) instanceof byte[] y && y.length == 32)) {
            throw new IllegalArgumentException("a verification key that is not ES256 on P-256");
        }
        return new CoseKey(x, y);
    }

    /** @throws IllegalArgumentException when it is no point of the curve */
    PublicKey publicKey() {
        return PublicJwk.p256(x, y);
    }

    boolean isSame(CoseKey other) {
        return Arrays.equals(x, other.x) && Arrays.equals(y, other.y);
    }
}
