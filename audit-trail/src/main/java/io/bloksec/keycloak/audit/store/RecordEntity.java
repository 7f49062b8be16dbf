package io.bloksec.keycloak.audit.store;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** A record: the chained part, which stays, and the personal part with what is searched by, which can be erased. */
@Entity
@Table(name = "AUDIT_RECORD")
public class RecordEntity {

    @Id
    @Column(name = "ID", length = 22)
    public String id;

    @Column(name = "REALM_ID", length = 36, nullable = false)
    public String realmId;

    /** Null until it is linked. */
    @Column(name = "CHAIN_NUMBER")
    public Long number;

    @Column(name = "PREVIOUS", length = 43)
    public String previous;

    @Column(name = "HASH", length = 43)
    public String hash;

    @Column(name = "TYPE", length = 40, nullable = false)
    public String type;

    @Column(name = "OUTCOME", length = 16, nullable = false)
    public String outcome;

    @Column(name = "METHOD", length = 16)
    public String method;

    @Column(name = "GRADE", length = 1)
    public String grade;

    /** Canonical JSON, without the members that linking adds. */
    @Column(name = "CHAINED", length = 8000, nullable = false)
    public String chained;

    /** By the audit key: what was not written by a server that has it is not linked. Null where there is no such key. */
    @Column(name = "SEAL", length = 43)
    public String seal;

    @Column(name = "INSERTED_AT", nullable = false)
    public long insertedAt;

    @Column(name = "MINUTE_AT", nullable = false)
    public long minute;

    /** Its seal does not hold: it stays where it is, and is never linked. */
    @Column(name = "REFUSED", nullable = false)
    public boolean refused;

    @Column(name = "ERASED", nullable = false)
    public boolean erased;

    @Column(name = "SALT", length = 43)
    public String salt;

    /** JSON as it was written, to the byte. */
    @Column(name = "PERSONAL", length = 32000)
    public String personal;

    @Column(name = "TIME_AT")
    public Long time;

    @Column(name = "USER_ID", length = 255)
    public String userId;

    @Column(name = "DEVICE_ID", length = 36)
    public String deviceId;

    @Column(name = "CLIENT", length = 255)
    public String client;

    @Column(name = "ADDRESS", length = 64)
    public String address;

    @Column(name = "PLACE", length = 64)
    public String place;

    @Column(name = "CORRELATION", length = 64)
    public String correlation;
}
