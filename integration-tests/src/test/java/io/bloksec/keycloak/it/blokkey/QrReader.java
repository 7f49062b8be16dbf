package io.bloksec.keycloak.it.blokkey;

import com.google.zxing.BinaryBitmap;
import com.google.zxing.LuminanceSource;
import com.google.zxing.NotFoundException;
import com.google.zxing.ReaderException;
import com.google.zxing.common.HybridBinarizer;
import com.google.zxing.qrcode.QRCodeReader;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Exists to look at a page's QR code as a camera does: from the picture, not from what made it. */
final class QrReader {

    private static final Pattern SIZE = Pattern.compile("viewBox=\"0 0 (\\d+) \\d+\"");
    private static final Pattern RUN = Pattern.compile("M(\\d+) (\\d+)h(\\d+)v1h-\\d+z");
    private static final int SCALE = 4;

    private QrReader() {}

    static String read(String svg) {
        Matcher size = SIZE.matcher(svg);
        if (!size.find()) {
            throw new AssertionError("No picture: " + svg);
        }
        int modules = Integer.parseInt(size.group(1));
        byte[] picture = new byte[modules * SCALE * modules * SCALE];
        java.util.Arrays.fill(picture, (byte) 255);
        Matcher run = RUN.matcher(svg);
        while (run.find()) {
            int from = Integer.parseInt(run.group(1));
            int row = Integer.parseInt(run.group(2));
            int length = Integer.parseInt(run.group(3));
            for (int y = row * SCALE; y < (row + 1) * SCALE; y++) {
                for (int x = from * SCALE; x < (from + length) * SCALE; x++) {
                    picture[y * modules * SCALE + x] = 0;
                }
            }
        }
        try {
            return new QRCodeReader()
                    .decode(new BinaryBitmap(new HybridBinarizer(new Grey(picture, modules * SCALE))))
                    .getText();
        } catch (NotFoundException e) {
            throw new AssertionError("No QR code in the picture", e);
        } catch (ReaderException e) {
            throw new AssertionError("Unreadable QR code", e);
        }
    }

    private static final class Grey extends LuminanceSource {
        private final byte[] picture;

        Grey(byte[] picture, int width) {
            super(width, width);
            this.picture = picture;
        }

        @Override
        public byte[] getRow(int y, byte[] row) {
            byte[] filled = row == null || row.length < getWidth() ? new byte[getWidth()] : row;
            System.arraycopy(picture, y * getWidth(), filled, 0, getWidth());
            return filled;
        }

        @Override
        public byte[] getMatrix() {
            return picture;
        }
    }
}
