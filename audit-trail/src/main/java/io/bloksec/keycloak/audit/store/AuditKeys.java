package io.bloksec.keycloak.audit.store;

import io.bloksec.keycloak.audit.chain.AuditKey;
import io.bloksec.keycloak.audit.chain.Checkpoint.Anchor;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The audit keys of this server, from outside the database. Without any, each realm keeps one of its own in its tables, and its
 * checkpoints say so.
 *
 * @param fromFile the first one signs; the others are its predecessors
 */
public record AuditKeys(List<AuditKey> fromFile) {

    public AuditKeys {
        fromFile = List.copyOf(fromFile);
    }

    public Anchor anchor() {
        return fromFile.isEmpty() ? Anchor.NONE : Anchor.FILE;
    }

    Optional<AuditKey> current() {
        return fromFile.stream().findFirst();
    }

    /** @param thumbprint null finds none */
    Optional<AuditKey> of(String thumbprint) {
        return fromFile.stream()
                .filter(key -> key.thumbprint().equals(thumbprint))
                .findFirst();
    }

    /** By keys that are derived from these. */
    public Seals seals() {
        return new Seals(fromFile.stream().map(AuditKeys::sealKey).toList());
    }

    private static byte[] sealKey(AuditKey key) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key.pem().getBytes(StandardCharsets.US_ASCII), "HmacSHA256"));
            return mac.doFinal("bloksec/audit/v1/seal".getBytes(StandardCharsets.US_ASCII));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
