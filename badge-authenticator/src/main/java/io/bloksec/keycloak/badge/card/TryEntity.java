package io.bloksec.keycloak.badge.card;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** One PIN that was tried. Instants are seconds since 1970 by the database's clock. */
@Entity
@Table(name = "BLOKBADGE_TRY")
public class TryEntity {

    /** The PIN was wrong. */
    static final String WRONG = "WRONG";
    /** The PIN was right; nothing has come of it yet. */
    static final String ANSWERED = "ANSWERED";
    /** It opened something, once. */
    static final String USED = "USED";

    /** N3 in hexadecimal. */
    @Id
    @Column(name = "ID", length = 64, nullable = false)
    public String id;

    @Column(name = "REALM_ID", length = 36, nullable = false)
    public String realmId;

    @Column(name = "USER_ID", length = 255, nullable = false)
    public String userId;

    @Column(name = "BID", length = 24, nullable = false)
    public String bid;

    @Column(name = "EPOCH", nullable = false)
    public int epoch;

    @Column(name = "REVISION", nullable = false)
    public int revision;

    /** The tab, hashed. */
    @Column(name = "SESSION_HASH", length = 43, nullable = false)
    public String session;

    @Column(name = "KIOSK_ID", length = 64)
    public String kioskId;

    @Column(name = "TRIED_AT", nullable = false)
    public long triedAt;

    @Column(name = "STATE", length = 16, nullable = false)
    public String state;
}
