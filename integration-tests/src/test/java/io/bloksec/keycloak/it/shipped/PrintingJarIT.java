package io.bloksec.keycloak.it.shipped;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.zxing.BinaryBitmap;
import com.google.zxing.LuminanceSource;
import com.google.zxing.PlanarYUVLuminanceSource;
import com.google.zxing.common.HybridBinarizer;
import com.google.zxing.qrcode.QRCodeReader;
import io.bloksec.keycloak.it.house.Settings;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.rendering.ImageType;
import org.apache.pdfbox.rendering.PDFRenderer;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.Test;

/**
 * Exists because PDFBox in BlokBadge's jar has other names than in the unit tests, and less with it: what was left out too much shows only here.
 * The jar stands alone with those libraries of the server that printing uses.
 */
class PrintingJarIT {

    private static final Pattern USED = Pattern.compile(
            "(com\\.google\\.zxing\\.core|com\\.fasterxml\\.jackson\\.core\\.jackson-.*"
                    + "|org\\.jboss\\.logging\\.commons-logging-jboss-logging|org\\.jboss\\.logging\\.jboss-logging)-\\d.*\\.jar");
    private static final String PRINT = "io.bloksec.keycloak.badge.print.";
    private static final String PAYLOAD = "BB1" + "AEBAGBAF".repeat(8);

    @Test
    void printsABadge() throws Exception {
        byte[] file;
        try (URLClassLoader jar = new URLClassLoader(classPath(), ClassLoader.getPlatformClassLoader())) {
            file = print(jar);
        }

        try (PDDocument document = Loader.loadPDF(file)) {
            assertThat(document.getNumberOfPages()).isEqualTo(2);
            assertThat(new PDFTextStripper().getText(document))
                    .contains("Zoë Ångström", "Παπαδοπούλου Щёголев", "Northwind", "K7M2-P4RX", "Valid until 2027");
            for (PDPage page : document.getPages()) {
                assertThat(page.getResources().getFontNames()).isNotEmpty().allMatch(name -> embedded(page, name));
            }
            assertThat(scan(new PDFRenderer(document).renderImageWithDPI(1, 300, ImageType.GRAY)))
                    .isEqualTo(PAYLOAD);
        }
    }

    /** By reflection, because these classes must come from the jar. */
    private static byte[] print(ClassLoader jar) throws ReflectiveOperationException {
        Class<?> layout = jar.loadClass(PRINT + "Layout");
        Class<?> nudge = jar.loadClass(PRINT + "Nudge");
        Object card = ((Optional<?>) jar.loadClass(PRINT + "Layouts")
                        .getMethod("find", String.class)
                        .invoke(null, "cr80"))
                .orElseThrow();
        Object badge = jar.loadClass(PRINT + "PrintedBadge")
                .getConstructor(String.class, String.class, String.class, String.class, String.class)
                .newInstance(
                        PAYLOAD, "K7M2-P4RX", "Zoë Ångström Παπαδοπούλου Щёголев", "Northwind", "Valid until 2027");
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        jar.loadClass(PRINT + "BadgePdf")
                .getMethod("write", layout, nudge, int.class, List.class, OutputStream.class)
                .invoke(null, card, nudge.getField("NONE").get(null), 1, List.of(badge), out);
        return out.toByteArray();
    }

    private static URL[] classPath() throws IOException {
        Path badge = Settings.providers().resolve("badge-authenticator.jar");
        Path lib = Settings.keycloakHome().resolve("lib/lib");
        try (Stream<Path> main = Files.list(lib.resolve("main"));
                Stream<Path> boot = Files.list(lib.resolve("boot"))) {
            List<Path> used = Stream.concat(main, boot)
                    .filter(file -> USED.matcher(file.getFileName().toString()).matches())
                    .toList();
            assertThat(used).as("what the server ships of it").hasSize(6);
            return Stream.concat(Stream.of(badge), used.stream())
                    .map(PrintingJarIT::url)
                    .toArray(URL[]::new);
        }
    }

    private static URL url(Path file) {
        try {
            return file.toUri().toURL();
        } catch (MalformedURLException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean embedded(PDPage page, COSName font) {
        try {
            return page.getResources().getFont(font).isEmbedded();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String scan(BufferedImage page) throws Exception {
        byte[] grey = ((DataBufferByte) page.getRaster().getDataBuffer()).getData();
        LuminanceSource source = new PlanarYUVLuminanceSource(
                grey, page.getWidth(), page.getHeight(), 0, 0, page.getWidth(), page.getHeight(), false);
        return new QRCodeReader()
                .decode(new BinaryBitmap(new HybridBinarizer(source)))
                .getText();
    }
}
