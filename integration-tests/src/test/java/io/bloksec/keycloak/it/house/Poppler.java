package io.bloksec.keycloak.it.house;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.imageio.ImageIO;

/** Exists to read our PDFs by programs that share no code with what wrote them: Debian's poppler-utils. */
public final class Poppler {

    private static final int LIMIT_SECONDS = 180;
    private static final Pattern WORD = Pattern.compile(
            "<word xMin=\"([0-9.]+)\" yMin=\"([0-9.]+)\" xMax=\"[0-9.]+\" yMax=\"[0-9.]+\">([^<]*)</word>");

    private Poppler() {}

    /**
     * Pages as a printer would put them on paper, in shades of grey.
     *
     * @param which {@code -o} for odd pages only, {@code -e} for even ones
     */
    public static List<BufferedImage> pages(Path pdf, int dpi, String... which) {
        try {
            Path directory = Files.createTempDirectory("pages");
            List<String> command = new ArrayList<>(List.of("pdftoppm", "-r", String.valueOf(dpi), "-gray", "-png"));
            command.addAll(List.of(which));
            command.addAll(List.of(pdf.toString(), directory.resolve("page").toString()));
            run(command);
            List<BufferedImage> pages = new ArrayList<>();
            try (Stream<Path> files = Files.list(directory)) {
                for (Path file : files.sorted().toList()) {
                    pages.add(ImageIO.read(file.toFile()));
                    Files.delete(file);
                }
            }
            Files.delete(directory);
            return pages;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The words of each page and where they are. */
    public static List<List<Word>> words(Path pdf) {
        String[] pages = run(List.of("pdftotext", "-bbox", pdf.toString(), "-")).split("<page ");
        List<List<Word>> words = new ArrayList<>();
        for (int i = 1; i < pages.length; i++) {
            List<Word> ofPage = new ArrayList<>();
            Matcher word = WORD.matcher(pages[i]);
            while (word.find()) {
                ofPage.add(new Word(
                        millimetres(word.group(1)),
                        millimetres(word.group(2)),
                        word.group(3).replace("&amp;", "&")));
            }
            words.add(ofPage);
        }
        return words;
    }

    /** What it says of itself: title, author, producer, and any other. */
    public static String information(Path pdf) {
        return run(List.of("pdfinfo", pdf.toString()));
    }

    /** A line for each font: name, kind, encoding, whether it is embedded, whether only in part. */
    public static List<String> fonts(Path pdf) {
        return run(List.of("pdffonts", pdf.toString())).lines().skip(2).toList();
    }

    /**
     * @param x from the left edge of the page, millimetres
     * @param y from its top
     */
    public record Word(double x, double y, String text) {}

    private static double millimetres(String points) {
        return Double.parseDouble(points) * 25.4 / 72;
    }

    private static String run(List<String> command) {
        Program.Answer answer = Program.run("poppler-utils", LIMIT_SECONDS, command);
        if (answer.exit() != 0) {
            throw new AssertionError(command.get(0) + ": " + answer.output());
        }
        return answer.output();
    }
}
