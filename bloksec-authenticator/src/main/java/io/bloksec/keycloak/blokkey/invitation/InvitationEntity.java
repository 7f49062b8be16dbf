package io.bloksec.keycloak.blokkey.invitation;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** Somebody is invited to set up a first phone. Neither the link nor the code can be made from this row alone. */
@Entity
@Table(name = "BLOKKEY_INVITATION")
public class InvitationEntity {
    @Id
    @Column(name = "ID", length = 36, nullable = false)
    public String id;

    @Column(name = "REALM_ID", length = 36, nullable = false)
    public String realmId;

    @Column(name = "USER_ID", length = 255, nullable = false)
    public String userId;

    @Column(name = "STATE", length = 16, nullable = false)
    public String state;

    /** To which it is sent. */
    @Column(name = "ADDRESS", length = 255, nullable = false)
    public String address;

    /** The realm's address as whoever invited saw it, without a slash at the end: the link leads there. */
    @Column(name = "ISSUER", length = 255, nullable = false)
    public String issuer;

    /** How often it was sent: each mail has a link of its own, and only the newest one serves. */
    @Column(name = "GENERATION", nullable = false)
    public int generation;

    /** Client id of the application to which the last page leads; null for none. */
    @Column(name = "CLIENT", length = 255)
    public String client;

    /** Slow hash of the activation code; null where none is asked for. */
    @Column(name = "CODE_HASH", length = 2000)
    public String codeHash;

    @Column(name = "TRIES_LEFT", nullable = false)
    public int triesLeft;

    @Column(name = "ISSUED_BY", length = 255, nullable = false)
    public String issuedBy;

    @Column(name = "ISSUER_REALM", length = 36, nullable = false)
    public String issuerRealm;

    @Column(name = "CREATED_AT", nullable = false)
    public long createdAt;

    @Column(name = "EXPIRES_AT", nullable = false)
    public long expiresAt;

    @Column(name = "CHANGED_AT", nullable = false)
    public long changedAt;

    @Column(name = "MAIL", length = 16, nullable = false)
    public String mail;

    @Column(name = "MAIL_CHANGED_AT", nullable = false)
    public long mailChangedAt;

    /** Ticket whose phone is about to become the person's. */
    @Column(name = "ENROLMENT_ID", length = 36)
    public String enrolmentId;

    /** Hash of the browser that brought it. */
    @Column(name = "BROWSER_HASH", length = 43)
    public String browserHash;

    @Column(name = "UPLOADS", nullable = false)
    public int uploads;
}
