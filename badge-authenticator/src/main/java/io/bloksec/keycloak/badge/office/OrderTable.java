package io.bloksec.keycloak.badge.office;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Orders as a spreadsheet saves them (RFC 4180): a heading, then a line for each badge. Values are divided by what the heading divides
 * its names with: comma, semicolon or tab. A byte order mark is skipped, as are blank lines.
 */
public final class OrderTable {

    /** More rows are several tables. */
    public static final int MOST_ROWS = 500;

    /** Characters of a whole table. */
    public static final int MOST_CHARACTERS = 256 * 1024;

    private static final String PERSON = "person";
    private static final Set<String> NAMES_OF_PERSON = Set.of(PERSON, "username", "email");
    private static final Map<String, String> COLUMNS = Map.of(
            "kind", "kind",
            "hours", "hours",
            "days", "days",
            "notbefore", "notBefore",
            "codechannel", "codeChannel",
            "renew", "renew");
    private static final Pattern DIVIDERS = Pattern.compile("[;\t,]");

    private final String text;
    private final char divider;
    private int at;
    private int line = 1;

    private OrderTable(String text) {
        this.text = text;
        String heading = text.lines().findFirst().orElse("");
        var dividers = DIVIDERS.matcher(heading);
        this.divider = dividers.find() ? heading.charAt(dividers.start()) : ',';
    }

    /**
     * Each row as name and value, empty values left out; {@code person} is always there.
     *
     * @throws IllegalArgumentException when it is no such table; the message names the line
     */
    public static List<Map<String, String>> parse(String csv) {
        if (csv.length() > MOST_CHARACTERS) {
            throw new IllegalArgumentException("The table is longer than " + MOST_CHARACTERS + " characters.");
        }
        return new OrderTable(csv.startsWith("\uFEFF") ? csv.substring(1) : csv).rows();
    }

    private List<Map<String, String>> rows() {
        if (text.isBlank()) {
            throw new IllegalArgumentException("The table is empty.");
        }
        List<String> heading = heading(record());
        List<Map<String, String>> rows = new ArrayList<>();
        while (at < text.length()) {
            int begun = line;
            List<String> values = record();
            if (values.size() == 1 && values.get(0).isBlank()) {
                continue;
            }
            if (values.size() != heading.size()) {
                throw new IllegalArgumentException(
                        "Line " + begun + " has " + values.size() + " values, the heading " + heading.size() + ".");
            }
            if (rows.size() == MOST_ROWS) {
                throw new IllegalArgumentException("More than " + MOST_ROWS + " rows.");
            }
            rows.add(row(heading, values, begun));
        }
        return rows;
    }

    private static List<String> heading(List<String> names) {
        List<String> heading = new ArrayList<>();
        for (String name : names) {
            String known = name.strip().toLowerCase(Locale.ROOT);
            String column = NAMES_OF_PERSON.contains(known) ? PERSON : COLUMNS.get(known);
            if (column == null) {
                throw new IllegalArgumentException("The heading names " + shortened(name)
                        + "; columns are person, kind, hours, days, notBefore, codeChannel, renew.");
            }
            if (heading.contains(column)) {
                throw new IllegalArgumentException("The heading names " + column + " twice.");
            }
            heading.add(column);
        }
        if (!heading.contains(PERSON)) {
            throw new IllegalArgumentException("The heading has no column person, username or email.");
        }
        return heading;
    }

    private static Map<String, String> row(List<String> heading, List<String> values, int line) {
        Map<String, String> row = new LinkedHashMap<>();
        for (int i = 0; i < heading.size(); i++) {
            if (!values.get(i).isBlank()) {
                row.put(heading.get(i), values.get(i).strip());
            }
        }
        if (!row.containsKey(PERSON)) {
            throw new IllegalArgumentException("Line " + line + " names nobody.");
        }
        return row;
    }

    private List<String> record() {
        List<String> values = new ArrayList<>();
        do {
            values.add(isAt('"') ? quoted() : plain());
        } while (skips(divider));
        boolean ends = skips('\r') | skips('\n');
        if (!ends && at < text.length()) {
            throw new IllegalArgumentException("Line " + line + " has something after a closing quote.");
        }
        line++;
        return values;
    }

    private String plain() {
        int begun = at;
        while (at < text.length() && !isAt(divider) && !isAt('\r') && !isAt('\n')) {
            at++;
        }
        return text.substring(begun, at);
    }

    /** Up to the first quote that is not doubled. */
    private String quoted() {
        StringBuilder value = new StringBuilder();
        int begun = line;
        boolean doubled = false;
        do {
            int end = text.indexOf('"', at + 1);
            if (end < 0) {
                throw new IllegalArgumentException("The quote on line " + begun + " is not closed.");
            }
            String part = text.substring(at + 1, end);
            line += (int) part.chars().filter(each -> each == '\n').count();
            value.append(doubled ? "\"" : "").append(part);
            at = end + 1;
            doubled = isAt('"');
        } while (doubled);
        return value.toString();
    }

    private boolean isAt(char character) {
        return at < text.length() && text.charAt(at) == character;
    }

    private boolean skips(char character) {
        boolean is = isAt(character);
        at += is ? 1 : 0;
        return is;
    }

    private static String shortened(String name) {
        return '"' + (name.length() > 40 ? name.substring(0, 40) + "…" : name) + '"';
    }
}
