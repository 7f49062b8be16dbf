package io.bloksec.keycloak.badge.kiosk;

import io.bloksec.keycloak.badge.keys.KeyRing;
import io.bloksec.keycloak.badge.protocol.MasterKey;
import io.bloksec.keycloak.badge.protocol.RealmId;
import io.bloksec.keycloak.badge.protocol.RowMac;

/** Tells a row that this server wrote from one that somebody changed in the database, where he could make any browser a workstation. */
final class KioskSeal {

    private final KeyRing keys;

    KioskSeal(KeyRing keys) {
        this.keys = keys;
    }

    /** After the last change to it. */
    void put(KioskEntity kiosk) {
        MasterKey newest = keys.newest();
        kiosk.revision++;
        kiosk.macVersion = newest.version();
        kiosk.rowMac = fields(kiosk).mac(key(newest, kiosk));
    }

    /** No for a row of a key that is not there. */
    boolean isIntact(KioskEntity kiosk) {
        return RealmId.isUsable(kiosk.realmId)
                && keys.version(kiosk.macVersion)
                        .filter(master -> fields(kiosk).matches(key(master, kiosk), kiosk.rowMac))
                        .isPresent();
    }

    private static byte[] key(MasterKey master, KioskEntity kiosk) {
        return master.derive(MasterKey.Purpose.ROW_MAC, new RealmId(kiosk.realmId));
    }

    private static RowMac fields(KioskEntity kiosk) {
        return RowMac.of("kiosk")
                .text(kiosk.realmId)
                .text(kiosk.id)
                .text(kiosk.state)
                .number(kiosk.revision)
                .text(kiosk.rules)
                .bytes(kiosk.publicKey)
                .text(kiosk.codeHandle)
                .bytes(kiosk.codeMac)
                .number(kiosk.codeExpires)
                .number(kiosk.createdAt)
                .text(kiosk.createdBy)
                .number(kiosk.pairedAt);
    }
}
