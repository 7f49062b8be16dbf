package io.bloksec.keycloak.blokkey.request;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** How often strangers have asked in the name of a person, or of nobody: kept by a hash of the name. */
@Entity
@Table(name = "BLOKKEY_LANE")
public class LaneEntity {
    @Id
    @Column(name = "ID", length = 43, nullable = false)
    public String id;

    @Column(name = "REALM_ID", length = 36, nullable = false)
    public String realmId;

    @Column(name = "WINDOW_START", nullable = false)
    public long windowStart;

    @Column(name = "WINDOW_COUNT", nullable = false)
    public int windowCount;

    @Column(name = "DAY_START", nullable = false)
    public long dayStart;

    @Column(name = "DAY_COUNT", nullable = false)
    public int dayCount;

    @Column(name = "PAUSED_UNTIL", nullable = false)
    public long pausedUntil;

    @Column(name = "PAUSE", nullable = false)
    public long pause;

    @Column(name = "BURNT_AT", nullable = false)
    public long burntAt;
}
