package io.bloksec.keycloak.audit.verify;

import com.fasterxml.jackson.databind.JsonNode;
import io.bloksec.keycloak.audit.chain.Genesis;
import io.bloksec.keycloak.audit.chain.PublicJwk;
import io.bloksec.keycloak.audit.record.Bytes;
import java.security.PublicKey;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The line {@code export}.
 *
 * @param created information: nothing speaks for it
 * @param keys by thumbprint; information, too
 */
record Header(String issuer, String realm, String epoch, long created, Map<String, PublicKey> keys) {

    private static final int VERSION = 1;

    static Header parse(JsonNode line) throws UnreadableException {
        JsonNode export = line.path("export");
        if (!export.isObject()) {
            throw new UnreadableException("The file is not an export: its first line is another");
        }
        if (export.path("version").asLong() != VERSION) {
            throw new UnreadableException("The export is not of version " + VERSION);
        }
        try {
            if (export.size() != 6
                    || !export.path("issuer").isTextual()
                    || !export.path("realm").isTextual()
                    || !export.path("created").isIntegralNumber()
                    || !export.path("keys").isArray()) {
                throw new IllegalArgumentException("missing or further members");
            }
            Bytes.parse(export.path("epoch").textValue(), Genesis.EPOCH);
            Map<String, PublicKey> keys = new LinkedHashMap<>();
            export.path("keys").forEach(jwk -> keys.put(PublicJwk.thumbprint(jwk), PublicJwk.parse(jwk)));
            return new Header(
                    export.path("issuer").textValue(),
                    export.path("realm").textValue(),
                    export.path("epoch").textValue(),
                    export.path("created").longValue(),
                    keys);
        } catch (IllegalArgumentException e) {
            throw new UnreadableException("The line export is not one of the format: " + e.getMessage(), e);
        }
    }

    /** What record 1 follows. */
    String genesis() {
        return Bytes.text(Genesis.hash(realm, Bytes.parse(epoch)));
    }
}
