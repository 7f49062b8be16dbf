package io.bloksec.keycloak.audit.verify;

import io.bloksec.keycloak.audit.record.Hashes;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Ids seen so far, as the first 64 bits of their SHA-256: 16 to 32 bytes an id. Among a million ids two share these bits with a
 * probability of three in a hundred million.
 */
final class LongSet {

    private long[] slots = new long[1 << 10];
    private int size;

    /** @return false when it was there */
    boolean add(String id) {
        long value = ByteBuffer.wrap(Hashes.sha256().digest(id.getBytes(StandardCharsets.UTF_8)))
                .getLong();
        // Zero marks an empty slot.
        if (!put(slots, value == 0 ? 1 : value)) {
            return false;
        }
        if (++size * 2 > slots.length) {
            long[] larger = new long[2 * slots.length];
            for (long slot : slots) {
                if (slot != 0) {
                    put(larger, slot);
                }
            }
            slots = larger;
        }
        return true;
    }

    private static boolean put(long[] slots, long value) {
        int slot = (int) value & (slots.length - 1);
        while (slots[slot] != 0) {
            if (slots[slot] == value) {
                return false;
            }
            slot = (slot + 1) & (slots.length - 1);
        }
        slots[slot] = value;
        return true;
    }
}
