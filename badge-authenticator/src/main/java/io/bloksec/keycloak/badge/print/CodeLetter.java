package io.bloksec.keycloak.badge.print;

import java.util.List;
import java.util.Objects;

/**
 * One letter with the code that activates a badge, in the reader's language.
 *
 * @param name whom it is for; not blank, legible without opening the letter, as is the serial
 * @param serial of the badge that the letter goes with
 * @param title one line over the code
 * @param paragraphs what to do with it
 * @param code as it is to be typed; a secret
 */
public record CodeLetter(String name, String serial, String title, List<String> paragraphs, String code) {

    /** @throws IllegalArgumentException when there is no name */
    public CodeLetter {
        Objects.requireNonNull(serial, "serial");
        Objects.requireNonNull(title, "title");
        Objects.requireNonNull(code, "code");
        paragraphs = List.copyOf(paragraphs);
        if (name.isBlank()) {
            throw new IllegalArgumentException("A letter needs a name");
        }
    }

    /** Without the code. */
    @Override
    public String toString() {
        return "letter for badge " + serial;
    }
}
