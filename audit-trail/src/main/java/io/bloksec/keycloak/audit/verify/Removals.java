package io.bloksec.keycloak.audit.verify;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bloksec.keycloak.audit.record.RecordType;

/** The records {@code audit.erased} and {@code audit.pruned}: they may name earlier records only. */
final class Removals {

    private final Findings findings;

    Removals(Findings findings) {
        this.findings = findings;
    }

    void take(ObjectNode linked, Place place) {
        RecordType type = RecordType.of(linked.path("type").asText()).orElse(null);
        if (type != RecordType.ERASED && type != RecordType.PRUNED) {
            return;
        }
        long from = linked.path("from").asLong();
        long to = linked.path("to").asLong();
        if (from < 1 || to < from || to >= place.number()) {
            findings.add(Kind.REMOVAL, place, "The record names no run of earlier records: from " + from + " to " + to);
        } else if (type == RecordType.PRUNED && linked.path("count").asLong() != to - from + 1) {
            findings.add(Kind.REMOVAL, place, "The record counts other than it names: from " + from + " to " + to);
        }
    }
}
