package io.bloksec.keycloak.badge.office;

import io.bloksec.keycloak.table.PeopleTable;
import java.util.List;

/** Orders as a spreadsheet saves them: a line for each badge. */
public final class OrderTable {

    /** More rows are several tables. */
    public static final int MOST_ROWS = 500;

    /** Characters of a whole table. */
    public static final int MOST_CHARACTERS = 256 * 1024;

    public static final PeopleTable TABLE = new PeopleTable(
            MOST_ROWS, MOST_CHARACTERS, List.of("kind", "hours", "days", "notBefore", "codeChannel", "renew"));

    private OrderTable() {}
}
