package io.bloksec.keycloak.badge.card;

import io.bloksec.keycloak.badge.protocol.BadgeContext;
import io.bloksec.keycloak.badge.protocol.BadgeId;
import io.bloksec.keycloak.badge.protocol.EpochContext;
import io.bloksec.keycloak.badge.protocol.Extra.EpochRules;
import io.bloksec.keycloak.badge.protocol.Extra.KioskRule;
import io.bloksec.keycloak.badge.protocol.RealmId;
import io.bloksec.keycloak.badge.protocol.WrappedHalf;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/**
 * A badge. All that decides is under {@link #rowMac}, {@link BadgeSeal} says what exactly; only counters and what is merely told lie
 * outside. Instants are seconds since 1970 by the database's clock.
 */
@Entity
@Table(name = "BLOKBADGE")
public class BadgeEntity {
    @Id
    @Column(name = "BID", length = 24, nullable = false)
    public String bid;

    @Column(name = "REALM_ID", length = 36, nullable = false)
    public String realmId;

    @Column(name = "USER_ID", length = 255, nullable = false)
    public String userId;

    /** By which signed texts name the person; erased with the row. */
    @Column(name = "USER_SALT", length = 32, nullable = false)
    public byte[] userSalt;

    @Column(name = "KIND", length = 16, nullable = false)
    public String kind;

    /** What people read out to each other; says nothing. */
    @Column(name = "SERIAL", length = 16, nullable = false)
    public String serial;

    @Column(name = "STATE", length = 16, nullable = false)
    public String state;

    /** One more with each change of what is under the MAC. */
    @Column(name = "REVISION", nullable = false)
    public int revision;

    @Column(name = "NOT_BEFORE", nullable = false)
    public long notBefore;

    @Column(name = "EXPIRES", nullable = false)
    public long expires;

    /** B. */
    @Column(name = "BADGE_KEY", length = 32, nullable = false)
    public byte[] badgeKey;

    /** A; null until a PIN is chosen. */
    @Column(name = "USER_KEY", length = 32)
    public byte[] userKey;

    /** The PIN's generation, from 1. */
    @Column(name = "EPOCH", nullable = false)
    public int epoch;

    /** PBKDF2's rounds in this epoch. */
    @Column(name = "ITERATIONS", nullable = false)
    public int iterations;

    /** s, encrypted; null while there is no PIN, and for ever after the end. */
    @Column(name = "SERVER_HALF", length = 60)
    public byte[] serverHalf;

    @Column(name = "KEK_VERSION", nullable = false)
    public int kekVersion;

    /** v. */
    @Column(name = "PIN_CHECK", length = 32)
    public byte[] pinCheck;

    @Column(name = "CODE_MAC", length = 32)
    public byte[] codeMac;

    @Column(name = "CODE_EXPIRES")
    public Long codeExpires;

    @Column(name = "CODE_CHANNEL", length = 16)
    public String codeChannel;

    @Column(name = "KIOSK_RULE", length = 16, nullable = false)
    public String kioskRule;

    @Column(name = "PIN_LENGTH", nullable = false)
    public int pinLength;

    /** The badge whose holder may choose this one's PIN without a code. */
    @Column(name = "RENEWS", length = 24)
    public String renews;

    @Column(name = "CREDENTIAL_ID", length = 36)
    public String credentialId;

    @Column(name = "CREATED_AT", nullable = false)
    public long createdAt;

    @Column(name = "CREATED_BY", length = 255, nullable = false)
    public String createdBy;

    @Column(name = "ACTIVATED_AT")
    public Long activatedAt;

    @Column(name = "MAC_VERSION", nullable = false)
    public int macVersion;

    @Column(name = "ROW_MAC", length = 32, nullable = false)
    public byte[] rowMac;

    /** Wrong PINs in a row, and the one that is being tried. */
    @Column(name = "TRIES", nullable = false)
    public int tries;

    /** No PIN is tried before. */
    @Column(name = "NEXT_AT", nullable = false)
    public long nextAt;

    @Column(name = "CODE_TRIES", nullable = false)
    public int codeTries;

    @Column(name = "LAST_USED_AT")
    public Long lastUsedAt;

    @Column(name = "LAST_KIOSK", length = 64)
    public String lastKiosk;

    /** What its person has not been told yet: a {@link Notice}. */
    @Column(name = "NOTICE", length = 16)
    public String notice;

    /** What nobody has looked after yet: an {@link Alarm}. */
    @Column(name = "ALARM", length = 16)
    public String alarm;

    @Column(name = "ALARM_AT")
    public Long alarmAt;

    public State state() {
        return State.valueOf(state);
    }

    public Kind kind() {
        return Kind.valueOf(kind);
    }

    public BadgeContext context() {
        return new BadgeContext(new RealmId(realmId), new BadgeId(bid));
    }

    public EpochContext epochContext() {
        return context().epoch(epoch);
    }

    public EpochRules rules() {
        return new EpochRules(KioskRule.valueOf(kioskRule), pinLength);
    }

    WrappedHalf wrappedHalf() {
        return new WrappedHalf(kekVersion, serverHalf);
    }

    public boolean isLocked() {
        return state() == State.ACTIVE && tries >= TryPolicy.MOST_TRIES;
    }

    public boolean isInItsTime(long now) {
        return notBefore <= now && now < expires;
    }
}
