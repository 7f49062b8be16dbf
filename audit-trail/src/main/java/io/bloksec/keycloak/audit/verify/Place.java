package io.bloksec.keycloak.audit.verify;

/**
 * Where in the export.
 *
 * @param line from 1; 0 for the export as a whole
 * @param number of the record; 0 where it is about none
 */
record Place(long line, long number) {

    static final Place WHOLE = new Place(0, 0);

    @Override
    public String toString() {
        if (number > 0) {
            return "record " + number + " (line " + line + ")";
        }
        return line > 0 ? "line " + line : "the export";
    }
}
