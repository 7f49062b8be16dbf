package io.bloksec.keycloak.badge.print;

import java.util.stream.Collectors;

/** Text that cannot be printed as it is written. Thrown before the first byte of a file, so that no half of a batch exists. */
public class UnprintableException extends Exception {

    /** What is in the way. */
    public enum Reason {
        /** The font has no glyph, or the script joins or reorders its letters, which this printing does not do. */
        CHARACTERS,
        /** Too much text for its place, however small it is set. */
        TOO_LONG
    }

    private final Reason reason;
    private final String person;
    private final String characters;

    private UnprintableException(Reason reason, String person, String characters, String message) {
        super(message);
        this.reason = reason;
        this.person = person;
        this.characters = characters;
    }

    static UnprintableException characters(String person, String characters) {
        String codes = characters
                .codePoints()
                .mapToObj(c -> String.format("U+%04X", c))
                .collect(Collectors.joining(", "));
        return new UnprintableException(
                Reason.CHARACTERS, person, characters, "Not printable for " + oneLine(person) + ": " + codes);
    }

    static UnprintableException tooLong(String person, String text) {
        return new UnprintableException(Reason.TOO_LONG, person, "", "Too long for " + oneLine(person) + ": " + text);
    }

    /** For logs. */
    private static String oneLine(String person) {
        return person.replaceAll("\\p{C}", "?");
    }

    public Reason reason() {
        return reason;
    }

    /** The name of the badge or letter, as it was given; of a test page its title. */
    public String person() {
        return person;
    }

    /** Each character that cannot be printed, once, in the order of the text; empty when that is not the reason. */
    public String characters() {
        return characters;
    }
}
