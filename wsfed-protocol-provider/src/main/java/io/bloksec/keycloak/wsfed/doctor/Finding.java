package io.bloksec.keycloak.wsfed.doctor;

import java.util.List;

/**
 * Something that would keep people from signing in, or let in the wrong ones, and what to do about it.
 *
 * @param code stable, for programs
 * @param message what was found, with the names concerned
 * @param fix what the administrator does
 * @param examples users concerned, by name, at most {@value #MAX_EXAMPLES}
 * @param count how many are concerned in all; 1 where it is about the client itself
 */
public record Finding(String code, Severity severity, String message, String fix, List<String> examples, long count) {

    /** So many names are enough to see what they have in common. */
    public static final int MAX_EXAMPLES = 20;

    public static Finding error(String code, String message, String fix) {
        return new Finding(code, Severity.ERROR, message, fix, List.of(), 1);
    }

    public static Finding warning(String code, String message, String fix) {
        return new Finding(code, Severity.WARNING, message, fix, List.of(), 1);
    }
}
