package io.bloksec.keycloak.badge.card;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** A session that a badge opened, so that it ends with the badge. */
@Entity
@Table(name = "BLOKBADGE_SESSION")
public class OpenedSessionEntity {

    /** Keycloak's id of the session; offline sessions that come of it have the same. */
    @Id
    @Column(name = "ID", length = 36, nullable = false)
    public String id;

    @Column(name = "REALM_ID", length = 36, nullable = false)
    public String realmId;

    @Column(name = "USER_ID", length = 255, nullable = false)
    public String userId;

    @Column(name = "BID", length = 24, nullable = false)
    public String bid;

    @Column(name = "KIOSK_ID", length = 64)
    public String kioskId;

    /** Seconds since 1970. */
    @Column(name = "OPENED_AT", nullable = false)
    public long openedAt;

    /** At a registered workstation: when it ends unless somebody is seen there before. Seconds since 1970. */
    @Column(name = "ENDS_AT")
    public Long endsAt;
}
