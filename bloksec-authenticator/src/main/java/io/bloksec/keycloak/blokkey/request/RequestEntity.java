package io.bloksec.keycloak.blokkey.request;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** A sign-in that waits for a phone, and what became of it. */
@Entity
@Table(name = "BLOKKEY_REQUEST")
public class RequestEntity {
    @Id
    @Column(name = "ID", length = 36, nullable = false)
    public String id;

    @Column(name = "REALM_ID", length = 36, nullable = false)
    public String realmId;

    @Column(name = "USER_ID", length = 255)
    public String userId;

    @Column(name = "NAMED", nullable = false)
    public boolean named;

    @Column(name = "STATE", length = 16, nullable = false)
    public String state;

    @Column(name = "TYPE", length = 16, nullable = false)
    public String type;

    @Column(name = "CHANNEL", length = 8, nullable = false)
    public String channel;

    @Column(name = "LANE", length = 16, nullable = false)
    public String lane;

    @Column(name = "CREATED_AT", nullable = false)
    public long createdAt;

    @Column(name = "EXPIRES_AT", nullable = false)
    public long expiresAt;

    @Column(name = "CHANGED_AT", nullable = false)
    public long changedAt;

    @Column(name = "SHOWN_AT")
    public Long shownAt;

    @Column(name = "APPROVED_AT")
    public Long approvedAt;

    @Column(name = "NONCE", length = 43, nullable = false)
    public String nonce;

    @Column(name = "ROOT_HASH", length = 43, nullable = false)
    public String rootHash;

    @Column(name = "TAB_ID", length = 64, nullable = false)
    public String tabId;

    @Column(name = "CLIENT_ID", length = 36, nullable = false)
    public String clientId;

    @Column(name = "FLOW_ID", length = 36, nullable = false)
    public String flowId;

    @Column(name = "EXECUTION_ID", length = 36, nullable = false)
    public String executionId;

    @Column(name = "BROWSER_ID", length = 43)
    public String browserId;

    @Column(name = "BROWSER_X", length = 43)
    public String browserX;

    @Column(name = "BROWSER_Y", length = 43)
    public String browserY;

    @Column(name = "LANE_KEY", length = 43)
    public String laneKey;

    @Column(name = "CLIENT", length = 255, nullable = false)
    public String client;

    @Column(name = "CLIENT_NAME", length = 128, nullable = false)
    public String clientName;

    @Column(name = "BROWSER", length = 64, nullable = false)
    public String browser;

    @Column(name = "SYSTEM_NAME", length = 64, nullable = false)
    public String system;

    @Column(name = "ADDRESS", length = 64, nullable = false)
    public String address;

    @Column(name = "PLACE", length = 64)
    public String place;

    @Column(name = "ACR", length = 64)
    public String acr;

    @Column(name = "NEW_DEVICE", length = 128)
    public String newDevice;

    @Column(name = "NUMBER_HASH", length = 43)
    public String numberHash;

    @Column(name = "NUMBER_DIGITS", nullable = false)
    public int numberDigits;

    @Column(name = "NUMBER_NEEDED", nullable = false)
    public boolean numberNeeded;

    @Column(name = "MAY_REMEMBER", nullable = false)
    public boolean mayRemember;

    @Column(name = "LEAST_GRADE", length = 1, nullable = false)
    public String leastGrade;

    @Column(name = "DEVICE_ID", length = 36)
    public String deviceId;

    @Column(name = "GRADE", length = 1)
    public String grade;

    @Column(name = "REMEMBER", nullable = false)
    public boolean remember;

    @Column(name = "VERIFIER_HASH", length = 43)
    public String verifierHash;

    @Column(name = "VERIFIED", nullable = false)
    public boolean verified;

    @Column(name = "DECISION_HASH", length = 43)
    public String decisionHash;

    /** Of the approval. */
    @Column(name = "CONTESTED", nullable = false)
    public boolean contested;

    /** Whether its end is written into the audit trail. */
    @Column(name = "RECORDED", nullable = false)
    public boolean recorded;

    @Column(name = "EVIDENCE", length = 8000)
    public String evidence;

    /** Of a denial, a report or a wrong number. */
    @Column(name = "REFUSAL", length = 8000)
    public String refusal;

    @Column(name = "SAME_NETWORK", nullable = false)
    public boolean sameNetwork;
}
