package io.bloksec.keycloak.badge.print;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.zxing.qrcode.encoder.QRCode;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.commons.logging.Log;
import org.apache.fontbox.ttf.TrueTypeFont;
import org.apache.pdfbox.io.RandomAccessRead;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.jboss.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** In a JVM of its own, with a heap that is full when the promise is broken, and no directory for temporary files. */
class HeapTest {

    /** Megabytes in which one badge can just be printed, with some room for other JDKs. */
    private static final int ONE = 8;

    private static final int MORE = 64;

    /** What printing needs and nothing else, because every jar takes some heap. */
    private static final String CLASS_PATH = Stream.of(
                    HeapTest.class,
                    BadgePdf.class,
                    PDDocument.class,
                    TrueTypeFont.class,
                    RandomAccessRead.class,
                    QRCode.class,
                    ObjectMapper.class,
                    JsonParser.class,
                    JsonCreator.class,
                    Log.class,
                    Logger.class)
            .map(type -> type.getProtectionDomain().getCodeSource().getLocation())
            .map(location -> Path.of(URI.create(location.toString())).toString())
            .collect(Collectors.joining(File.pathSeparator));

    @TempDir
    Path directory;

    /** On the layout with the most pages: a thousand. */
    @Test
    void fiveHundredBadgesNeedLittleMoreThanOne() throws Exception {
        // Newer JDKs warn of the directory first.
        assertThat(print(1, ONE)).endsWith("printed 1");
        assertThat(print(500, ONE + MORE)).endsWith("printed 500");
    }

    /** Else the heap above would be no bound. */
    @Test
    void aHeapCanBeTooSmall() throws Exception {
        assertThat(print(500, ONE)).contains("OutOfMemoryError").doesNotContain("printed");
    }

    private String print(int badges, int megabytes) throws Exception {
        Path out = directory.resolve("out");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx" + megabytes + "m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-Djava.io.tmpdir=" + directory.resolve("nowhere"),
                        "-cp",
                        CLASS_PATH,
                        HeapTest.class.getName(),
                        Integer.toString(badges))
                .redirectErrorStream(true)
                .redirectOutput(out.toFile())
                .start();
        try {
            assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
        } finally {
            process.destroyForcibly();
        }
        return Files.readString(out).strip();
    }

    /** The child's work. */
    public static void main(String[] args) throws Exception {
        List<PrintedBadge> badges = Printout.badges(Integer.parseInt(args[0]));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        BadgePdf.write(Layouts.find("cr80").orElseThrow(), Nudge.NONE, 1, badges, out);
        if (out.size() > 0) {
            System.out.println("printed " + badges.size());
        }
    }
}
