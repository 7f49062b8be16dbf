package io.bloksec.keycloak.badge.print;

/**
 * By how much everything moves on the sheet, to make up for a printer that is off. As seen on the printed side, front or back:
 * a printer that feeds a little to one side does so for both.
 *
 * @param x millimetres to the right, -10 to 10
 * @param y millimetres down, -10 to 10
 */
public record Nudge(double x, double y) {

    /** The printer is right. */
    public static final Nudge NONE = new Nudge(0, 0);

    private static final double MOST = 10;

    /** @throws IllegalArgumentException beyond 10 mm either way */
    public Nudge {
        if (!(Math.abs(x) <= MOST && Math.abs(y) <= MOST)) {
            throw new IllegalArgumentException("Not within 10 mm: " + x + ", " + y);
        }
    }
}
