package io.bloksec.keycloak.it.badge;

import com.google.zxing.BinaryBitmap;
import com.google.zxing.DecodeHintType;
import com.google.zxing.LuminanceSource;
import com.google.zxing.ReaderException;
import com.google.zxing.Result;
import com.google.zxing.ResultPoint;
import com.google.zxing.common.HybridBinarizer;
import com.google.zxing.qrcode.QRCodeReader;
import java.awt.image.BufferedImage;
import java.util.Map;
import java.util.Optional;

/** Exists to hold a ruler to what came out of the printer: one card of a printed page, with its code. Lengths in millimetres. */
final class PrintedCard {

    /** A version 4 code has 33 modules; its finders' middles are 3.5 from its edges. */
    private static final int MODULES = 33;

    private static final double TO_FINDER = 3.5;
    private static final int FINDER = 7;
    /** Dots of a module on cards. */
    private static final int DOTS = 10;

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
        this.code = read(picture, DecodeHintType.TRY_HARDER)
                .or(() -> codeAlone().flatMap(alone -> read(alone, DecodeHintType.PURE_BARCODE)))
                .orElseThrow(() -> new AssertionError("No code on this card"));
    }

    private static Optional<Result> read(BufferedImage picture, DecodeHintType hint) {
        try {
            return Optional.of(new QRCodeReader()
                    .decode(new BinaryBitmap(new HybridBinarizer(new Grey(picture))), Map.of(hint, true)));
        } catch (ReaderException e) {
            return Optional.empty();
        }
    }

    /**
     * Where zxing 3.4.0 does not find the code, of which one in 250 is the case however well it is drawn: from the first corner that
     * two finders have at the right distance.
     */
    private Optional<BufferedImage> codeAlone() {
        for (int y = 0; y < picture.getHeight() - MODULES * DOTS; y++) {
            for (int x = 0; x < picture.getWidth() - MODULES * DOTS; x++) {
                if (isInk(x, y, FINDER * DOTS, 1)
                        && isInk(x, y, 1, FINDER * DOTS)
                        && isInk(x + (MODULES - FINDER) * DOTS, y, FINDER * DOTS, 1)) {
                    return Optional.of(picture.getSubimage(x, y, MODULES * DOTS, MODULES * DOTS));
                }
            }
        }
        return Optional.empty();
    }

    private boolean isInk(int x, int y, int width, int height) {
        for (int i = 0; i < Math.max(width, height); i++) {
            if (shade(width == 1 ? x : x + i, height == 1 ? y : y + i) > HALF_PAPER) {
                return false;
            }
        }
        return true;
    }

    /** Whether it was found as scanners find codes, so that its corners are known. */
    boolean isMeasurable() {
        return code.getResultPoints().length >= 3;
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

    /** A page in shades of grey. */
    private static final class Grey extends LuminanceSource {

        private final byte[] shades;

        Grey(BufferedImage picture) {
            super(picture.getWidth(), picture.getHeight());
            int[] samples =
                    picture.getRaster().getSamples(0, 0, getWidth(), getHeight(), 0, new int[getWidth() * getHeight()]);
            shades = new byte[samples.length];
            for (int i = 0; i < samples.length; i++) {
                shades[i] = (byte) samples[i];
            }
        }

        @Override
        public byte[] getRow(int y, byte[] row) {
            byte[] into = row != null && row.length >= getWidth() ? row : new byte[getWidth()];
            System.arraycopy(shades, y * getWidth(), into, 0, getWidth());
            return into;
        }

        @Override
        public byte[] getMatrix() {
            return shades;
        }
    }
}
