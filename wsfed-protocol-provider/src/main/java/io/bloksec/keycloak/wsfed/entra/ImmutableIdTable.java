package io.bloksec.keycloak.wsfed.entra;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The CSV that the PowerShell script exports: a heading with {@code UserPrincipalName} and {@code OnPremisesImmutableId}, in any
 * order and among others, then a row for each person (RFC 4180; a byte order mark is skipped).
 */
public final class ImmutableIdTable {

    /** More rows belong into several files. */
    public static final int MAX_ROWS = 10_000;

    private static final String NAME = "userprincipalname";
    private static final String IMMUTABLE_ID = "onpremisesimmutableid";

    private ImmutableIdTable() {}

    /**
     * One row.
     *
     * @param number its line number in the file, the heading being 1 (a quoted line end counts)
     */
    public record Row(int number, String userPrincipalName, String immutableId) {}

    /**
     * @throws IllegalArgumentException when the heading lacks a column, a row is broken, or there are more than {@value
     *     #MAX_ROWS}; the message says where
     */
    public static List<Row> parse(String csv) {
        List<List<String>> records = new ArrayList<>();
        List<Integer> lines = new ArrayList<>();
        read(csv.startsWith("\uFEFF") ? csv.substring(1) : csv, records, lines);
        if (records.isEmpty()) {
            throw new IllegalArgumentException("The file is empty");
        }
        List<String> heading = records.get(0).stream()
                .map(column -> column.strip().toLowerCase(Locale.ROOT))
                .toList();
        int name = heading.indexOf(NAME);
        int immutableId = heading.indexOf(IMMUTABLE_ID);
        if (name < 0 || immutableId < 0) {
            throw new IllegalArgumentException("The heading must name UserPrincipalName and OnPremisesImmutableId");
        }
        if (records.size() - 1 > MAX_ROWS) {
            throw new IllegalArgumentException("More than " + MAX_ROWS + " rows");
        }
        List<Row> rows = new ArrayList<>();
        for (int i = 1; i < records.size(); i++) {
            List<String> record = records.get(i);
            if (record.size() != heading.size()) {
                throw new IllegalArgumentException("Line " + lines.get(i) + " has " + record.size() + " columns");
            }
            rows.add(new Row(
                    lines.get(i),
                    record.get(name).strip(),
                    record.get(immutableId).strip()));
        }
        return rows;
    }

    private static void read(String csv, List<List<String>> records, List<Integer> lines) {
        List<String> record = new ArrayList<>();
        StringBuilder field = new StringBuilder();
        boolean quoted = false;
        boolean wasQuoted = false;
        int line = 1;
        int started = 1;
        for (int i = 0; i <= csv.length(); i++) {
            boolean end = i == csv.length();
            char c = end ? '\n' : csv.charAt(i);
            if (quoted) {
                if (end) {
                    throw new IllegalArgumentException("A quote is not closed, from line " + started);
                }
                if (c == '"' && i + 1 < csv.length() && csv.charAt(i + 1) == '"') {
                    field.append('"');
                    i++;
                } else if (c == '"') {
                    quoted = false;
                } else {
                    line += c == '\n' ? 1 : 0;
                    field.append(c);
                }
            } else if (c == '"' && field.isEmpty() && !wasQuoted) {
                quoted = true;
                wasQuoted = true;
            } else if (c == '"') {
                throw new IllegalArgumentException("A quote in the middle of a value, line " + line);
            } else if (c == ',' || c == '\n') {
                record.add(field.toString());
                field.setLength(0);
                if (c == '\n') {
                    boolean blank = record.size() == 1 && record.get(0).isBlank() && !wasQuoted;
                    if (!blank) {
                        records.add(List.copyOf(record));
                        lines.add(started);
                    }
                    record.clear();
                    line++;
                    started = line;
                }
                wasQuoted = false;
            } else if (c != '\r' || (i + 1 < csv.length() && csv.charAt(i + 1) != '\n')) {
                field.append(c);
            }
        }
    }
}
