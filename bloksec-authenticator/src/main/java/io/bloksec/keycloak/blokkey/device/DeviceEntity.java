package io.bloksec.keycloak.blokkey.device;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** A device of a person, and the index from a device's id to its Keycloak credential, which alone makes it count. */
@Entity
@Table(name = "BLOKKEY_DEVICE")
public class DeviceEntity {
    @Id
    @Column(name = "ID", length = 36, nullable = false)
    public String id;

    @Column(name = "REALM_ID", length = 36, nullable = false)
    public String realmId;

    @Column(name = "USER_ID", length = 255, nullable = false)
    public String userId;

    @Column(name = "CREDENTIAL_ID", length = 36)
    public String credentialId;

    @Column(name = "STATE", length = 16, nullable = false)
    public String state;

    @Column(name = "NAME", length = 128, nullable = false)
    public String name;

    @Column(name = "MODEL", length = 128, nullable = false)
    public String model;

    @Column(name = "PLATFORM", length = 128, nullable = false)
    public String platform;

    @Column(name = "POSSESSION_X", length = 43, nullable = false)
    public String possessionX;

    @Column(name = "POSSESSION_Y", length = 43, nullable = false)
    public String possessionY;

    @Column(name = "WEBAUTHN_ID", length = 1400, nullable = false)
    public String webAuthnId;

    @Column(name = "ATTESTED_DATA", length = 2800, nullable = false)
    public String attestedData;

    @Column(name = "RP_ID", length = 255, nullable = false)
    public String rpId;

    @Column(name = "ORIGIN", length = 255, nullable = false)
    public String origin;

    @Column(name = "BACKUP_ELIGIBLE", nullable = false)
    public boolean backupEligible;

    @Column(name = "SIGN_COUNT", nullable = false)
    public long signCount;

    @Column(name = "GRADE", length = 1, nullable = false)
    public String grade;

    @Column(name = "NONCE", length = 43, nullable = false)
    public String nonce;

    @Column(name = "PUSH", length = 3000)
    public String push;

    @Column(name = "CREATED_AT", nullable = false)
    public long createdAt;

    @Column(name = "LAST_SEEN_AT", nullable = false)
    public long lastSeenAt;

    /** Whether the record of its removal is written, or none is due. */
    @Column(name = "RECORDED", nullable = false)
    public boolean recorded;

    /** Milliseconds since 1970 by the database's clock; null while it counts. */
    @Column(name = "REMOVED_AT")
    public Long removedAt;
}
