package io.bloksec.keycloak.badge.print;

import java.io.IOException;
import java.io.InputStream;
import java.lang.Character.UnicodeScript;
import java.text.Normalizer;
import java.util.Set;
import org.apache.fontbox.ttf.CmapLookup;
import org.apache.fontbox.ttf.TTFParser;
import org.apache.fontbox.ttf.TrueTypeFont;
import org.apache.pdfbox.io.RandomAccessReadBuffer;

/**
 * The one font of everything printed: Liberation Sans, out of PDFBox's jar. It knows before printing what it cannot set, because PDFBox
 * neither joins nor reorders letters and a name must not come out wrong.
 */
final class Typeface implements AutoCloseable {

    /** Of the size; where lines stand. */
    static final double ASCENT = 0.905;

    static final double LEADING = 1.18;

    private static final String FILE = "/org/apache/pdfbox/resources/ttf/LiberationSans-Regular.ttf";

    private static final Set<UnicodeScript> SCRIPTS = Set.of(
            UnicodeScript.LATIN,
            UnicodeScript.GREEK,
            UnicodeScript.CYRILLIC,
            UnicodeScript.COMMON,
            UnicodeScript.INHERITED);

    private final TrueTypeFont font;
    private final CmapLookup glyphs;
    private final double unitsPerEm;

    private Typeface(TrueTypeFont font) throws IOException {
        this.font = font;
        glyphs = font.getUnicodeCmapLookup();
        unitsPerEm = font.getUnitsPerEm();
    }

    static Typeface open() throws IOException {
        try (InputStream file = Typeface.class.getResourceAsStream(FILE)) {
            return new Typeface(new TTFParser().parse(new RandomAccessReadBuffer(file)));
        }
    }

    TrueTypeFont font() {
        return font;
    }

    /** How the text is set: composed, since accents are not placed, and with single spaces. */
    static String composed(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFC).strip().replaceAll("\\s+", " ");
    }

    /** @throws UnprintableException naming every character that cannot be printed */
    void check(String person, String text) throws UnprintableException {
        int[] unprintable =
                composed(text).codePoints().filter(c -> !prints(c)).distinct().toArray();
        if (unprintable.length > 0) {
            throw UnprintableException.characters(person, new String(unprintable, 0, unprintable.length));
        }
    }

    /** Points that a line of composed text is wide at this size. */
    double width(String line, double size) {
        return line.codePoints().mapToDouble(this::advance).sum() * size / unitsPerEm;
    }

    private double advance(int codePoint) {
        try {
            return font.getAdvanceWidth(glyphs.getGlyphId(codePoint));
        } catch (IOException e) {
            throw new IllegalStateException("The font lost its widths", e);
        }
    }

    private boolean prints(int codePoint) {
        if (!SCRIPTS.contains(UnicodeScript.of(codePoint))) {
            return false;
        }
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.PRIVATE_USE,
                    Character.NON_SPACING_MARK,
                    Character.ENCLOSING_MARK,
                    Character.COMBINING_SPACING_MARK -> false;
            default -> glyphs.getGlyphId(codePoint) > 0;
        };
    }

    @Override
    public void close() throws IOException {
        font.close();
    }
}
