package io.bloksec.keycloak.it.badge;

import com.google.zxing.DecodeHintType;
import com.google.zxing.Result;
import com.google.zxing.ResultPoint;
import io.bloksec.keycloak.it.house.QrCodes;
import java.awt.image.BufferedImage;

/** Exists to hold a ruler to what came out of the printer: one card of a printed page, with its code. Lengths in millimetres. */
final class PrintedCard {

    /** A version 4 code has 33 modules; its finders' middles are 3.5 from its edges. */
    private static final int MODULES = 33;

    private static final double TO_FINDER = 3.5;

    private static final int PAPER = 250;
    /** Edges that are more than a quarter of a dot beside a dot's. */
    private static final int HALF_INK = 64;

    private static final int HALF_PAPER = 191;

    private final BufferedImage picture;
    private final double dot;
    private final Result code;

    /** @param dpi of the picture */
    PrintedCard(BufferedImage picture, int dpi) {
        this.picture = picture;
        this.dot = 25.4 / dpi;
        int width = picture.getWidth();
        int height = picture.getHeight();
        int[] samples = picture.getRaster().getSamples(0, 0, width, height, 0, new int[width * height]);
        byte[] grey = new byte[samples.length];
        for (int i = 0; i < samples.length; i++) {
            grey[i] = (byte) samples[i];
        }
        this.code = QrCodes.find(grey, width, height, DecodeHintType.TRY_HARDER)
                .orElseThrow(() -> new AssertionError("No code on this card"));
    }

    String text() {
        return code.getText();
    }

    /** Edge of one module, from the distance of the finders. */
    double module() {
        return (distance(point(0), point(1)) + distance(point(1), point(2))) / 2 / (MODULES - 2 * TO_FINDER) * dot;
    }

    /** From the card's edges to the code's: left, top, right, bottom. */
    double[] margins() {
        double module = module();
        double left = point(1).getX() * dot - TO_FINDER * module;
        double top = point(1).getY() * dot - TO_FINDER * module;
        double size = MODULES * module;
        return new double[] {left, top, picture.getWidth() * dot - left - size, picture.getHeight() * dot - top - size};
    }

    /** How many modules around the code are white as paper, on all four sides. */
    double quietModules() {
        double module = module();
        double[] margins = margins();
        int left = dots(margins[0]);
        int top = dots(margins[1]);
        int size = dots(MODULES * module);
        int free = 0;
        // A dot of tolerance for the code's own edge.
        while (isWhite(left - 2 - free, top - 2 - free, size + 2 * (free + 2))) {
            free++;
        }
        return (free + 1) * dot / module;
    }

    /** A printer puts ink on a dot or none: of the dots of the code, how many are neither one nor the other. */
    double greyShare() {
        double[] margins = margins();
        int grey = 0;
        int size = dots(MODULES * module());
        for (int y = 0; y < size; y++) {
            for (int x = 0; x < size; x++) {
                int shade = shade(dots(margins[0]) + x, dots(margins[1]) + y);
                grey += shade > HALF_INK && shade < HALF_PAPER ? 1 : 0;
            }
        }
        return (double) grey / size / size;
    }

    private boolean isWhite(int x, int y, int size) {
        if (x < 0 || y < 0 || x + size >= picture.getWidth() || y + size >= picture.getHeight()) {
            return false;
        }
        for (int i = 0; i <= size; i++) {
            if (shade(x + i, y) < PAPER
                    || shade(x + i, y + size) < PAPER
                    || shade(x, y + i) < PAPER
                    || shade(x + size, y + i) < PAPER) {
                return false;
            }
        }
        return true;
    }

    private int shade(int x, int y) {
        return picture.getRaster().getSample(x, y, 0);
    }

    private int dots(double millimetres) {
        return (int) Math.round(millimetres / dot);
    }

    private ResultPoint point(int index) {
        return code.getResultPoints()[index];
    }

    private static double distance(ResultPoint a, ResultPoint b) {
        return Math.hypot(a.getX() - b.getX(), a.getY() - b.getY());
    }
}
