package io.bloksec.keycloak.wsfed.keycloak.admin;

import io.bloksec.keycloak.wsfed.doctor.Finding;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import org.keycloak.util.JsonSerialization;

/**
 * The difference between a relying party's client as it is and as it is proposed, for somebody to agree to.
 *
 * @param clientId the {@code wtrealm}
 * @param changes what would be different; what is not here stays as it is
 * @param notMapped URIs of claims that the relying party wants and will not get
 * @param digest of all of this: given back, it says that this is what was agreed to
 */
record ProposedClient(
        Outcome outcome,
        String clientId,
        List<Change> changes,
        List<String> notMapped,
        List<Finding> warnings,
        String digest) {

    enum Outcome {
        CREATE,
        UPDATE,
        UNCHANGED
    }

    /**
     * One field of a client.
     *
     * @param field its name in realm JSON, or that of a setting
     * @param before its values, in alphabetical order; none: it is not set
     */
    record Change(String field, List<String> before, List<String> after, List<String> added, List<String> removed) {

        static Change of(String field, List<String> before, List<String> after) {
            List<String> was = before.stream().sorted().toList();
            List<String> becomes = after.stream().sorted().toList();
            return new Change(
                    field,
                    was,
                    becomes,
                    becomes.stream().filter(value -> !was.contains(value)).toList(),
                    was.stream().filter(value -> !becomes.contains(value)).toList());
        }

        boolean isOne() {
            return !before.equals(after);
        }
    }

    /** @param internalId of the client as it is; empty for a new one */
    static ProposedClient of(
            Outcome outcome,
            String clientId,
            String internalId,
            List<Change> changes,
            List<String> notMapped,
            List<Finding> warnings) {
        return new ProposedClient(
                outcome,
                clientId,
                changes,
                notMapped,
                warnings,
                sha256(List.of(outcome, clientId, internalId, changes, notMapped, warnings)));
    }

    private static String sha256(List<?> content) {
        try {
            return HexFormat.of()
                    .formatHex(
                            MessageDigest.getInstance("SHA-256").digest(JsonSerialization.writeValueAsBytes(content)));
        } catch (NoSuchAlgorithmException | IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
