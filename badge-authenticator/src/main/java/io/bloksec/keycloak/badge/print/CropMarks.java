package io.bloksec.keycloak.badge.print;

import java.io.IOException;

/** Short lines outside the grid that show where to cut. */
final class CropMarks {

    private static final double GAP = 2;
    private static final double LENGTH = 5;
    private static final double WIDTH = 0.1;

    private CropMarks() {}

    /** @param back whether the page shows the backs */
    static void draw(Paper paper, Layout layout, Nudge nudge, boolean back) throws IOException {
        if (!layout.cropMarks()) {
            return;
        }
        Rect first = place(layout, nudge, back, 1);
        Rect last = place(layout, nudge, back, layout.perPage());
        double left = Math.min(first.x(), last.x()) - GAP;
        double right = Math.max(first.right(), last.right()) + GAP;
        double top = first.y() - GAP;
        double bottom = last.bottom() + GAP;
        for (int column = 0; column < layout.columns(); column++) {
            Rect place = place(layout, nudge, back, 1 + column);
            for (double x : new double[] {place.x(), place.right()}) {
                paper.line(x, top - LENGTH, x, top, WIDTH);
                paper.line(x, bottom, x, bottom + LENGTH, WIDTH);
            }
        }
        for (int row = 0; row < layout.rows(); row++) {
            Rect place = place(layout, nudge, back, 1 + row * layout.columns());
            for (double y : new double[] {place.y(), place.bottom()}) {
                paper.line(left - LENGTH, y, left, y, WIDTH);
                paper.line(right, y, right + LENGTH, y, WIDTH);
            }
        }
    }

    private static Rect place(Layout layout, Nudge nudge, boolean back, int position) {
        return (back ? layout.back(position) : layout.front(position)).moved(nudge);
    }
}
