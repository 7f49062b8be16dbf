package io.bloksec.keycloak.audit.verify;

import io.bloksec.keycloak.audit.record.RecordType;
import java.util.List;

/** What a record's statements say: of this record, by a device that counts, and once. */
final class Statements {

    private final Findings findings;
    private final Header header;
    private final Devices devices;
    private final Badges badges;
    private final SignatureWorkers workers;
    private final LongSet used = new LongSet();
    private long count;

    Statements(Findings findings, Header header, Devices devices, Badges badges, SignatureWorkers workers) {
        this.findings = findings;
        this.header = header;
        this.devices = devices;
        this.badges = badges;
        this.workers = workers;
    }

    /**
     * @param type null for one of a later version
     * @param incomplete whether an earlier record is pruned or erased
     */
    void take(RecordType type, Subject subject, boolean incomplete, Place place) {
        List<String> types = subject.statementTypes();
        if (!StatementRules.allows(type, types)) {
            findings.add(
                    Kind.STATEMENT, place, "A record " + subject.type() + " does not have the statements " + types);
            return;
        }
        for (Statement statement : subject.statements()) {
            count++;
            statement.signatures(signature -> workers.check(signature, place));
            try {
                requireOfRecord(type, statement, subject);
            } catch (IllegalArgumentException e) {
                findings.add(Kind.STATEMENT, place, e.getMessage());
            }
        }
        try {
            devices.take(type, subject, incomplete);
        } catch (IllegalArgumentException e) {
            findings.add(Kind.DEVICE, place, e.getMessage());
        }
        badges(type, subject, incomplete, place);
        boolean once = type == RecordType.APPROVED || type == RecordType.ENROLLED;
        if (once && subject.subject() != null && !used.add(type.label() + ' ' + subject.subject())) {
            findings.add(
                    Kind.DUPLICATE,
                    place,
                    "A record " + type.label() + " of " + subject.subject() + " was there before");
        }
    }

    private void badges(RecordType type, Subject subject, boolean incomplete, Place place) {
        for (BadgeStatement statement : subject.badgeStatements()) {
            count++;
            statement.signatures(signature -> workers.check(signature, place));
        }
        try {
            if (!badges.take(type, subject, incomplete)) {
                findings.add(Kind.DUPLICATE, place, "The nonce of this statement was used before");
            }
        } catch (IllegalArgumentException e) {
            findings.add(Kind.DEVICE, place, e.getMessage());
        }
    }

    /** How many were seen. */
    long count() {
        return count;
    }

    private void requireOfRecord(RecordType type, Statement statement, Subject subject) {
        SignedText text = statement.text();
        requireSame("issuer", text, header.issuer());
        requireSame("device", text, subject.device());
        requireSame("user", text, subject.user());
        if (statement.created() != null) {
            // A restatement is about the device; its subject is free.
            if (type != RecordType.DEVICE_RESTATED) {
                requireSame("enrolment", text, subject.subject());
            }
        } else if (statement.next() == null) {
            requireSame("request", text, subject.subject());
            requireSame("decision", text, statement.type());
        }
    }

    private static void requireSame(String member, SignedText text, String expected) {
        if (!text.member(member).equals(expected)) {
            throw new IllegalArgumentException(
                    "The statement " + text.type() + " has another " + member + " than the record");
        }
    }
}
