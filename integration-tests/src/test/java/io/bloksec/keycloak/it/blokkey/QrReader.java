package io.bloksec.keycloak.it.blokkey;

import com.google.zxing.Result;
import io.bloksec.keycloak.it.house.QrCodes;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;

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
        return QrCodes.find(picture, modules * SCALE, modules * SCALE)
                .map(Result::getText)
                .orElseThrow(() -> new AssertionError("No QR code in the picture"));
    }

    /** @param png a photograph of the screen; empty where it is not sharp enough */
    static Optional<String> photograph(byte[] png) {
        try {
            BufferedImage image = ImageIO.read(new ByteArrayInputStream(png));
            byte[] picture = new byte[image.getWidth() * image.getHeight()];
            for (int y = 0; y < image.getHeight(); y++) {
                for (int x = 0; x < image.getWidth(); x++) {
                    picture[y * image.getWidth() + x] = (byte) (image.getRGB(x, y) >> 8);
                }
            }
            return QrCodes.find(picture, image.getWidth(), image.getHeight()).map(Result::getText);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
