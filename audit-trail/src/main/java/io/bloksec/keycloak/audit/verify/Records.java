package io.bloksec.keycloak.audit.verify;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bloksec.keycloak.audit.record.Bytes;
import io.bloksec.keycloak.audit.record.ChainedPart;
import io.bloksec.keycloak.audit.record.Grade;
import io.bloksec.keycloak.audit.record.Hashes;
import io.bloksec.keycloak.audit.record.Method;
import io.bloksec.keycloak.audit.record.Outcome;
import io.bloksec.keycloak.audit.record.PersonalPart;
import io.bloksec.keycloak.audit.record.RecordType;
import java.util.List;

/** What a record says by itself: both parts, and that they agree. */
final class Records {

    private final Findings findings;
    private final Announcements announcements;
    private final Statements statements;
    private final LongSet ids = new LongSet();
    private long erased;
    private long withStatements;

    Records(Findings findings, Announcements announcements, Statements statements) {
        this.findings = findings;
        this.announcements = announcements;
        this.statements = statements;
    }

    /**
     * @param chained linked or not
     * @param personal missing node where it is erased
     * @param linked whether a later record can name it
     */
    void take(ObjectNode chained, JsonNode personal, boolean linked, Place place) {
        RecordType type = RecordType.of(chained.path("type").asText()).orElse(null);
        String wrong = shape(chained, type);
        if (wrong != null) {
            findings.add(Kind.RECORD, place, wrong);
            return;
        }
        if (personal.isMissingNode()) {
            missing(linked, place);
            return;
        }
        PersonalPart part;
        try {
            if (personal.size() != 2) {
                throw new IllegalArgumentException("missing or further members");
            }
            part = new PersonalPart(
                    Bytes.parse(personal.path("salt").textValue()),
                    Bytes.parse(personal.path("content").textValue()));
        } catch (IllegalArgumentException e) {
            findings.add(Kind.PERSONAL, place, "The personal part is not salt and content: " + e.getMessage());
            return;
        }
        if (!Bytes.text(part.commitment()).equals(chained.path("personal").textValue())) {
            findings.add(Kind.COMMITMENT, place, "The personal part is not the one that the record commits to");
            return;
        }
        content(chained, type, part, place);
    }

    /** How many personal parts are gone, as later records say. */
    long erased() {
        return erased;
    }

    /** How many records hold statements. */
    long withStatements() {
        return withStatements;
    }

    private void missing(boolean linked, Place place) {
        if (!linked) {
            findings.add(Kind.UNLINKED, place, "An unlinked record has no personal part; nothing can say why yet");
        } else if (announcements.isErased(place.number())) {
            erased++;
        } else {
            findings.add(Kind.MISSING, place, "The personal part is missing, and no record says that it was erased");
        }
    }

    private void content(ObjectNode chained, RecordType type, PersonalPart part, Place place) {
        Subject subject;
        try {
            subject = Subject.parse(part.content());
        } catch (IllegalArgumentException e) {
            findings.add(Kind.STATEMENT, place, "The personal part is not of the format: " + e.getMessage());
            return;
        }
        if (!subject.type().equals(chained.path("type").textValue())) {
            findings.add(Kind.PERSONAL, place, "The personal part is of another type than the record");
        }
        if (ChainedPart.minute(subject.time()) != chained.path("minute").longValue()) {
            findings.add(Kind.PERSONAL, place, "The time of the personal part is not in the record's minute");
        }
        if (!ids.add(subject.id())) {
            findings.add(Kind.DUPLICATE, place, "The record's id " + subject.id() + " was there before");
        }
        if (announcements.isErased(place.number())) {
            findings.add(Kind.ERASED, place, "The personal part is there, though a record says that it was erased");
        }
        withStatements += subject.statementTypes().isEmpty() ? 0 : 1;
        // Only then can the enrolment that a restatement stands for be gone.
        statements.take(type, subject, erased > 0 || announcements.firstNumber() > 1, place);
    }

    private static String shape(ObjectNode chained, RecordType type) {
        JsonNode outcome = chained.path("outcome");
        if (chained.path("version").asLong() != ChainedPart.VERSION) {
            return "The record is not of version " + ChainedPart.VERSION;
        }
        if (!chained.path("type").isTextual() || Outcome.of(outcome.asText()).isEmpty()) {
            return "The record has no type or no outcome of the format";
        }
        if (type != null && !type.endsAs(Outcome.of(outcome.asText()).orElseThrow())) {
            return "A record " + type.label() + " does not end as " + outcome.asText();
        }
        JsonNode minute = chained.path("minute");
        if (!minute.isIntegralNumber() || ChainedPart.minute(minute.longValue()) != minute.longValue()) {
            return "The record's minute is not one";
        }
        if (chained.has("method") && Method.of(chained.path("method").asText()).isEmpty()) {
            return "The record's method is none of the format";
        }
        if (chained.has("grade")
                && List.of(Grade.values()).stream()
                        .noneMatch(grade ->
                                grade.name().equals(chained.path("grade").textValue()))) {
            return "The record's grade is none of the format";
        }
        try {
            Bytes.parse(chained.path("personal").textValue(), Hashes.LENGTH);
        } catch (IllegalArgumentException e) {
            return "The record commits to no personal part";
        }
        return null;
    }
}
