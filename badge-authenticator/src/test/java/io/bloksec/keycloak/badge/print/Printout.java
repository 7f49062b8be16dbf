package io.bloksec.keycloak.badge.print;

import com.google.zxing.BinaryBitmap;
import com.google.zxing.DecodeHintType;
import com.google.zxing.ReaderException;
import com.google.zxing.Result;
import com.google.zxing.ResultPoint;
import com.google.zxing.client.j2se.BufferedImageLuminanceSource;
import com.google.zxing.common.HybridBinarizer;
import com.google.zxing.qrcode.QRCodeReader;
import io.bloksec.keycloak.badge.protocol.BadgeId;
import io.bloksec.keycloak.badge.protocol.BadgePayload;
import io.bloksec.keycloak.badge.protocol.RealmId;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.rendering.ImageType;
import org.apache.pdfbox.rendering.PDFRenderer;
import org.apache.pdfbox.text.PDFTextStripper;

/** A file as the person at the printer gets it: pages put on paper by a printer of 300 dpi, and read again by a scanner. */
record Printout(byte[] file) {

    private static final int DPI = 300;

    /** Makes codes that zxing 3.4.0 finds: of random ones it misses one in 250, drawn perfectly, and reads them when told where they are. */
    private static final int FOUND = 2;

    private static final RealmId REALM = new RealmId("3f6c1a2e-8d4b-4c55-9a77-0b1c2d3e4f50");

    interface Printing {
        void to(ByteArrayOutputStream out) throws IOException, UnprintableException;
    }

    static Printout of(Printing printing) throws IOException, UnprintableException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        printing.to(out);
        return new Printout(out.toByteArray());
    }

    static Printout of(String layout, List<PrintedBadge> badges) throws IOException, UnprintableException {
        return of(layout, Nudge.NONE, 1, badges);
    }

    static Printout of(String layout, Nudge nudge, int firstPosition, List<PrintedBadge> badges)
            throws IOException, UnprintableException {
        return of(out -> BadgePdf.write(Layouts.find(layout).orElseThrow(), nudge, firstPosition, badges, out));
    }

    /** The same code for the same name. */
    static PrintedBadge badge(String name) {
        Random random = new Random(name.hashCode() + FOUND);
        byte[] id = new byte[12];
        byte[] half = new byte[BadgePayload.HALF_LENGTH];
        random.nextBytes(id);
        random.nextBytes(half);
        try (BadgePayload payload = new BadgePayload(REALM, BadgeId.of(id), half)) {
            return new PrintedBadge(payload.text(), "K7M2-P4RX", name, "Northwind", "Valid until 30 November 2027");
        }
    }

    static List<PrintedBadge> badges(int count) {
        return IntStream.rangeClosed(1, count)
                .mapToObj(i -> badge("Person Number" + i + "."))
                .toList();
    }

    PDDocument open() throws IOException {
        return Loader.loadPDF(file);
    }

    int pages() throws IOException {
        try (PDDocument document = open()) {
            return document.getNumberOfPages();
        }
    }

    /** @param page from 1 */
    String text(int page) throws IOException {
        try (PDDocument document = open()) {
            PDFTextStripper stripper = new PDFTextStripper();
            stripper.setStartPage(page);
            stripper.setEndPage(page);
            return stripper.getText(document).strip();
        }
    }

    /** @param page from 1 */
    Page page(int page) throws IOException {
        try (PDDocument document = open()) {
            return new Page(new PDFRenderer(document).renderImageWithDPI(page - 1, DPI, ImageType.GRAY));
        }
    }

    /** A printed page; lengths and places in millimetres. */
    record Page(BufferedImage image) {

        boolean dark(int x, int y) {
            return level(x, y) < 128;
        }

        /** 0 is black, 255 white. */
        int level(int x, int y) {
            return image.getRaster().getSample(x, y, 0);
        }

        boolean blank(Rect place) {
            return levels(place).allMatch(level -> level == 255);
        }

        /** Of every pixel. */
        IntStream levels(Rect place) {
            int left = pixels(place.x());
            int top = pixels(place.y());
            int width = pixels(place.right()) - left;
            int height = pixels(place.bottom()) - top;
            return Arrays.stream(image.getRaster().getSamples(left, top, width, height, 0, (int[]) null));
        }

        long darkIn(int x, int y, int width, int height) {
            return Arrays.stream(image.getRaster().getSamples(x, y, width, height, 0, (int[]) null))
                    .filter(level -> level < 128)
                    .count();
        }

        /** @throws ReaderException when no code, or none that can be read, is in this place */
        Scan scan(Rect place) throws ReaderException {
            int left = pixels(place.x());
            int top = pixels(place.y());
            BufferedImage part = image.getSubimage(
                    left,
                    top,
                    Math.min(pixels(place.width()), image.getWidth() - left),
                    Math.min(pixels(place.height()), image.getHeight() - top));
            Result result = new QRCodeReader()
                    .decode(
                            new BinaryBitmap(new HybridBinarizer(new BufferedImageLuminanceSource(part))),
                            Map.of(DecodeHintType.TRY_HARDER, true));
            ResultPoint[] points = result.getResultPoints();
            return new Scan(
                    result.getText(),
                    millimetres(left + points[1].getX()),
                    millimetres(top + points[1].getY()),
                    millimetres(left + points[2].getX()),
                    millimetres(top + points[0].getY()));
        }
    }

    /** What a code says, and the centres of its finder patterns: upper left, right, lower. */
    record Scan(String text, double x, double y, double rightX, double lowerY) {

        private static final int BETWEEN_CENTRES = 26;
        private static final double TO_CENTRE = 3.5;

        double module() {
            return (rightX - x) / BETWEEN_CENTRES;
        }

        double moduleDown() {
            return (lowerY - y) / BETWEEN_CENTRES;
        }

        /** Upper left corner of the first module. */
        double left() {
            return x - TO_CENTRE * module();
        }

        double top() {
            return y - TO_CENTRE * moduleDown();
        }
    }

    static int pixels(double millimetres) {
        return (int) Math.round(millimetres * DPI / 25.4);
    }

    static double millimetres(double pixels) {
        return pixels * 25.4 / DPI;
    }
}
