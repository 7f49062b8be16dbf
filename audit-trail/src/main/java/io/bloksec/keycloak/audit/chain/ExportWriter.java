package io.bloksec.keycloak.audit.chain;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bloksec.keycloak.audit.record.Bytes;
import io.bloksec.keycloak.audit.record.Canonical;
import io.bloksec.keycloak.audit.record.ChainedPart;
import io.bloksec.keycloak.audit.record.PersonalPart;
import java.io.IOException;
import java.io.Writer;
import java.security.PublicKey;
import java.time.Instant;
import java.util.List;

/**
 * Writes an export line by line, each a JSON object in canonical form and a line feed. Keeps nothing but counts; does not close the
 * writer, whose charset must be UTF-8. The order is the caller's: {@link #begin}, records by number with each checkpoint after the
 * record it names, the unlinked, {@link #end}.
 */
public final class ExportWriter {

    private static final int VERSION = 1;

    private final Writer out;
    private long records;
    private long checkpoints;
    private long unlinked;

    public ExportWriter(Writer out) {
        this.out = out;
    }

    /**
     * @param realm the realm's id
     * @param keys all audit keys so far, for information
     */
    public void begin(String issuer, String realm, byte[] epoch, Instant created, List<PublicKey> keys)
            throws IOException {
        ObjectNode export = JsonNodeFactory.instance
                .objectNode()
                .put("version", VERSION)
                .put("issuer", issuer)
                .put("realm", realm)
                .put("epoch", Bytes.text(epoch))
                .put("created", created.toEpochMilli());
        ArrayNode listed = export.putArray("keys");
        keys.forEach(key -> listed.add(PublicJwk.of(key)));
        line("export", export);
    }

    /** @param personal null when it was erased */
    public void record(Link link, PersonalPart personal) throws IOException {
        record(link.json(), link.hash(), personal);
    }

    /**
     * As it is stored, right or wrong: an export hides nothing from its verifier.
     *
     * @param linked the chained part with realm, number and previous hash
     * @param personal null when it was erased
     */
    public void record(ObjectNode linked, byte[] hash, PersonalPart personal) throws IOException {
        ObjectNode record = JsonNodeFactory.instance.objectNode();
        record.set("linked", linked);
        record.put("hash", Bytes.text(hash));
        if (personal != null) {
            record.set("personal", personal.json());
        }
        line("record", record);
        records++;
    }

    /** @param jws as it was signed */
    public void checkpoint(String jws) throws IOException {
        line("checkpoint", JsonNodeFactory.instance.textNode(jws));
        checkpoints++;
    }

    /** @param personal null when it was erased */
    public void unlinked(ChainedPart chained, PersonalPart personal) throws IOException {
        ObjectNode record = JsonNodeFactory.instance.objectNode();
        record.set("chained", chained.json());
        if (personal != null) {
            record.set("personal", personal.json());
        }
        line("unlinked", record);
        unlinked++;
    }

    /** The last line. */
    public void end() throws IOException {
        line(
                "end",
                JsonNodeFactory.instance
                        .objectNode()
                        .put("records", records)
                        .put("checkpoints", checkpoints)
                        .put("unlinked", unlinked));
        out.flush();
    }

    private void line(String kind, JsonNode content) throws IOException {
        ObjectNode line = JsonNodeFactory.instance.objectNode();
        line.set(kind, content);
        out.write(Canonical.of(line));
        out.write('\n');
    }
}
