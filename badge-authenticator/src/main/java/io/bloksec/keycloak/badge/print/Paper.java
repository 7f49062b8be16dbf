package io.bloksec.keycloak.badge.print;

import java.io.IOException;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.font.PDFont;
import org.apache.pdfbox.util.Matrix;

/** One page to draw on, black on white, in millimetres from its top left corner. */
final class Paper implements AutoCloseable {

    private static final double POINTS_PER_MILLIMETRE = 72 / Layout.MILLIMETRES_PER_INCH;

    private final PDPageContentStream content;
    private final Typeface typeface;
    private final PDFont font;
    private final double height;

    Paper(PDPageContentStream content, Typeface typeface, PDFont font, double height) {
        this.content = content;
        this.typeface = typeface;
        this.font = font;
        this.height = height;
    }

    static double points(double millimetres) {
        return millimetres * POINTS_PER_MILLIMETRE;
    }

    static double millimetres(double points) {
        return points / POINTS_PER_MILLIMETRE;
    }

    Typeface typeface() {
        return typeface;
    }

    /** @param size in points */
    void text(String line, double size, double x, double baseline) throws IOException {
        content.beginText();
        content.setFont(font, (float) size);
        content.newLineAtOffset(x(x), y(baseline));
        content.showText(line);
        content.endText();
    }

    /** A straight line of this width, all in millimetres. */
    void line(double fromX, double fromY, double toX, double toY, double width) throws IOException {
        content.setLineWidth((float) points(width));
        content.moveTo(x(fromX), y(fromY));
        content.lineTo(x(toX), y(toY));
        content.stroke();
    }

    void outline(Rect place, double width) throws IOException {
        content.setLineWidth((float) points(width));
        content.addRect(x(place.x()), y(place.bottom()), (float) points(place.width()), (float) points(place.height()));
        content.stroke();
    }

    void bar(Rect place) throws IOException {
        content.addRect(x(place.x()), y(place.bottom()), (float) points(place.width()), (float) points(place.height()));
        content.fill();
    }

    /**
     * Modules begin and end at the printer's dots, counted from the page's top left corner. One path filled once: seams between
     * rows cannot show.
     *
     * @param x left edge of the quiet zone, moved to the nearest dot
     * @param y upper edge of the quiet zone, moved to the nearest dot
     */
    void code(QrCode code, double x, double y, double dot, int moduleDots) throws IOException {
        double module = dot * moduleDots;
        double left = Math.round(x / dot) * dot + QrCode.QUIET_ZONE * module;
        double top = Math.round(y / dot) * dot + QrCode.QUIET_ZONE * module;
        content.saveGraphicsState();
        float scale = (float) points(module);
        content.transform(new Matrix(scale, 0, 0, -scale, x(left), y(top)));
        for (QrCode.Run run : code.runs()) {
            content.addRect(run.x(), run.y(), run.length(), 1);
        }
        content.fill();
        content.restoreGraphicsState();
    }

    @Override
    public void close() throws IOException {
        content.close();
    }

    private static float x(double millimetres) {
        return (float) points(millimetres);
    }

    private float y(double millimetres) {
        return (float) points(height - millimetres);
    }
}
