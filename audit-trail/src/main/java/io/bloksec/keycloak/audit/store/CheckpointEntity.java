package io.bloksec.keycloak.audit.store;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** A signed checkpoint. */
@Entity
@Table(name = "AUDIT_CHECKPOINT")
public class CheckpointEntity {

    /** Realm and sequence. */
    @Id
    @Column(name = "ID", length = 64)
    public String id;

    @Column(name = "REALM_ID", length = 36, nullable = false)
    public String realmId;

    @Column(name = "SEQUENCE_NO", nullable = false)
    public long sequence;

    /** Of the last record that it covers. */
    @Column(name = "CHAIN_NUMBER", nullable = false)
    public long number;

    @Column(name = "JWS", length = 4000, nullable = false)
    public String jws;

    @Column(name = "TIME_AT", nullable = false)
    public long time;

    static String id(String realmId, long sequence) {
        return realmId + "/" + sequence;
    }
}
