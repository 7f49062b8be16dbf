package io.bloksec.keycloak.audit.verify;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bloksec.keycloak.audit.chain.Link;
import io.bloksec.keycloak.audit.record.Bytes;

/** Numbers and hashes: each record is what its hash says, and follows the one before. */
final class Chain {

    private final Findings findings;
    private final Header header;
    private final Announcements announcements;
    private long number;
    private String head;
    private boolean begun;

    Chain(Findings findings, Header header, Announcements announcements) {
        this.findings = findings;
        this.header = header;
        this.announcements = announcements;
        long before = announcements.firstNumber() - 1;
        number = before;
        head = before == 0 ? header.genesis() : announcements.beforeFirst();
    }

    /** Where the export begins. */
    long first() {
        return announcements.firstNumber();
    }

    /** Of the record last seen; before the first, of what it follows. */
    long number() {
        return number;
    }

    /** Its hash, base64url. */
    String head() {
        return head;
    }

    void take(ObjectNode linked, String hash, Place place) {
        long expected = number + 1;
        long found = linked.path("number").asLong();
        String previous = linked.path("previous").asText();
        if (!begun) {
            begin(found, previous, place);
        } else if (found <= number) {
            findings.add(Kind.NUMBER, place, "The number " + found + " comes after " + number);
        } else if (found != expected) {
            findings.add(Kind.NUMBER, place, "The records " + expected + " to " + (found - 1) + " are missing");
        }
        if (!previous.equals(head)) {
            findings.add(
                    Kind.PREVIOUS, place, "The record does not follow the one before: its previous hash is another");
        }
        JsonNode realm = linked.path("realm");
        if (!header.realm().equals(realm.textValue())) {
            findings.add(Kind.RECORD, place, "The record is of another realm");
        }
        String computed = Bytes.text(Link.hash(linked));
        if (!computed.equals(hash)) {
            findings.add(Kind.HASH, place, "The record is not what its hash says");
        }
        begun = true;
        number = found;
        // What the record is, not what it says it is: the next one must follow this.
        head = computed;
    }

    private void begin(long found, String previous, Place place) {
        if (found > 1 && !announcements.isPruned(found - 1, previous)) {
            findings.add(
                    Kind.NUMBER,
                    place,
                    "The records 1 to " + (found - 1) + " are missing, and no record says that they were pruned");
        }
    }
}
