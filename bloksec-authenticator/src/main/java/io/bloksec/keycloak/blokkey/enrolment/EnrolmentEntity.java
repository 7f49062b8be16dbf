package io.bloksec.keycloak.blokkey.enrolment;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** A ticket with which one device may bring its keys, once. */
@Entity
@Table(name = "BLOKKEY_ENROLMENT")
public class EnrolmentEntity {
    @Id
    @Column(name = "ID", length = 36, nullable = false)
    public String id;

    @Column(name = "REALM_ID", length = 36, nullable = false)
    public String realmId;

    @Column(name = "USER_ID", length = 255, nullable = false)
    public String userId;

    @Column(name = "STATE", length = 16, nullable = false)
    public String state;

    @Column(name = "TICKET_HASH", length = 43, nullable = false)
    public String ticketHash;

    @Column(name = "PAIRING_HASH", length = 43)
    public String pairingHash;

    @Column(name = "PAIRING_TRIES", nullable = false)
    public int pairingTries;

    @Column(name = "DEVICE_ID", length = 36, nullable = false)
    public String deviceId;

    @Column(name = "NONCE", length = 43, nullable = false)
    public String nonce;

    @Column(name = "USER_HANDLE", length = 43, nullable = false)
    public String userHandle;

    @Column(name = "RP_ID", length = 255, nullable = false)
    public String rpId;

    @Column(name = "ORIGIN", length = 255, nullable = false)
    public String origin;

    @Column(name = "CREATED_AT", nullable = false)
    public long createdAt;

    @Column(name = "EXPIRES_AT", nullable = false)
    public long expiresAt;

    @Column(name = "CODE_HASH", length = 43)
    public String codeHash;

    @Column(name = "CODE_TRIES", nullable = false)
    public int codeTries;

    @Column(name = "UPLOADED", length = 8000)
    public String uploaded;

    @Column(name = "ADDRESS", length = 64)
    public String address;

    /** From which it came; null for somebody who has signed in. */
    @Column(name = "INVITATION_ID", length = 36)
    public String invitationId;

    /** Hash of the browser that shows the ticket. */
    @Column(name = "BROWSER_HASH", length = 43)
    public String browserHash;
}
