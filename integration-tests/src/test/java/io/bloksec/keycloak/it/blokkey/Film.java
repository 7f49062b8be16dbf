package io.bloksec.keycloak.it.blokkey;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;

/** Exists to hold a picture of the screen in front of Chromium's fake camera: one frame of Motion JPEG. */
final class Film {

    private static final int WIDTH = 640;
    private static final int HEIGHT = 480;
    private static final int SIDE = 320;

    private Film() {}

    /** @param png what the camera sees in the middle of a wall; null for the wall alone */
    static void of(byte[] png, Path film) throws IOException {
        BufferedImage frame = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
        Graphics2D wall = frame.createGraphics();
        wall.setColor(Color.WHITE);
        wall.fillRect(0, 0, WIDTH, HEIGHT);
        if (png != null) {
            BufferedImage code = ImageIO.read(new ByteArrayInputStream(png));
            wall.drawImage(code, (WIDTH - SIDE) / 2, (HEIGHT - SIDE) / 2, SIDE, SIDE, null);
        }
        wall.dispose();
        ByteArrayOutputStream jpeg = new ByteArrayOutputStream();
        ImageIO.write(frame, "jpg", jpeg);
        Files.write(film, jpeg.toByteArray());
    }
}
