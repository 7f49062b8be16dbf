package io.bloksec.keycloak.audit.verify;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bloksec.keycloak.audit.chain.StrictJson;
import io.bloksec.keycloak.audit.record.RecordType;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HexFormat;

/** One reading of an export, line by line, through all checks. */
final class Verification {

    private final Options options;
    private final Findings findings = new Findings();
    private final Header header;
    private final Announcements announcements;
    private final TrustedKeys keys;
    private final Chain chain;
    private final Witnesses witnesses;
    private final Checkpoints checkpoints;
    private final Devices devices;
    private final Removals removals;
    private long records;
    private long unlinked;
    private boolean ended;

    private Verification(Options options, Header header, Announcements announcements) throws UnreadableException {
        this.options = options;
        this.header = header;
        this.announcements = announcements;
        keys = new TrustedKeys(findings, header, options);
        chain = new Chain(findings, header, announcements);
        witnesses = new Witnesses(findings, header, keys);
        checkpoints = new Checkpoints(findings, header, keys, chain, witnesses);
        devices = new Devices(announcements, options.origins());
        removals = new Removals(findings);
        for (Path witness : options.witnesses()) {
            witnesses.read(witness);
        }
    }

    /** @throws UnreadableException when a file cannot be read, or the export is none */
    static Result run(Options options) throws UnreadableException {
        try (Lines lines = new Lines(options.export())) {
            Header header = Header.parse(first(lines));
            return new Verification(options, header, Announcements.read(options.export())).run(lines);
        } catch (IOException e) {
            throw new UnreadableException("The export " + options.export() + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static JsonNode first(Lines lines) throws IOException, UnreadableException {
        byte[] line = lines.next();
        if (line == null) {
            throw new UnreadableException("The file is not an export: it is empty");
        }
        try {
            ObjectNode json = StrictJson.canonical(line);
            if (json.size() == 1) {
                return json;
            }
        } catch (IllegalArgumentException e) {
            throw new UnreadableException("The file is not an export: its first line holds " + e.getMessage(), e);
        }
        throw new UnreadableException("The file is not an export: its first line has several members");
    }

    private Result run(Lines lines) throws IOException {
        witnesses.compare(chain.number(), chain.head(), Place.WHOLE);
        SignatureWorkers workers = new SignatureWorkers(findings);
        Statements statements =
                new Statements(findings, header, devices, new Badges(header, options.origins()), workers);
        Records contents = new Records(findings, announcements, statements);
        try (workers) {
            for (byte[] line = lines.next(); line != null; line = lines.next()) {
                take(line, lines.number(), contents);
            }
            if (!lines.isEnded()) {
                findings.add(Kind.LINE, new Place(lines.number(), 0), "The last line has no end");
            }
        } catch (Lines.LineTooLongException e) {
            findings.add(
                    Kind.LINE,
                    new Place(lines.number(), 0),
                    "The line is " + e.getMessage() + "; nothing behind it was read");
        }
        conclude(contents);
        Counts counts = new Counts(
                records,
                records == 0 ? 0 : chain.first(),
                chain.number(),
                unlinked,
                contents.erased(),
                chain.first() - 1,
                statements.count(),
                workers.checked(),
                devices.enrolled(),
                checkpoints.count(),
                checkpoints.trusted(),
                checkpoints.lastTrusted(),
                witnesses.count(),
                witnesses.confirmed());
        return new Result(
                options, header, HexFormat.of().formatHex(lines.hash()), keys.thumbprints(), counts, findings);
    }

    private void take(byte[] line, long number, Records contents) {
        Place place = new Place(number, 0);
        if (ended) {
            findings.add(Kind.LINE, place, "The line stands behind the last one");
            return;
        }
        ObjectNode json;
        try {
            json = StrictJson.canonical(line);
        } catch (IllegalArgumentException e) {
            findings.add(Kind.LINE, place, "The line holds " + e.getMessage());
            return;
        }
        String kind = json.size() == 1 ? json.fieldNames().next() : "";
        JsonNode content = json.path(kind);
        switch (kind) {
            case "record" -> record(content, number, contents);
            case "checkpoint" -> checkpoint(content, place);
            case "unlinked" -> unlinked(content, place, contents);
            case "end" -> end(content, place);
            default -> findings.add(Kind.LINE, place, "The line is of no kind that an export has here");
        }
    }

    private void record(JsonNode content, long line, Records contents) {
        JsonNode found = content.path("linked");
        int expected = content.has("personal") ? 3 : 2;
        if (!(found instanceof ObjectNode linked)
                || !content.path("hash").isTextual()
                || !linked.path("number").isIntegralNumber()
                || content.size() != expected) {
            findings.add(Kind.LINE, new Place(line, 0), "The record is not linked, hash and personal");
            return;
        }
        records++;
        Place place = new Place(line, linked.path("number").longValue());
        if (unlinked > 0) {
            findings.add(Kind.LINE, place, "The record stands behind an unlinked one");
        }
        chain.take(linked, content.path("hash").textValue(), place);
        witnesses.compare(chain.number(), chain.head(), place);
        removals.take(linked, place);
        if (RecordType.KEY_ROTATED.label().equals(linked.path("type").textValue())) {
            keys.rotate(linked, place);
        }
        contents.take(linked, content.path("personal"), true, place);
    }

    private void checkpoint(JsonNode content, Place place) {
        if (!content.isTextual()) {
            findings.add(Kind.LINE, place, "The checkpoint is not a JWS");
            return;
        }
        if (unlinked > 0) {
            findings.add(Kind.LINE, place, "The checkpoint stands behind an unlinked record");
        }
        checkpoints.take(content.textValue(), place.line());
    }

    private void unlinked(JsonNode content, Place place, Records contents) {
        unlinked++;
        int expected = content.has("personal") ? 2 : 1;
        if (content.path("chained") instanceof ObjectNode chained && content.size() == expected) {
            contents.take(chained, content.path("personal"), false, place);
        } else {
            findings.add(Kind.LINE, place, "The unlinked record is not chained and personal");
        }
    }

    private void end(JsonNode content, Place place) {
        ended = true;
        if (content.size() != 3
                || content.path("records").asLong(-1) != records
                || content.path("checkpoints").asLong(-1) != checkpoints.count()
                || content.path("unlinked").asLong(-1) != unlinked) {
            findings.add(
                    Kind.END,
                    place,
                    "The last line counts otherwise: there are " + records + " records, " + checkpoints.count()
                            + " checkpoints and " + unlinked + " unlinked records");
        }
    }

    /** What can be said only of the whole. */
    private void conclude(Records contents) {
        if (!ended) {
            findings.add(Kind.END, Place.WHOLE, "The last line is missing: the export is not complete");
        }
        witnesses.end(chain.first(), chain.number());
        if (!keys.isGiven()) {
            findings.add(Kind.ANCHOR, Place.WHOLE, "No key is given: whoever wrote the file may have signed it");
        } else if (checkpoints.trusted() == 0) {
            findings.add(Kind.ANCHOR, Place.WHOLE, "No checkpoint is signed by a given key");
        }
        if (contents.erased() > 0) {
            findings.add(
                    Kind.ERASED, Place.WHOLE, contents.erased() + " personal parts are erased, as later records say");
        }
        if (chain.first() > 1) {
            findings.add(Kind.PRUNED, Place.WHOLE, (chain.first() - 1) + " records before the first are pruned");
        }
        if (unlinked > 0) {
            findings.add(Kind.UNLINKED, Place.WHOLE, unlinked + " records are not linked yet: nothing protects them");
        }
        if (checkpoints.trusted() > 0 && checkpoints.lastTrusted() < chain.number()) {
            findings.add(
                    Kind.TAIL,
                    Place.WHOLE,
                    "The records " + (checkpoints.lastTrusted() + 1) + " to " + chain.number()
                            + " come after the last trusted checkpoint: nothing protects them");
        }
        if (checkpoints.withoutAnchor() > 0) {
            findings.add(
                    Kind.ANCHOR_NONE,
                    Place.WHOLE,
                    checkpoints.withoutAnchor() + " checkpoints are signed by a key that the realm keeps:"
                            + " who can write the database can sign, too");
        }
    }
}
