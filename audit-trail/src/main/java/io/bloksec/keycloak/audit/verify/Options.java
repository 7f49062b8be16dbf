package io.bloksec.keycloak.audit.verify;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What the caller asked for.
 *
 * @param keys trusted audit keys
 * @param thumbprints of keys that the export shows and that are trusted
 * @param witnesses files
 * @param origins that enrolments may be of; empty for any
 */
record Options(
        Path export,
        List<PublicKey> keys,
        Set<String> thumbprints,
        List<Path> witnesses,
        Set<String> origins,
        boolean json) {

    static final String USAGE = """
            usage: java -jar verify.jar [options] EXPORT
              --key FILE          an audit key that is trusted: a JWK, or PEM (PUBLIC KEY); may be repeated
              --key-thumbprint T  a key of the export that is trusted, by its RFC 7638 thumbprint; may be repeated
              --witness FILE      checkpoints that a witness kept, one a line; may be repeated
              --origin ORIGIN     enrolments must be of this origin, e.g. https://phone.example.com; may be repeated
              --json              the report as JSON
            exit codes: 0 sound, 1 broken, 2 nothing trusted speaks for it, 3 not readable or wrong arguments
            """;

    /** @throws UnreadableException when an argument is none, or a key file cannot be read */
    static Options parse(List<String> arguments) throws UnreadableException {
        List<PublicKey> keys = new ArrayList<>();
        Set<String> thumbprints = new LinkedHashSet<>();
        List<Path> witnesses = new ArrayList<>();
        Set<String> origins = new LinkedHashSet<>();
        boolean json = false;
        Path export = null;
        for (int i = 0; i < arguments.size(); i++) {
            String argument = arguments.get(i);
            switch (argument) {
                case "--key" -> keys.add(KeyFile.read(path(value(arguments, ++i))));
                case "--key-thumbprint" -> thumbprints.add(value(arguments, ++i));
                case "--witness" -> witnesses.add(path(value(arguments, ++i)));
                case "--origin" -> origins.add(value(arguments, ++i));
                case "--json" -> json = true;
                default -> {
                    if (argument.startsWith("-") || export != null) {
                        throw new UnreadableException("The argument " + argument + " is not understood\n" + USAGE);
                    }
                    export = path(argument);
                }
            }
        }
        if (export == null) {
            throw new UnreadableException(USAGE);
        }
        return new Options(export, keys, thumbprints, witnesses, origins, json);
    }

    private static String value(List<String> arguments, int index) throws UnreadableException {
        if (index >= arguments.size()) {
            throw new UnreadableException("The argument " + arguments.get(index - 1) + " needs a value\n" + USAGE);
        }
        return arguments.get(index);
    }

    private static Path path(String text) throws UnreadableException {
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            throw new UnreadableException("The argument " + text + " is not a file name", e);
        }
    }
}
