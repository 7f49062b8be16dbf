package io.bloksec.keycloak.blokkey.request;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** A browser that a person chose, on the phone, to get pushes from without more ado. */
@Entity
@Table(name = "BLOKKEY_BROWSER")
public class BrowserEntity {
    @Id
    @Column(name = "ID", length = 36, nullable = false)
    public String id;

    @Column(name = "REALM_ID", length = 36, nullable = false)
    public String realmId;

    @Column(name = "USER_ID", length = 255, nullable = false)
    public String userId;

    @Column(name = "KEY_X", length = 43, nullable = false)
    public String keyX;

    @Column(name = "KEY_Y", length = 43, nullable = false)
    public String keyY;

    @Column(name = "THUMBPRINT", length = 43, nullable = false)
    public String thumbprint;

    @Column(name = "NAME", length = 128, nullable = false)
    public String name;

    @Column(name = "CREATED_AT", nullable = false)
    public long createdAt;

    @Column(name = "LAST_USED_AT", nullable = false)
    public long lastUsedAt;

    @Column(name = "EXPIRES_AT", nullable = false)
    public long expiresAt;
}
