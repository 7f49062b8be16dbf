package io.bloksec.keycloak.audit.record;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Optional;

/**
 * The part of a record that stays and names nobody, before it is linked. Immutable.
 *
 * <p>Members: {@code version}, {@code type}, {@code minute}, {@code outcome}, {@code method}, {@code grade}, {@code personal}, and
 * those of single types.
 */
public final class ChainedPart {

    /** Of the format. */
    public static final int VERSION = 1;

    private static final long MINUTE = 60_000;

    private final ObjectNode members;

    private ChainedPart(ObjectNode members) {
        this.members = members;
    }

    /**
     * @param time of the decision; only its minute is kept
     * @param personal committed to by its hash
     */
    public static Builder of(RecordType type, Outcome outcome, Instant time, PersonalPart personal) {
        return new Builder(type, outcome, time, personal);
    }

    /**
     * As it was stored.
     *
     * @throws IllegalArgumentException when a member that every record has is missing or of another kind
     */
    public static ChainedPart of(JsonNode stored) {
        if (!stored.isObject()
                || stored.path("version").asInt() != VERSION
                || !stored.path("type").isTextual()
                || !stored.path("minute").isIntegralNumber()
                || Outcome.of(stored.path("outcome").asText()).isEmpty()) {
            throw new IllegalArgumentException("not the chained part of a record");
        }
        Bytes.parse(stored.path("personal").textValue(), Hashes.LENGTH);
        // Refuses at once what could not be hashed later.
        Canonical.of(stored);
        return new ChainedPart(stored.deepCopy());
    }

    /** The minute that an instant lies in, milliseconds since 1970 UTC. */
    public static long minute(long time) {
        return time - Math.floorMod(time, MINUTE);
    }

    public String type() {
        return members.path("type").textValue();
    }

    /** Milliseconds since 1970 UTC. */
    public long minute() {
        return members.path("minute").longValue();
    }

    public Outcome outcome() {
        return Outcome.of(members.path("outcome").textValue()).orElseThrow();
    }

    public Optional<Method> method() {
        return Method.of(members.path("method").asText());
    }

    public Optional<Grade> grade() {
        return members.has("grade")
                ? Optional.of(Grade.valueOf(members.path("grade").asText()))
                : Optional.empty();
    }

    /** The commitment to the personal part, 32 bytes. */
    public byte[] personal() {
        return Bytes.parse(members.path("personal").textValue());
    }

    /** A copy. */
    public ObjectNode json() {
        return members.deepCopy();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ChainedPart part && part.members.equals(members);
    }

    @Override
    public int hashCode() {
        return members.hashCode();
    }

    @Override
    public String toString() {
        return members.toString();
    }

    /** Collects what not every record has. */
    public static final class Builder {
        private final ObjectNode members = JsonNodeFactory.instance.objectNode();

        private Builder(RecordType type, Outcome outcome, Instant time, PersonalPart personal) {
            if (!type.endsAs(outcome)) {
                throw new IllegalArgumentException(type.label() + " does not end as " + outcome.label());
            }
            members.put("version", VERSION)
                    .put("type", type.label())
                    .put("minute", ChainedPart.minute(time.toEpochMilli()))
                    .put("outcome", outcome.label())
                    .put("personal", Bytes.text(personal.commitment()));
        }

        public Builder method(Method method) {
            members.put("method", method.label());
            return this;
        }

        public Builder grade(Grade grade) {
            members.put("grade", grade.name());
            return this;
        }

        /** A member of a single type, e.g. {@code from}. */
        public Builder with(String name, long value) {
            return with(name, JsonNodeFactory.instance.numberNode(value));
        }

        /** A member of a single type, e.g. {@code last}. */
        public Builder with(String name, String value) {
            return with(name, JsonNodeFactory.instance.textNode(value));
        }

        /**
         * A member of a single type, e.g. {@code key}.
         *
         * @throws IllegalArgumentException when the member is there already, or is one that linking adds
         */
        public Builder with(String name, JsonNode value) {
            if (members.has(name) || name.equals("realm") || name.equals("number") || name.equals("previous")) {
                throw new IllegalArgumentException("The member " + name + " is not to be set");
            }
            members.set(name, value.deepCopy());
            return this;
        }

        /** @throws IllegalArgumentException when a value has no canonical form */
        public ChainedPart build() {
            Canonical.of(members);
            return new ChainedPart(members.deepCopy());
        }
    }
}
