package io.bloksec.keycloak.badge.protocol;

/** ctxB of the protocol: {@code blokbadge/v1|label|realmId|hex(bid)}, for what a badge keeps as long as it lives. */
public record BadgeContext(RealmId realm, BadgeId badge) {

    /** In ASCII. */
    public byte[] of(Label label) {
        return Crypto.ascii(text(label));
    }

    /**
     * @param epoch the PIN's generation
     * @throws IllegalArgumentException when it is below 1
     */
    public EpochContext epoch(int epoch) {
        return new EpochContext(this, epoch);
    }

    String text(Label label) {
        return "blokbadge/v1|" + label.text() + "|" + realm.text() + "|" + badge.hex();
    }
}
