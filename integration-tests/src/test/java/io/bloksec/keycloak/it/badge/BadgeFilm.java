package io.bloksec.keycloak.it.badge;

import com.google.zxing.BarcodeFormat;
import com.google.zxing.EncodeHintType;
import com.google.zxing.WriterException;
import com.google.zxing.common.BitMatrix;
import com.google.zxing.qrcode.QRCodeWriter;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.AffineTransform;
import java.awt.image.BufferedImage;
import java.awt.image.ConvolveOp;
import java.awt.image.Kernel;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import javax.imageio.ImageIO;

/** Exists to hold a printed badge in front of Chromium's fake camera, as people hold badges: a few frames of Motion JPEG. */
final class BadgeFilm {

    private static final int WIDTH = 640;
    private static final int HEIGHT = 480;
    private static final int FRAMES = 4;
    private static final int QUIET = 4;

    /** How it is held. */
    enum Held {
        STRAIGHT(7, 0, 0),
        TURNED(6, 27, 0),
        ON_ITS_HEAD(6, 180, 0),
        BLURRED(7, 4, 5),
        SMALL(3, 2, 0);

        /** Pixels of a module, degrees, pixels that run into one another. */
        private final int module;

        private final int degrees;
        private final int blur;

        Held(int module, int degrees, int blur) {
            this.module = module;
            this.degrees = degrees;
            this.blur = blur;
        }
    }

    private BadgeFilm() {}

    /** A card that was printed, held straight. */
    static void of(BufferedImage card, Path film) {
        BufferedImage small =
                new BufferedImage(600, card.getHeight() * 600 / card.getWidth(), BufferedImage.TYPE_INT_RGB);
        Graphics2D lens = small.createGraphics();
        lens.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
        lens.drawImage(card, 0, 0, small.getWidth(), small.getHeight(), null);
        lens.dispose();
        film(small, Held.STRAIGHT, film);
    }

    static void of(String text, Held held, Path film) {
        film(code(text, held.module), held, film);
    }

    /** With noise that differs from frame to frame, as a camera's does. */
    private static void film(BufferedImage badge, Held held, Path film) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        Random noise = new Random(7);
        try {
            for (int i = 0; i < FRAMES; i++) {
                ImageIO.write(frame(badge, held, noise), "jpg", all);
            }
            Files.write(film, all.toByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static BufferedImage frame(BufferedImage badge, Held held, Random noise) {
        BufferedImage frame = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
        Graphics2D hall = frame.createGraphics();
        hall.setColor(new Color(150, 155, 160));
        hall.fillRect(0, 0, WIDTH, HEIGHT);
        hall.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
        AffineTransform place = AffineTransform.getTranslateInstance(WIDTH / 2.0, HEIGHT / 2.0);
        place.rotate(Math.toRadians(held.degrees));
        place.translate(-badge.getWidth() / 2.0, -badge.getHeight() / 2.0);
        hall.drawImage(badge, place, null);
        hall.dispose();
        BufferedImage seen = held.blur == 0 ? frame : blurred(frame, held.blur);
        for (int y = 0; y < HEIGHT; y++) {
            for (int x = 0; x < WIDTH; x++) {
                int grey = Math.max(0, Math.min(255, (seen.getRGB(x, y) & 255) + noise.nextInt(17) - 8));
                seen.setRGB(x, y, grey << 16 | grey << 8 | grey);
            }
        }
        return seen;
    }

    private static BufferedImage code(String text, int module) {
        try {
            BitMatrix code = new QRCodeWriter()
                    .encode(
                            text,
                            BarcodeFormat.QR_CODE,
                            0,
                            0,
                            Map.of(EncodeHintType.ERROR_CORRECTION, "Q", EncodeHintType.MARGIN, QUIET));
            BufferedImage picture =
                    new BufferedImage(code.getWidth() * module, code.getHeight() * module, BufferedImage.TYPE_INT_RGB);
            for (int y = 0; y < picture.getHeight(); y++) {
                for (int x = 0; x < picture.getWidth(); x++) {
                    picture.setRGB(x, y, code.get(x / module, y / module) ? 0x202020 : 0xf0f0f0);
                }
            }
            return picture;
        } catch (WriterException e) {
            throw new IllegalStateException(e);
        }
    }

    private static BufferedImage blurred(BufferedImage sharp, int width) {
        float[] mean = new float[width * width];
        Arrays.fill(mean, 1f / mean.length);
        return new ConvolveOp(new Kernel(width, width, mean), ConvolveOp.EDGE_NO_OP, null).filter(sharp, null);
    }
}
