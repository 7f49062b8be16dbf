package io.bloksec.keycloak.it.house;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Exists to be the app on a person's phone that shows codes of six digits (RFC 6238, SHA-1, 30 seconds). */
public final class OneTimeCodes {

    private OneTimeCodes() {}

    public static String now(String secret) {
        try {
            Mac mac = Mac.getInstance("HmacSHA1");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "RAW"));
            byte[] hash = mac.doFinal(ByteBuffer.allocate(Long.BYTES)
                    .putLong(Instant.now().getEpochSecond() / 30)
                    .array());
            int offset = hash[hash.length - 1] & 0xf;
            int code = (ByteBuffer.wrap(hash).getInt(offset) & 0x7fffffff) % 1_000_000;
            return String.format("%06d", code);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
