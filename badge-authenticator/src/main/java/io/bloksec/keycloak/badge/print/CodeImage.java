package io.bloksec.keycloak.badge.print;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriter;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.metadata.IIOMetadataNode;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** A badge's QR code alone, for whoever designs their own badges: black on white, quiet zone of 4 modules included. */
public final class CodeImage {

    private static final double LEAST_MODULE = 0.25;
    private static final double MOST_MODULE = 3;
    private static final int DPI = 300;

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
     * One bit a pixel, for printers of 300 dots an inch. A module is a whole number of pixels, at the resolution nearest to that at which it
     * has the size asked for; the image says so (pHYs), and whatever honours that prints it in size.
     *
     * @param payload as in {@link PrintedBadge}
     * @param moduleMillimetres edge of one module, 0.25 to 3
     * @throws IllegalArgumentException when the module is out of bounds or the text is no payload of a badge
     */
    public static byte[] png(String payload, double moduleMillimetres) {
        checkModule(moduleMillimetres);
        int pixels = (int) Math.round(moduleMillimetres * DPI / Layout.MILLIMETRES_PER_INCH);
        int perMetre = (int) Math.round(pixels * 1000 / moduleMillimetres);
        ImageWriter writer = ImageIO.getImageWritersByFormatName("png").next();
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(png)) {
            BufferedImage image = image(QrCode.of(payload), pixels);
            IIOMetadata metadata = writer.getDefaultImageMetadata(new ImageTypeSpecifier(image), null);
            metadata.mergeTree("javax_imageio_png_1.0", resolution(perMetre));
            writer.setOutput(out);
            writer.write(new IIOImage(image, null, metadata));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            writer.dispose();
        }
        return png.toByteArray();
    }

    private static BufferedImage image(QrCode code, int pixels) {
        int edge = pixels * QrCode.SIZE_WITH_QUIET_ZONE;
        BufferedImage image = new BufferedImage(edge, edge, BufferedImage.TYPE_BYTE_BINARY);
        Graphics2D graphics = image.createGraphics();
        graphics.setColor(Color.WHITE);
        graphics.fillRect(0, 0, edge, edge);
        graphics.setColor(Color.BLACK);
        code.runs()
                .forEach(run -> graphics.fillRect(
                        (QrCode.QUIET_ZONE + run.x()) * pixels,
                        (QrCode.QUIET_ZONE + run.y()) * pixels,
                        run.length() * pixels,
                        pixels));
        graphics.dispose();
        return image;
    }

    private static IIOMetadataNode resolution(int perMetre) {
        IIOMetadataNode size = new IIOMetadataNode("pHYs");
        size.setAttribute("pixelsPerUnitXAxis", String.valueOf(perMetre));
        size.setAttribute("pixelsPerUnitYAxis", String.valueOf(perMetre));
        size.setAttribute("unitSpecifier", "meter");
        IIOMetadataNode root = new IIOMetadataNode("javax_imageio_png_1.0");
        root.appendChild(size);
        return root;
    }

    private static void checkModule(double moduleMillimetres) {
        if (!(moduleMillimetres >= LEAST_MODULE && moduleMillimetres <= MOST_MODULE)) {
            throw new IllegalArgumentException("Not a module of 0.25 to 3 mm: " + moduleMillimetres);
        }
    }
}
