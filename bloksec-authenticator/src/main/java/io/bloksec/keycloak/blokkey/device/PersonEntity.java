package io.bloksec.keycloak.blokkey.device;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** A person's own switches. */
@Entity
@Table(name = "BLOKKEY_PERSON")
public class PersonEntity {
    @Id
    @Column(name = "ID", length = 43, nullable = false)
    public String id;

    @Column(name = "REALM_ID", length = 36, nullable = false)
    public String realmId;

    @Column(name = "USER_ID", length = 255, nullable = false)
    public String userId;

    @Column(name = "PUSHES_FROM_NEW", nullable = false)
    public boolean pushesFromNewBrowsers;
}
