package io.bloksec.keycloak.audit.verify;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bloksec.keycloak.audit.chain.StrictJson;
import io.bloksec.keycloak.audit.record.Bytes;
import io.bloksec.keycloak.audit.record.RecordType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What later records say about earlier ones: what was erased, what was pruned, and which devices were restated. Collected in a reading of
 * its own, without judging: the second reading checks these records as it does all others.
 */
final class Announcements {

    private static final byte[][] WORDS = {
        word(RecordType.ERASED), word(RecordType.PRUNED), word(RecordType.DEVICE_RESTATED)
    };

    private final List<long[]> erased = new ArrayList<>();
    private final Map<Long, String> pruned = new HashMap<>();
    private final Map<String, Device> restated = new HashMap<>();
    private long firstNumber = 1;
    private String beforeFirst;

    private Announcements() {}

    static Announcements read(Path export) throws IOException {
        Announcements announcements = new Announcements();
        try (Lines lines = new Lines(export)) {
            for (byte[] line = lines.next(); line != null; line = lines.next()) {
                if (announcements.beforeFirst == null || mentions(line)) {
                    announcements.take(line);
                }
            }
        } catch (Lines.LineTooLongException e) {
            // The second reading tells where.
        }
        announcements.merge();
        return announcements;
    }

    /** Whether a record says that the personal part of this one was erased. */
    boolean isErased(long number) {
        int low = 0;
        int high = erased.size() - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            if (erased.get(middle)[1] < number) {
                low = middle + 1;
            } else if (erased.get(middle)[0] > number) {
                high = middle - 1;
            } else {
                return true;
            }
        }
        return false;
    }

    /** Whether a record says that the chain was pruned up to this number, and what the hash of that record was. */
    boolean isPruned(long to, String last) {
        return last.equals(pruned.get(to));
    }

    /** A device whose enrolment is gone, as a later record restates it. */
    Optional<Device> restated(String device) {
        return Optional.ofNullable(restated.get(device));
    }

    /** Of the first record in the file, 1 when there is none. */
    long firstNumber() {
        return firstNumber;
    }

    /** What the first record says it follows; null when there is no record. */
    String beforeFirst() {
        return beforeFirst;
    }

    private void take(byte[] line) {
        try {
            ObjectNode json = StrictJson.object(line);
            JsonNode linked = json.path("record").path("linked");
            if (!linked.isObject()) {
                return;
            }
            if (beforeFirst == null) {
                firstNumber = Math.max(1, linked.path("number").asLong());
                beforeFirst = linked.path("previous").asText();
            }
            RecordType type = RecordType.of(linked.path("type").asText()).orElse(null);
            if (type == RecordType.ERASED) {
                erased.add(new long[] {
                    linked.path("from").asLong(), linked.path("to").asLong()
                });
            } else if (type == RecordType.PRUNED) {
                pruned.put(linked.path("to").asLong(), linked.path("last").asText());
            } else if (type == RecordType.DEVICE_RESTATED) {
                byte[] content = Bytes.parse(
                        json.path("record").path("personal").path("content").textValue());
                List<Statement> statements = new ArrayList<>();
                StrictJson.object(content).path("statements").forEach(each -> statements.add(Statement.parse(each)));
                if (!statements.isEmpty() && statements.get(0).created() != null) {
                    Device device = Device.restated(statements);
                    restated.putIfAbsent(device.id(), device.beforeRestatement());
                }
            }
        } catch (IllegalArgumentException e) {
            // The second reading tells what is wrong with it.
        }
    }

    private void merge() {
        erased.sort(Comparator.comparingLong((long[] run) -> run[0]));
        List<long[]> merged = new ArrayList<>();
        for (long[] run : erased) {
            long[] before = merged.isEmpty() ? null : merged.get(merged.size() - 1);
            if (before != null && run[0] <= before[1] + 1) {
                before[1] = Math.max(before[1], run[1]);
            } else {
                merged.add(run);
            }
        }
        erased.clear();
        erased.addAll(merged);
    }

    private static byte[] word(RecordType type) {
        return ('"' + type.label() + '"').getBytes(StandardCharsets.US_ASCII);
    }

    /** Of a line in canonical form: the types have no character that could be escaped. */
    private static boolean mentions(byte[] line) {
        for (int i = 0; i < line.length - 2; i++) {
            // Few quotes stand in a line, most of which is base64url.
            if (line[i] == '"' && (line[i + 1] == 'a' || line[i + 1] == 'b')) {
                for (byte[] word : WORDS) {
                    if (i + word.length <= line.length
                            && Arrays.equals(line, i, i + word.length, word, 0, word.length)) {
                        return true;
                    }
                }
            }
        }
        return false;
    }
}
