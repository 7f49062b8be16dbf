package io.bloksec.keycloak.audit.verify;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bloksec.keycloak.audit.chain.AuditKey;
import io.bloksec.keycloak.audit.chain.Checkpoint;
import io.bloksec.keycloak.audit.chain.ExportWriter;
import io.bloksec.keycloak.audit.chain.Genesis;
import io.bloksec.keycloak.audit.chain.KeyRotation;
import io.bloksec.keycloak.audit.chain.Link;
import io.bloksec.keycloak.audit.record.Bytes;
import io.bloksec.keycloak.audit.record.ChainedPart;
import io.bloksec.keycloak.audit.record.Outcome;
import io.bloksec.keycloak.audit.record.PersonalPart;
import io.bloksec.keycloak.audit.record.RecordType;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.security.PublicKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Exists to keep a trail as the server keeps it, honestly or not: the one who calls this holds the database, and an audit key. */
final class TestTrail {

    static final String ISSUER = "https://login.example.com/realms/corp";
    static final String REALM = "c0ffee00-0000-4000-8000-000000000001";
    private static final Instant BEGUN = Instant.parse("2026-11-01T22:00:00Z");

    /** What stands in an export, in its order. */
    private sealed interface Item permits Linked, Signed, Unlinked {}

    private record Linked(Link link, PersonalPart personal) implements Item {}

    private record Signed(String jws, long number) implements Item {}

    private record Unlinked(ChainedPart chained, PersonalPart personal) implements Item {}

    private final byte[] epoch;
    private final List<PublicKey> keys = new ArrayList<>();
    private final List<Item> items = new ArrayList<>();
    private AuditKey key;
    private long number;
    private byte[] head;
    private long sequence;
    private String lastCheckpoint;

    TestTrail(AuditKey key, byte[] epoch) {
        this.key = key;
        this.epoch = epoch.clone();
        keys.add(key.publicKey());
        head = Genesis.hash(REALM, epoch);
    }

    TestTrail(AuditKey key) {
        this(key, Bytes.random(Genesis.EPOCH));
    }

    /** Everything so far, to be continued otherwise. */
    TestTrail copy() {
        TestTrail copy = new TestTrail(key, epoch);
        copy.keys.clear();
        copy.keys.addAll(keys);
        copy.items.addAll(items);
        copy.number = number;
        copy.head = head;
        copy.sequence = sequence;
        copy.lastCheckpoint = lastCheckpoint;
        return copy;
    }

    TestTrail enrolled(TestPhone phone) {
        String enrolment = id();
        return add(RecordType.ENROLLED, Outcome.DONE, of(phone, enrolment, phone.enrol(enrolment)));
    }

    TestTrail approved(TestPhone phone) {
        String request = id();
        return approved(phone, request, phone.approve(request));
    }

    TestTrail approved(TestPhone phone, String request, ObjectNode statement) {
        return add(RecordType.APPROVED, Outcome.ACCEPTED, of(phone, request, statement));
    }

    TestTrail denied(TestPhone phone) {
        String request = id();
        return add(RecordType.DENIED_REQUEST, Outcome.DENIED, of(phone, request, phone.deny(request)));
    }

    TestTrail rotated(TestPhone phone) {
        return add(RecordType.ROTATED, Outcome.DONE, of(phone, null, phone.rotate()));
    }

    TestTrail restated(TestPhone phone, ObjectNode... history) {
        return add(RecordType.DEVICE_RESTATED, Outcome.DONE, of(phone, null, history));
    }

    TestTrail removed(TestPhone phone) {
        return add(RecordType.DEVICE_REMOVED, Outcome.DONE, of(phone, null));
    }

    TestTrail add(RecordType type, Outcome outcome, ObjectNode content) {
        return link(type, outcome, content, Map.of());
    }

    /** Not in the chain yet. */
    TestTrail unlinked(RecordType type, Outcome outcome, ObjectNode content) {
        PersonalPart personal = personal(type, content);
        items.add(new Unlinked(ChainedPart.of(type, outcome, time(), personal).build(), personal));
        return this;
    }

    TestTrail checkpoint() {
        Checkpoint checkpoint = new Checkpoint(
                ISSUER,
                REALM,
                Bytes.text(epoch),
                ++sequence,
                lastCheckpoint,
                number,
                Bytes.text(head),
                time().toEpochMilli(),
                Checkpoint.Anchor.FILE);
        String jws = checkpoint.sign(key);
        lastCheckpoint = Checkpoint.hash(jws);
        items.add(new Signed(jws, number));
        return this;
    }

