package io.bloksec.keycloak.audit.store;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bloksec.keycloak.audit.AuditEntry;
import io.bloksec.keycloak.audit.record.Bytes;
import io.bloksec.keycloak.audit.record.Canonical;
import io.bloksec.keycloak.audit.record.ChainedPart;
import io.bloksec.keycloak.audit.record.PersonalPart;
import jakarta.persistence.EntityManager;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.function.LongSupplier;

/** Makes records of what modules tell, unlinked. */
public final class Records {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Seals seals;
    private final LongSupplier clock;

    /** @param clock milliseconds since 1970 UTC, by which unlinked records are put in order */
    public Records(Seals seals, LongSupplier clock) {
        this.seals = seals;
        this.clock = clock;
    }

    /**
     * Inserts it in the transaction of {@code em}.
     *
     * @return the record's id
     */
    public String insert(EntityManager em, AuditEntry entry) {
        String id = Bytes.text(Bytes.random(16));
        PersonalPart personal = PersonalPart.of(personal(id, entry));
        ChainedPart chained = chained(entry, personal);
        RecordEntity row = new RecordEntity();
        row.id = id;
        row.realmId = entry.realmId();
        row.type = entry.type().label();
        row.outcome = entry.outcome().label();
        row.method = entry.method() == null ? null : entry.method().label();
        row.grade = entry.grade() == null ? null : entry.grade().name();
        row.chained = Canonical.of(chained.json());
        row.seal = seals.seal(entry.realmId(), id, row.chained);
        row.insertedAt = clock.getAsLong();
        row.minute = chained.minute();
        row.salt = Bytes.text(personal.salt());
        row.personal = new String(personal.content(), StandardCharsets.UTF_8);
        row.time = entry.time();
        row.userId = entry.user();
        row.deviceId = entry.device();
        row.client = entry.client();
        row.address = entry.address();
        row.place = entry.place();
        row.correlation = entry.correlation();
        em.persist(row);
        // Whoever cannot write it is to hear of it here, not at the end of somebody else's work.
        em.flush();
        return id;
    }

    /** As it is stored. */
    static ChainedPart chained(RecordEntity row) {
        try {
            return ChainedPart.of(JSON.readTree(row.chained));
        } catch (IOException e) {
            throw new IllegalArgumentException("The record " + row.id + " cannot be read", e);
        }
    }

    /** @return null when it was erased */
    static PersonalPart personal(RecordEntity row) {
        return row.personal == null || row.salt == null
                ? null
                : new PersonalPart(Bytes.parse(row.salt), row.personal.getBytes(StandardCharsets.UTF_8));
    }

    private static ChainedPart chained(AuditEntry entry, PersonalPart personal) {
        ChainedPart.Builder part =
                ChainedPart.of(entry.type(), entry.outcome(), Instant.ofEpochMilli(entry.time()), personal);
        if (entry.method() != null) {
            part.method(entry.method());
        }
        if (entry.grade() != null) {
            part.grade(entry.grade());
        }
        entry.chained().forEach(part::with);
        return part.build();
    }

    private static ObjectNode personal(String id, AuditEntry entry) {
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("id", id)
                .put("type", entry.type().label())
                .put("time", entry.time());
        put(json, "subject", entry.subject());
        put(json, "user", entry.user());
        put(json, "device", entry.device());
        put(json, "client", entry.client());
        put(json, "address", entry.address());
        put(json, "place", entry.place());
        put(json, "correlation", entry.correlation());
        ObjectNode times = json.putObject("times");
        entry.times().forEach(times::put);
        ObjectNode details = json.putObject("details");
        entry.details().forEach(details::put);
        if (!entry.statements().isEmpty()) {
            entry.statements().forEach(json.putArray("statements")::add);
        }
        return json;
    }

    private static void put(ObjectNode json, String name, String value) {
        if (value != null) {
            json.put(name, value);
        }
    }
}
