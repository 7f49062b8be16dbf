package io.bloksec.keycloak.audit.chain;

import java.security.SecureRandom;

/** Gives the bytes it was made of, once: lets a generator make the key of these bytes again. */
final class FixedRandom extends SecureRandom {

    private final transient byte[] bytes;

    FixedRandom(byte[] bytes) {
        this.bytes = bytes.clone();
    }

    @Override
    public void nextBytes(byte[] target) {
        if (target.length != bytes.length) {
            throw new IllegalStateException("The generator draws " + target.length + " bytes");
        }
        System.arraycopy(bytes, 0, target, 0, bytes.length);
    }
}
