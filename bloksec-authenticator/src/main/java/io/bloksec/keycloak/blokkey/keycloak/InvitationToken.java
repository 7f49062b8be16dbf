package io.bloksec.keycloak.blokkey.keycloak;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.bloksec.keycloak.blokkey.invitation.InvitationEntity;
import org.keycloak.authentication.actiontoken.DefaultActionToken;

/** Leads from a mail's link into Keycloak's required action. It is made when the link is opened and lasts minutes; the row decides. */
public final class InvitationToken extends DefaultActionToken {

    static final String TYPE = "blokkey-invite";

    /** Seconds. */
    private static final int LIFE = 15 * 60;

    @JsonProperty("inv")
    private String invitation;

    @JsonProperty("gen")
    private int generation;

    /** For Jackson. */
    public InvitationToken() {}

    InvitationToken(InvitationEntity row, long now) {
        super(row.userId, TYPE, (int) Math.min(now / 1000 + LIFE, row.expiresAt / 1000), null);
        invitation = row.id;
        generation = row.generation;
        setEmail(row.address);
        issuedFor = row.client;
    }

    String invitation() {
        return invitation;
    }

    int generation() {
        return generation;
    }
}
