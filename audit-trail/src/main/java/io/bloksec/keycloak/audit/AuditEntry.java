package io.bloksec.keycloak.audit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bloksec.keycloak.audit.record.Grade;
import io.bloksec.keycloak.audit.record.Method;
import io.bloksec.keycloak.audit.record.Outcome;
import io.bloksec.keycloak.audit.record.RecordType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One decision, as its module tells it; docs/audit-trail-format.md says what each member means. Whatever is null or empty is absent
 * from the record.
 *
 * @param realmId Keycloak's id of the realm
 * @param time instant of the decision, milliseconds since 1970 UTC
 * @param times the instants {@code issued}, {@code retrieved}, {@code responded}, {@code consumed}
 * @param chained further members of the part that stays for ever: they must name nobody
 */
public record AuditEntry(
        String realmId,
        RecordType type,
        long time,
        Outcome outcome,
        Method method,
        Grade grade,
        String subject,
        String user,
        String device,
        String client,
        String address,
        String place,
        String correlation,
        Map<String, Long> times,
        Map<String, String> details,
        List<ObjectNode> statements,
        Map<String, JsonNode> chained) {

    public static Builder of(String realmId, RecordType type, long time, Outcome outcome) {
        return new Builder(realmId, type, time, outcome);
    }

    /** Collects what is known; a null is left out. */
    public static final class Builder {
        private final String realmId;
        private final RecordType type;
        private final long time;
        private final Outcome outcome;
        private Method method;
        private Grade grade;
        private String subject;
        private String user;
        private String device;
        private String client;
        private String address;
        private String place;
        private String correlation;
        private final Map<String, Long> times = new LinkedHashMap<>();
        private final Map<String, String> details = new LinkedHashMap<>();
        private final List<ObjectNode> statements = new ArrayList<>();
        private final Map<String, JsonNode> chained = new LinkedHashMap<>();

        private Builder(String realmId, RecordType type, long time, Outcome outcome) {
            this.realmId = realmId;
            this.type = type;
            this.time = time;
            this.outcome = outcome;
        }

        public Builder method(Method value) {
            method = value;
            return this;
        }

        public Builder grade(Grade value) {
            grade = value;
            return this;
        }

        /** @param value id of the request, enrolment, badge or token */
        public Builder subject(String value) {
            subject = value;
            return this;
        }

        /** @param value Keycloak's id of the person */
        public Builder user(String value) {
            user = value;
            return this;
        }

        public Builder device(String value) {
            device = value;
            return this;
        }

        /** @param value client id */
        public Builder client(String value) {
            client = value;
            return this;
        }

        public Builder address(String value) {
            address = value == null || value.isEmpty() ? null : value;
            return this;
        }

        public Builder place(String value) {
            place = value;
            return this;
        }

        public Builder correlation(String value) {
            correlation = value;
            return this;
        }

        public Builder time(String name, Long value) {
            if (value != null) {
                times.put(name, value);
            }
            return this;
        }

        public Builder detail(String name, String value) {
            if (value != null) {
                details.put(name, value);
            }
            return this;
        }

        public Builder statement(ObjectNode value) {
            if (value != null) {
                statements.add(value);
            }
            return this;
        }

        public Builder chained(String name, JsonNode value) {
            if (value != null) {
                chained.put(name, value);
            }
            return this;
        }

        public AuditEntry build() {
            return new AuditEntry(
                    realmId,
                    type,
                    time,
                    outcome,
                    method,
                    grade,
                    subject,
                    user,
                    device,
                    client,
                    address,
                    place,
                    correlation,
                    times,
                    details,
                    statements,
                    chained);
        }
    }
}
