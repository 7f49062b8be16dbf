package io.bloksec.keycloak.badge.card;

import io.bloksec.keycloak.badge.keys.KeyRing;
import io.bloksec.keycloak.badge.protocol.MasterKey;
import io.bloksec.keycloak.badge.protocol.RealmId;
import io.bloksec.keycloak.badge.protocol.RowMac;

/**
 * Tells a row that this server wrote from one that somebody changed in the database. Without it, whoever can write there could set a
 * badge back to "waits for a PIN" with a code of his own, or bring a revoked one back.
 */
final class BadgeSeal {

    private final KeyRing keys;

    BadgeSeal(KeyRing keys) {
        this.keys = keys;
    }

    /** After the last change to it. */
    void put(BadgeEntity badge) {
        MasterKey newest = keys.newest();
        badge.macVersion = newest.version();
        badge.rowMac = fields(badge).mac(key(newest, badge));
    }

    /** No for a row of a key that is not there. */
    boolean isIntact(BadgeEntity badge) {
        return RealmId.isUsable(badge.realmId)
                && keys.version(badge.macVersion)
                        .filter(master -> fields(badge).matches(key(master, badge), badge.rowMac))
                        .isPresent();
    }

    private static byte[] key(MasterKey master, BadgeEntity badge) {
        return master.derive(MasterKey.Purpose.ROW_MAC, new RealmId(badge.realmId));
    }

    private static RowMac fields(BadgeEntity badge) {
        return RowMac.of("badge")
                .text(badge.realmId)
                .text(badge.bid)
                .text(badge.userId)
                .bytes(badge.userSalt)
                .text(badge.kind)
                .text(badge.serial)
                .text(badge.state)
                .number(badge.revision)
                .number(badge.notBefore)
                .number(badge.expires)
                .bytes(badge.badgeKey)
                .bytes(badge.userKey)
                .number(badge.epoch)
                .number(badge.iterations)
                .bytes(badge.serverHalf)
                .number(badge.kekVersion)
                .bytes(badge.pinCheck)
                .bytes(badge.codeMac)
                .number(badge.codeExpires)
                .text(badge.codeChannel)
                .text(badge.kioskRule)
                .number(badge.pinLength)
                .text(badge.renews)
                .text(badge.credentialId)
                .number(badge.createdAt)
                .text(badge.createdBy)
                .number(badge.activatedAt);
    }
}
