package io.bloksec.keycloak.blokkey.passcode;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** A passcode that an administrator gave out for a person without a phone. */
@Entity
@Table(name = "BLOKKEY_PASSCODE")
public class PasscodeEntity {
    @Id
    @Column(name = "ID", length = 36, nullable = false)
    public String id;

    @Column(name = "REALM_ID", length = 36, nullable = false)
    public String realmId;

    @Column(name = "USER_ID", length = 255, nullable = false)
    public String userId;

    @Column(name = "CODE_HASH", length = 2000, nullable = false)
    public String codeHash;

    @Column(name = "CLIENT_ID", length = 36)
    public String clientId;

    @Column(name = "ISSUED_BY", length = 255, nullable = false)
    public String issuedBy;

    @Column(name = "REASON", length = 255, nullable = false)
    public String reason;

    @Column(name = "CREATED_AT", nullable = false)
    public long createdAt;

    @Column(name = "EXPIRES_AT", nullable = false)
    public long expiresAt;

    @Column(name = "TRIES_LEFT", nullable = false)
    public int triesLeft;
}
