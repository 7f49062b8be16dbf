package io.bloksec.keycloak.badge.print;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/** A badge's QR code alone, for whoever designs their own badges: black on white, quiet zone of 4 modules included. */
public final class CodeImage {

    private static final double LEAST_MODULE = 0.25;
    private static final double MOST_MODULE = 3;
    private static final int LEAST_DPI = 72;
    private static final int MOST_DPI = 1200;
    private static final byte[] PNG_SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};

    private CodeImage() {}

    /**
     * @param payload as in {@link PrintedBadge}
     * @param moduleMillimetres edge of one module, 0.25 to 3; the image is 41 of them wide and high
     * @throws IllegalArgumentException when the module is out of bounds or the text is no payload of a badge
     */
    public static String svg(String payload, double moduleMillimetres) {
        checkModule(moduleMillimetres);
        StringBuilder path = new StringBuilder();
        for (QrCode.Run run : QrCode.of(payload).runs()) {
            path.append('M')
                    .append(QrCode.QUIET_ZONE + run.x())
                    .append(' ')
                    .append(QrCode.QUIET_ZONE + run.y())
                    .append('h')
                    .append(run.length())
                    .append("v1h-")
                    .append(run.length())
                    .append('z');
        }
        int modules = QrCode.SIZE_WITH_QUIET_ZONE;
        String edge = String.format(Locale.ROOT, "%.3fmm", modules * moduleMillimetres);
        return String.format(
                Locale.ROOT,
                "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%1$s\" height=\"%1$s\" viewBox=\"0 0 %2$d %2$d\""
                        + " shape-rendering=\"crispEdges\"><path fill=\"#fff\" d=\"M0 0h%2$dv%2$dH0z\"/>"
                        + "<path fill=\"#000\" d=\"%3$s\"/></svg>%n",
                edge,
                modules,
                path);
    }

    /**
     * One bit a pixel. A module is a whole number of pixels, at the resolution nearest to the one asked for at which it has the size asked
     * for; the image says so (pHYs), and whatever honours that prints it in size.
     *
     * @param payload as in {@link PrintedBadge}
     * @param moduleMillimetres edge of one module, 0.25 to 3
     * @param dpi 72 to 1200
     * @throws IllegalArgumentException when a number is out of bounds or the text is no payload of a badge
     */
    public static byte[] png(String payload, double moduleMillimetres, int dpi) {
        checkModule(moduleMillimetres);
        if (dpi < LEAST_DPI || dpi > MOST_DPI) {
            throw new IllegalArgumentException("Not between 72 and 1200 dpi: " + dpi);
        }
        int pixels = Math.max(1, (int) Math.round(moduleMillimetres * dpi / Layout.MILLIMETRES_PER_INCH));
        int edge = pixels * QrCode.SIZE_WITH_QUIET_ZONE;
        int perMetre = (int) Math.round(pixels * 1000 / moduleMillimetres);
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        png.writeBytes(PNG_SIGNATURE);
        // One bit of grey, deflate, no filter, no interlace.
        chunk(
                png,
                "IHDR",
                ByteBuffer.allocate(13).putInt(edge).putInt(edge).put((byte) 1).array());
        // The unit is the metre.
        chunk(
                png,
                "pHYs",
                ByteBuffer.allocate(9)
                        .putInt(perMetre)
                        .putInt(perMetre)
                        .put((byte) 1)
                        .array());
        chunk(png, "IDAT", deflated(rows(QrCode.of(payload), pixels)));
        chunk(png, "IEND", new byte[0]);
        return png.toByteArray();
    }

    /** A filter byte, none, before each row; a set bit is white. */
    private static byte[] rows(QrCode code, int pixels) {
        int edge = pixels * QrCode.SIZE_WITH_QUIET_ZONE;
        int stride = 1 + (edge + 7) / 8;
        byte[] rows = new byte[edge * stride];
        for (int y = 0; y < edge; y++) {
            for (int x = 0; x < edge; x++) {
                if (!dark(code, x / pixels - QrCode.QUIET_ZONE, y / pixels - QrCode.QUIET_ZONE)) {
                    rows[y * stride + 1 + x / 8] |= (byte) (0x80 >> x % 8);
                }
            }
        }
        return rows;
    }

    private static boolean dark(QrCode code, int x, int y) {
        return x >= 0 && y >= 0 && x < QrCode.SIZE && y < QrCode.SIZE && code.dark(x, y);
    }

    private static byte[] deflated(byte[] bytes) {
        Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION);
        try {
            deflater.setInput(bytes);
            deflater.finish();
            ByteArrayOutputStream deflated = new ByteArrayOutputStream();
            byte[] buffer = new byte[4096];
            while (!deflater.finished()) {
                deflated.write(buffer, 0, deflater.deflate(buffer));
            }
            return deflated.toByteArray();
        } finally {
            deflater.end();
        }
    }

    private static void chunk(ByteArrayOutputStream png, String type, byte[] data) {
        byte[] name = type.getBytes(StandardCharsets.US_ASCII);
        CRC32 crc = new CRC32();
        crc.update(name);
        crc.update(data);
        png.writeBytes(ByteBuffer.allocate(12 + data.length)
                .putInt(data.length)
                .put(name)
                .put(data)
                .putInt((int) crc.getValue())
                .array());
    }

    private static void checkModule(double moduleMillimetres) {
        if (!(moduleMillimetres >= LEAST_MODULE && moduleMillimetres <= MOST_MODULE)) {
            throw new IllegalArgumentException("Not a module of 0.25 to 3 mm: " + moduleMillimetres);
        }
    }
}
