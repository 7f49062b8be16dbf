package io.bloksec.keycloak.audit.store;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** A key that has signed checkpoints of a realm. */
@Entity
@Table(name = "AUDIT_KEY")
public class KeyEntity {

    /** Realm and thumbprint. */
    @Id
    @Column(name = "ID", length = 80)
    public String id;

    @Column(name = "REALM_ID", length = 36, nullable = false)
    public String realmId;

    /** Public part. */
    @Column(name = "JWK", length = 2000, nullable = false)
    public String jwk;

    @Column(name = "SINCE", nullable = false)
    public long since;

    /** Of the record that announces it, signed by its predecessor too; null of the first, and where the predecessor is lost. */
    @Column(name = "RECORD_ID", length = 22)
    public String recordId;

    /** PEM, where the realm keeps the key because no file outside the database was given; else null. */
    @Column(name = "PRIVATE_KEY", length = 4000)
    public String privateKey;
}
