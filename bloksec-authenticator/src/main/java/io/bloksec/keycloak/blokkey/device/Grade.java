package io.bloksec.keycloak.blokkey.device;

/** How well a device protects its keys, best first. Only A and B stand for hardware that somebody vouches for. */
public enum Grade {
    /** A native app, hardware attestation verified to a configured root. */
    A,
    /** WebAuthn, bound to the device, attestation verified to a root of the realm's list. */
    B,
    /** Everything else; synced passkeys always. */
    C;

    public boolean meets(Grade least) {
        return ordinal() <= least.ordinal();
    }

    public Grade lowerOf(Grade other) {
        return ordinal() >= other.ordinal() ? this : other;
    }
}
