package io.bloksec.keycloak.badge.kiosk;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** A workstation. All that decides is under {@link #rowMac}, see {@link KioskSeal}. Instants are seconds since 1970. */
@Entity
@Table(name = "BLOKBADGE_KIOSK")
public class KioskEntity {

    @Id
    @Column(name = "ID", length = 64, nullable = false)
    public String id;

    @Column(name = "REALM_ID", length = 36, nullable = false)
    public String realmId;

    @Column(name = "STATE", length = 16, nullable = false)
    public String state;

    /** {@link KioskRules} as JSON. */
    @Column(name = "RULES", length = 4000, nullable = false)
    public String rules;

    /** See {@link io.bloksec.keycloak.badge.protocol.KioskKey}; null until a browser is paired. */
    @Column(name = "PUBLIC_KEY", length = 65)
    public byte[] publicKey;

    /** Finds the row of a pairing code. */
    @Column(name = "CODE_HANDLE", length = 8)
    public String codeHandle;

    @Column(name = "CODE_MAC", length = 32)
    public byte[] codeMac;

    @Column(name = "CODE_EXPIRES")
    public Long codeExpires;

    @Column(name = "CODE_TRIES", nullable = false)
    public int codeTries;

    @Column(name = "CREATED_AT", nullable = false)
    public long createdAt;

    @Column(name = "CREATED_BY", length = 255, nullable = false)
    public String createdBy;

    @Column(name = "PAIRED_AT")
    public Long pairedAt;

    @Column(name = "REVISION", nullable = false)
    public int revision;

    @Column(name = "MAC_VERSION", nullable = false)
    public int macVersion;

    @Column(name = "ROW_MAC", length = 32, nullable = false)
    public byte[] rowMac;

    /** When a badge was last scanned there, to a few minutes. */
    @Column(name = "LAST_SEEN_AT")
    public Long lastSeenAt;

    public KioskState state() {
        return KioskState.valueOf(state);
    }

    public KioskRules rules() {
        return KioskRules.parse(rules);
    }
}
