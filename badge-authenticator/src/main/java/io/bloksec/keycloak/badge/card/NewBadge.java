package io.bloksec.keycloak.badge.card;

import io.bloksec.keycloak.badge.protocol.BadgeId;
import io.bloksec.keycloak.badge.protocol.Ed25519;
import io.bloksec.keycloak.badge.protocol.Extra.EpochRules;
import java.time.Duration;
import java.util.Optional;

/**
 * A badge that is to be issued.
 *
 * @param badgeKey B
 * @param notBefore seconds since 1970; empty for now
 * @param life within the kind's limits
 * @param codeChannel how its person gets the activation code
 * @param renews the badge that it is to replace, or null
 * @param by id of the issuer
 */
public record NewBadge(
        String realmId,
        String userId,
        BadgeId bid,
        byte[] badgeKey,
        Kind kind,
        Optional<Long> notBefore,
        Duration life,
        EpochRules rules,
        int iterations,
        String codeChannel,
        String renews,
        String by) {

    /** @throws IllegalArgumentException when the life or the key will not do */
    public NewBadge {
        if (!kind.allows(life)) {
            throw new IllegalArgumentException("A " + kind + " badge does not live for " + life);
        }
        if (!Ed25519.acceptsKey(badgeKey)) {
            throw new IllegalArgumentException("No public key of a badge");
        }
    }
}
