package io.bloksec.keycloak.badge.print;

/**
 * How cards or labels lie on a page. Lengths in millimetres; positions count from 1, row by row, as seen on the front.
 *
 * @param id what callers name it by
 * @param pageWidth of the paper as it is fed
 * @param left from the page's edge to the first column
 * @param top from the page's edge to the first row
 * @param pitchX from one column's left edge to the next one's
 * @param pitchY from one row's top edge to the next one's
 * @param width of one card or label
 * @param twoSided whether each page of fronts is followed by one of backs, mirrored so that a back lies behind its front when the
 *     printer turns the sheet over its long edge (a single card: however it turns it); else all is on one side
 * @param cropMarks whether marks outside the grid show where to cut
 * @param printerDots per inch, of the printer it is made for; modules begin and end at dots
 * @param moduleDots of one module of the QR code
 */
public record Layout(
        String id,
        double pageWidth,
        double pageHeight,
        int columns,
        int rows,
        double left,
        double top,
        double pitchX,
        double pitchY,
        double width,
        double height,
        boolean twoSided,
        boolean cropMarks,
        int printerDots,
        int moduleDots) {

    static final double MILLIMETRES_PER_INCH = 25.4;

    /** Nothing is printed nearer than this to an edge of a card or label. */
    static final double SAFE_MARGIN = 3;

    private static final double TOLERANCE = 1e-6;

    /** @throws IllegalArgumentException when cards overlap or leave the page, or the QR code leaves the card */
    public Layout {
        require(columns > 0 && rows > 0 && printerDots > 0 && moduleDots > 0, id, "counts");
        require(left >= 0 && left + (columns - 1) * pitchX + width <= pageWidth + TOLERANCE, id, "width");
        require(top >= 0 && top + (rows - 1) * pitchY + height <= pageHeight + TOLERANCE, id, "height");
        require(columns == 1 || pitchX >= width - TOLERANCE, id, "pitchX");
        require(rows == 1 || pitchY >= height - TOLERANCE, id, "pitchY");
        double code = QrCode.SIZE_WITH_QUIET_ZONE * moduleDots * MILLIMETRES_PER_INCH / printerDots;
        require(code <= Math.min(width, height) - 2 * SAFE_MARGIN, id, "moduleDots");
    }

    /** How many cards or labels a page has. */
    public int perPage() {
        return rows * columns;
    }

    /** Edge of one module of the QR code, in millimetres. */
    public double module() {
        return moduleDots * dot();
    }

    double dot() {
        return MILLIMETRES_PER_INCH / printerDots;
    }

    /** @param position from 1 */
    Rect front(int position) {
        int index = position - 1;
        return new Rect(left + index % columns * pitchX, top + index / columns * pitchY, width, height);
    }

    /** Where the back of that front is, as seen from behind. */
    Rect back(int position) {
        return front(position).behind(pageWidth);
    }

    private static void require(boolean holds, String id, String what) {
        if (!holds) {
            throw new IllegalArgumentException("Layout " + id + ": " + what);
        }
    }
}
