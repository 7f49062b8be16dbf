package io.bloksec.keycloak.audit.store;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** How far a witness is with a realm's checkpoints. */
@Entity
@Table(name = "AUDIT_WITNESS")
public class WitnessEntity {

    /** Realm and name of the witness. */
    @Id
    @Column(name = "ID", length = 80)
    public String id;

    @Column(name = "REALM_ID", length = 36, nullable = false)
    public String realmId;

    /** Of the last checkpoint that it took. */
    @Column(name = "SEQUENCE_NO", nullable = false)
    public long sequence;
}
