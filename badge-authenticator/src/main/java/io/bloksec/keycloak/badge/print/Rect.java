package io.bloksec.keycloak.badge.print;

/** A place on a page, in millimetres from its top left corner. */
record Rect(double x, double y, double width, double height) {

    double right() {
        return x + width;
    }

    double bottom() {
        return y + height;
    }

    Rect inset(double margin) {
        return new Rect(x + margin, y + margin, width - 2 * margin, height - 2 * margin);
    }

    /** A place in this one, from its own top left corner. */
    Rect part(double left, double top, double partWidth, double partHeight) {
        return new Rect(x + left, y + top, partWidth, partHeight);
    }

    Rect moved(Nudge nudge) {
        return new Rect(x + nudge.x(), y + nudge.y(), width, height);
    }

    /** What lies behind it when the sheet is turned over its long edge, seen from there. */
    Rect behind(double pageWidth) {
        return new Rect(pageWidth - x - width, y, width, height);
    }
}
