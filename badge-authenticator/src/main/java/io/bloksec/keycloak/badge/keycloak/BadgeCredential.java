package io.bloksec.keycloak.badge.keycloak;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.bloksec.keycloak.badge.card.BadgeEntity;
import java.util.Locale;
import org.keycloak.common.util.Time;
import org.keycloak.credential.CredentialModel;
import org.keycloak.models.UserModel;

/**
 * The credential by which an active badge appears in the consoles. It holds no secret: it is what makes the badge count, and deleting
 * it is how a badge is revoked there.
 */
final class BadgeCredential {

    private BadgeCredential() {}

    static CredentialModel create(UserModel person, BadgeEntity badge) {
        CredentialModel model = new CredentialModel();
        model.setType(BlokBadge.ID);
        model.setUserLabel(badge.serial);
        model.setCreatedDate(Time.currentTimeMillis());
        model.setSecretData("{}");
        model.setCredentialData(JsonNodeFactory.instance
                .objectNode()
                .put("serial", badge.serial)
                .put("kind", badge.kind.toLowerCase(Locale.ROOT))
                .put("expires", badge.expires)
                .toString());
        return person.credentialManager().createStoredCredential(model);
    }
}
