package io.bloksec.keycloak.badge.print;

import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Text that cannot be printed as it is written. Thrown before the first byte of a file, so that no half of a batch exists. */
public class UnprintableException extends Exception {

    private final SortedMap<Integer, String> rows;

    private UnprintableException(String message, Map<Integer, String> rows) {
        super(message);
        this.rows = new TreeMap<>(rows);
    }

    /** The font has no glyph, or the script joins or reorders its letters, which this printing does not do. */
    static UnprintableException characters(String person, String characters) {
        String codes = characters
                .codePoints()
                .mapToObj(c -> String.format("U+%04X", c))
                .collect(Collectors.joining(", "));
        return new UnprintableException("Not printable for " + oneLine(person) + ": " + codes, Map.of());
    }

    /** Too much text for its place, however small it is set. */
    static UnprintableException tooLong(String person, String text) {
        return new UnprintableException("Too long for " + oneLine(person) + ": " + text, Map.of());
    }

    /** @param rows places in the list, from 0, and why */
    static UnprintableException of(SortedMap<Integer, String> rows) {
        return new UnprintableException(String.join("; ", rows.values()), rows);
    }

    /** For logs. */
    private static String oneLine(String person) {
        return person.replaceAll("\\p{C}", "?");
    }

    /** Places in the list, from 0, of all that cannot be printed; none for a page that is no list. */
    public Set<Integer> rows() {
        return rows.keySet();
    }
}
