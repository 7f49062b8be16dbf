package io.bloksec.keycloak.table;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What is to be done for many people, as a spreadsheet saves it (RFC 4180): a heading, then a line for each person. Values are divided
 * by what the heading divides its names with: comma, semicolon or tab. A byte order mark is skipped, as are blank lines.
 *
 * @param mostRows more rows are several tables
 * @param mostCharacters of a whole table
 * @param columns that may stand beside {@value #PERSON}, as they are called in rows; in the heading their case does not matter
 */
public record PeopleTable(int mostRows, int mostCharacters, List<String> columns) {

    /** Is in every row; the heading may also call it {@code username} or {@code email}. */
    public static final String PERSON = "person";

    private static final Set<String> NAMES_OF_PERSON = Set.of(PERSON, "username", "email");
    private static final Pattern DIVIDERS = Pattern.compile("[;\t,]");

    /**
     * Each row as name and value, empty values left out; {@value #PERSON} is always there.
     *
     * @param csv UTF-8
     * @throws IllegalArgumentException when it is no such table; the message names the line and is for whoever sent it
     */
    public List<Map<String, String>> read(InputStream csv) {
        try {
            byte[] bytes = csv.readNBytes(mostCharacters * 3 + 1);
            return parse(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString());
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("The table is not in UTF-8.", e);
        } catch (IOException e) {
            throw new IllegalArgumentException("The table did not arrive whole.", e);
        }
    }

    /** As {@link #read}. */
    public List<Map<String, String>> parse(String csv) {
        if (csv.length() > mostCharacters) {
            throw new IllegalArgumentException("The table is longer than " + mostCharacters + " characters.");
        }
        return new Reading(csv.startsWith("\uFEFF") ? csv.substring(1) : csv).rows();
    }

    private List<String> heading(List<String> names) {
        List<String> heading = new ArrayList<>();
        for (String name : names) {
            String column = column(name.strip())
                    .orElseThrow(() -> new IllegalArgumentException("The heading names " + shortened(name)
                            + "; columns are person, " + String.join(", ", columns) + "."));
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

    private Optional<String> column(String name) {
        return NAMES_OF_PERSON.contains(name.toLowerCase(Locale.ROOT))
                ? Optional.of(PERSON)
                : columns.stream().filter(name::equalsIgnoreCase).findFirst();
    }

    private static String shortened(String name) {
        return '"' + (name.length() > 40 ? name.substring(0, 40) + "…" : name) + '"';
    }

    /** One pass over one table. */
    private final class Reading {
        private final String text;
        private final char divider;
        private int at;
        private int line = 1;

        private Reading(String text) {
            this.text = text;
            String heading = text.lines().findFirst().orElse("");
            var dividers = DIVIDERS.matcher(heading);
            this.divider = dividers.find() ? heading.charAt(dividers.start()) : ',';
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
                if (rows.size() == mostRows) {
                    throw new IllegalArgumentException("More than " + mostRows + " rows.");
                }
                rows.add(row(heading, values, begun));
            }
            return rows;
        }

        private Map<String, String> row(List<String> heading, List<String> values, int line) {
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
    }
}
