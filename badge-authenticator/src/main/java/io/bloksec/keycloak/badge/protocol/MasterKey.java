package io.bloksec.keycloak.badge.protocol;

import java.util.Arrays;

/**
 * One version of the installation's secret, which is kept outside the database. Every realm and purpose has a key of its own:
 * HKDF(S0, master, "blokbadge/v1|master|" purpose "|" realmId), 32 bytes.
 */
public final class MasterKey implements AutoCloseable {

    /** What a derived key does. */
    public enum Purpose {
        /** Encrypts server halves, {@link WrappedHalf}. */
        KEK("kek"),
        /** Authenticates rows, {@link RowMac}. */
        ROW_MAC("row-mac"),
        /** Authenticates {@link io.bloksec.keycloak.badge.protocol.ActivationCode}. */
        ACTIVATION_CODE("activation-code"),
        /** Authenticates {@link PairingCode}. */
        PAIRING_CODE("pairing-code");

        private final String text;

        Purpose(String text) {
            this.text = text;
        }
    }

    private final int version;
    private final byte[] master;

    /**
     * @param version from 1, kept beside what was made with it
     * @param master copied; 32 random bytes or more
     * @throws IllegalArgumentException when it is shorter, or the version below 1
     */
    public MasterKey(int version, byte[] master) {
        if (version < 1 || master == null || master.length < Crypto.LENGTH) {
            throw new IllegalArgumentException("A master key has a version from 1 and at least 32 bytes");
        }
        this.version = version;
        this.master = master.clone();
    }

    public int version() {
        return version;
    }

    public byte[] derive(Purpose purpose, RealmId realm) {
        return Crypto.hkdf(
                Crypto.salt(), master, Crypto.ascii("blokbadge/v1|master|" + purpose.text + "|" + realm.text()));
    }

    /** Overwrites it. */
    @Override
    public void close() {
        Arrays.fill(master, (byte) 0);
    }
}
