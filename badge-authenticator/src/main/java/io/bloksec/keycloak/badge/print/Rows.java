package io.bloksec.keycloak.badge.print;

import java.io.IOException;
import java.util.SortedMap;
import java.util.TreeMap;

/** Goes on where one row of a list cannot be printed, so that all of them are told at once. */
final class Rows {

    private final SortedMap<Integer, String> refused = new TreeMap<>();

    interface Printing {
        void run() throws IOException, UnprintableException;
    }

    /** Nothing for a row that was refused before. */
    void tried(int row, Printing printing) throws IOException {
        if (!refused.containsKey(row)) {
            try {
                printing.run();
            } catch (UnprintableException e) {
                refused.put(row, e.getMessage());
            }
        }
    }

    void requireAll() throws UnprintableException {
        if (!refused.isEmpty()) {
            throw UnprintableException.of(refused);
        }
    }
}
