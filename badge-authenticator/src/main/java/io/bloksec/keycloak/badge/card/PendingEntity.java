package io.bloksec.keycloak.badge.card;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** A PIN that somebody is choosing: the server half it would have. Comes to count when the key made with it is bound. */
@Entity
@Table(name = "BLOKBADGE_PENDING")
public class PendingEntity {

    /** A nonce of 32 bytes in hexadecimal. */
    @Id
    @Column(name = "ID", length = 64, nullable = false)
    public String id;

    @Column(name = "REALM_ID", length = 36, nullable = false)
    public String realmId;

    @Column(name = "USER_ID", length = 255, nullable = false)
    public String userId;

    @Column(name = "BID", length = 24, nullable = false)
    public String bid;

    /** The one to come. */
    @Column(name = "EPOCH", nullable = false)
    public int epoch;

    /** Of the badge when this began; if it changes, this is void. */
    @Column(name = "REVISION", nullable = false)
    public int revision;

    @Column(name = "SESSION_HASH", length = 43, nullable = false)
    public String session;

    @Column(name = "SERVER_HALF", length = 60, nullable = false)
    public byte[] serverHalf;

    @Column(name = "KEK_VERSION", nullable = false)
    public int kekVersion;

    @Column(name = "PIN_CHECK", length = 32, nullable = false)
    public byte[] pinCheck;

    @Column(name = "ITERATIONS", nullable = false)
    public int iterations;

    /** Seconds since 1970. */
    @Column(name = "EXPIRES", nullable = false)
    public long expires;
}
