package io.bloksec.keycloak.audit.store;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** A realm's chain: its head, who links at present, and how far checkpoints are. */
@Entity
@Table(name = "AUDIT_CHAIN")
public class ChainEntity {

    @Id
    @Column(name = "REALM_ID", length = 36)
    public String realmId;

    @Column(name = "EPOCH", length = 22, nullable = false)
    public String epoch;

    @Column(name = "HEAD_NUMBER", nullable = false)
    public long number;

    @Column(name = "HEAD_HASH", length = 43, nullable = false)
    public String head;

    /** Node that links; nobody else does until the lease ends. */
    @Column(name = "LEASED_BY", length = 36)
    public String leasedBy;

    @Column(name = "LEASED_UNTIL", nullable = false)
    public long leasedUntil;

    /** Number of checkpoints. */
    @Column(name = "CHECKPOINTS", nullable = false)
    public long checkpoints;

    @Column(name = "CHECKPOINT_HASH", length = 43)
    public String checkpointHash;

    @Column(name = "CHECKPOINT_NUMBER", nullable = false)
    public long checkpointNumber;

    @Column(name = "CHECKPOINT_AT", nullable = false)
    public long checkpointAt;

    /** Thumbprint of the key of the last checkpoint. */
    @Column(name = "CHECKPOINT_KEY", length = 43)
    public String checkpointKey;
}