    /** The personal parts go, and a record says so. */
    TestTrail erase(long from, long to) {
        forget(from, to);
        return link(
                RecordType.ERASED,
                Outcome.DONE,
                content(),
                Map.of(
                        "from", JsonNodeFactory.instance.numberNode(from),
                        "to", JsonNodeFactory.instance.numberNode(to)));
    }

    /** The personal parts go, and nothing says so. */
    TestTrail forget(long from, long to) {
        items.replaceAll(
                item -> item instanceof Linked linked && linked.link.number() >= from && linked.link.number() <= to
                        ? new Linked(linked.link, null)
                        : item);
        return this;
    }

    /** The records up to here go, with their checkpoints, and a record says so. */
    TestTrail prune(long to) {
        byte[] last = items.stream()
                .filter(item -> item instanceof Linked linked && linked.link.number() == to)
                .map(item -> ((Linked) item).link.hash())
                .findFirst()
                .orElseThrow();
        link(
                RecordType.PRUNED,
                Outcome.DONE,
                content(),
                Map.of(
                        "from", JsonNodeFactory.instance.numberNode(1L),
                        "to", JsonNodeFactory.instance.numberNode(to),
                        "count", JsonNodeFactory.instance.numberNode(to),
                        "last", JsonNodeFactory.instance.textNode(Bytes.text(last))));
        return dropFirst(to);
    }

    /** The records up to here go, and nothing says so. */
    TestTrail dropFirst(long to) {
        items.removeIf(item -> (item instanceof Linked linked && linked.link.number() <= to)
                || (item instanceof Signed signed && signed.number < to));
        return this;
    }

    /** The newest go. */
    TestTrail dropAfter(long last) {
        items.removeIf(item -> (item instanceof Linked linked && linked.link.number() > last)
                || (item instanceof Signed signed && signed.number > last));
        return this;
    }

    TestTrail rotateKey(AuditKey next) {
        return rotateKey(key, next);
    }

    TestTrail rotateKey(AuditKey by, AuditKey next) {
        link(RecordType.KEY_ROTATED, Outcome.DONE, content(), KeyRotation.members(by, next));
        key = next;
        keys.add(next.publicKey());
        return this;
    }

    /** Signs with it from here on, without a word. */
    TestTrail signWith(AuditKey other) {
        key = other;
        return this;
    }

    long number() {
        return number;
    }

    /** What a witness keeps. */
    List<String> checkpoints() {
        return items.stream()
                .filter(Signed.class::isInstance)
                .map(item -> ((Signed) item).jws)
                .toList();
    }

    /** The export's lines. */
    List<String> lines() {
        StringWriter text = new StringWriter();
        try {
            ExportWriter out = new ExportWriter(text);
            out.begin(ISSUER, REALM, epoch, BEGUN, keys);
            for (Item item : items) {
                if (item instanceof Linked linked) {
                    out.record(linked.link, linked.personal);
                } else if (item instanceof Signed signed) {
                    out.checkpoint(signed.jws);
                } else if (item instanceof Unlinked unlinked) {
                    out.unlinked(unlinked.chained, unlinked.personal);
                }
            }
            out.end();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new ArrayList<>(List.of(text.toString().split("\n")));
    }

    static ObjectNode of(TestPhone phone, String subject, ObjectNode... statements) {
        ObjectNode content = content().put("user", phone.user).put("device", phone.device);
        if (subject != null) {
            content.put("subject", subject);
        }
        if (statements.length > 0) {
            content.putArray("statements").addAll(List.of(statements));
        }
        return content;
    }

    static ObjectNode content() {
        return JsonNodeFactory.instance.objectNode();
    }

    static String id() {
        return Bytes.text(Bytes.random(16));
    }

    private TestTrail link(RecordType type, Outcome outcome, ObjectNode content, Map<String, JsonNode> members) {
        PersonalPart personal = personal(type, content);
        ChainedPart.Builder chained = ChainedPart.of(type, outcome, time(), personal);
        members.forEach(chained::with);
        Link link = new Link(chained.build(), REALM, ++number, head);
        head = link.hash();
        items.add(new Linked(link, personal));
        return this;
    }

    private PersonalPart personal(RecordType type, ObjectNode content) {
        ObjectNode whole = content.deepCopy();
        // A test may say otherwise.
        Set.of("id", "type", "time").stream().filter(name -> !content.has(name)).forEach(name -> {
            switch (name) {
                case "id" -> whole.put(name, id());
                case "type" -> whole.put(name, type.label());
                default -> whole.put(name, time().toEpochMilli());
            }
        });
        return PersonalPart.of(whole);
    }

    /** Half a minute between two records. */
    Instant time() {
        return BEGUN.plusSeconds(30 * number);
    }
}
