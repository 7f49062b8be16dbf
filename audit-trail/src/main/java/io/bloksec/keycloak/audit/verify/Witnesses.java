package io.bloksec.keycloak.audit.verify;

import io.bloksec.keycloak.audit.chain.Checkpoint;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What witnesses kept: each of their checkpoints of this realm must be in the export, and each record that they name must have the hash
 * that they name. Else the export comes from an older backup, was cut, or tells another story.
 */
final class Witnesses {

    private final Findings findings;
    private final Header header;
    private final TrustedKeys keys;
    private final Map<String, Seen> open = new HashMap<>();
    private final TreeMap<Long, List<Seen>> byNumber = new TreeMap<>();
    private long count;
    private long confirmed;

    Witnesses(Findings findings, Header header, TrustedKeys keys) {
        this.findings = findings;
        this.header = header;
        this.keys = keys;
    }

    /** A line of a witness file. */
    private record Seen(Path file, long line, String jws, long number, String head) {
        @Override
        public String toString() {
            return "line " + line + " of " + file;
        }
    }

    /** @throws UnreadableException when a line is not a checkpoint: a witness that cannot be read proves nothing */
    void read(Path file) throws UnreadableException {
        try (Lines lines = new Lines(file)) {
            for (byte[] line = lines.next(); line != null; line = lines.next()) {
                take(file, lines.number(), new String(line, StandardCharsets.UTF_8));
            }
        } catch (IOException e) {
            throw new UnreadableException("The witness file " + file + " cannot be read: " + e.getMessage(), e);
        }
    }

    private void take(Path file, long line, String jws) throws UnreadableException {
        Checkpoint checkpoint;
        try {
            checkpoint = Checkpoint.unverified(jws);
        } catch (IllegalArgumentException e) {
            throw new UnreadableException("Line " + line + " of the witness file " + file + " is not a checkpoint", e);
        }
        // A witness may keep those of many realms.
        if (!checkpoint.issuer().equals(header.issuer()) || !checkpoint.realm().equals(header.realm())) {
            return;
        }
        Seen seen = new Seen(file, line, jws, checkpoint.number(), checkpoint.head());
        if (!checkpoint.epoch().equals(header.epoch())) {
            if (isBelieved(seen)) {
                findings.add(
                        Kind.WITNESS,
                        Place.WHOLE,
                        "The chain was begun anew: " + seen + " is of another epoch of the realm");
            }
        } else if (open.put(jws, seen) == null) {
            count++;
            byNumber.computeIfAbsent(seen.number, number -> new ArrayList<>(1)).add(seen);
        }
    }

    /** A trusted checkpoint of the export. */
    void found(String jws) {
        if (open.remove(jws) != null) {
            confirmed++;
        }
    }

    /** A record of the export, or what the first one follows. */
    void compare(long number, String head, Place place) {
        for (Seen seen : byNumber.getOrDefault(number, List.of())) {
            if (!seen.head.equals(head) && open.remove(seen.jws) != null && isBelieved(seen)) {
                findings.add(
                        Kind.WITNESS,
                        place,
                        "The witness saw another hash of record " + number + " (" + seen
                                + "): the chain was rewritten here or before");
            }
        }
    }

    /** When all has been read: what is still open is not in the export. */
    void end(long first, long last) {
        long beyond = 0;
        long pruned = 0;
        Seen furthest = null;
        for (Seen seen : byNumber.values().stream().flatMap(List::stream).toList()) {
            if (!open.containsKey(seen.jws)) {
                continue;
            }
            if (seen.number < first - 1) {
                pruned++;
            } else if (!isBelieved(seen)) {
                continue;
            } else if (seen.number > last) {
                beyond++;
                furthest = seen;
            } else {
                findings.add(
                        Kind.WITNESS,
                        Place.WHOLE,
                        "The checkpoint of record " + seen.number + " that the witness keeps (" + seen
                                + ") is missing");
            }
        }
        if (beyond > 0) {
            findings.add(
                    Kind.WITNESS,
                    Place.WHOLE,
                    "The record " + (last + 1) + " is missing and all after it: the witness saw " + furthest.number
                            + " records (" + furthest + ")");
        }
        if (pruned > 0) {
            findings.add(
                    Kind.WITNESS_PRUNED, Place.WHOLE, pruned + " witnessed checkpoints are of records that are pruned");
        }
    }

    long count() {
        return count;
    }

    /** How many of them are in the export as the witness keeps them. */
    long confirmed() {
        return confirmed;
    }

    private boolean isBelieved(Seen seen) {
        try {
            String kid = Checkpoint.kid(seen.jws);
            Checkpoint.verified(seen.jws, keys::find);
            if (!keys.isGiven() || keys.wasTrusted(kid)) {
                return true;
            }
            findings.add(
                    Kind.KEY,
                    Place.WHOLE,
                    "The witness keeps a checkpoint of " + keys.refusal(kid) + " (" + seen + ")");
        } catch (IllegalArgumentException e) {
            findings.add(
                    Kind.WITNESS,
                    Place.WHOLE,
                    "What the witness keeps does not hold (" + seen + "): " + e.getMessage());
        }
        return false;
    }
}
