package io.bloksec.keycloak.badge.print;

import io.bloksec.keycloak.badge.print.TextBox.Side;
import io.bloksec.keycloak.badge.print.TextBox.Stand;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * Letters with activation codes, one a page. Folded in three like a Z at the marks, name and serial are outside, and the code lies between
 * two layers of paper on either side.
 */
public final class CodeLetters {

    /** Letters of one file. */
    public static final int MOST = 500;

    private static final double MARGIN = 25;
    private static final double FOLD_MARK = 5;
    private static final double LARGEST = 11;
    private static final double SMALLEST = 7;

    private CodeLetters() {}

    /**
     * @param page {@code a4} or {@code letter}
     * @param letters 1 to 500, printed in this order: that of the badges
     * @param out gets the file when everything is known to fit, is flushed and stays open
     * @throws UnprintableException when a text cannot be printed or does not fit; nothing has been written then
     * @throws IllegalArgumentException when there is no such page, or not that many letters; nothing has been written then
     * @throws IOException when {@code out} fails
     */
    public static void write(String page, List<CodeLetter> letters, OutputStream out)
            throws IOException, UnprintableException {
        Rect sheet = switch (page) {
            case "a4" -> new Rect(0, 0, 210, 297);
            case "letter" -> new Rect(0, 0, 215.9, 279.4);
            default -> throw new IllegalArgumentException("No page for letters: " + page);
        };
        if (letters.isEmpty() || letters.size() > MOST) {
            throw new IllegalArgumentException("Not 1 to 500 letters: " + letters.size());
        }
        try (Typeface typeface = Typeface.open()) {
            Rows rows = new Rows();
            for (int i = 0; i < letters.size(); i++) {
                CodeLetter letter = letters.get(i);
                rows.tried(i, () -> {
                    for (String text : texts(letter)) {
                        typeface.check(letter.name(), text);
                    }
                });
            }
            try (PdfFile file = new PdfFile(typeface, sheet.width(), sheet.height(), false)) {
                for (int i = 0; i < letters.size(); i++) {
                    CodeLetter letter = letters.get(i);
                    try (Paper paper = file.page()) {
                        rows.tried(i, () -> draw(paper, sheet, letter));
                    }
                }
                rows.requireAll();
                file.save(out);
            }
        }
    }

    private static List<String> texts(CodeLetter letter) {
        List<String> texts = new ArrayList<>(List.of(letter.name(), letter.serial(), letter.title(), letter.code()));
        texts.addAll(letter.paragraphs());
        return texts;
    }

    private static void draw(Paper paper, Rect sheet, CodeLetter letter) throws IOException, UnprintableException {
        double third = sheet.height() / 3;
        double width = sheet.width() - 2 * MARGIN;
        for (double fold : new double[] {third, 2 * third}) {
            paper.line(0, fold, FOLD_MARK, fold, 0.1);
            paper.line(sheet.width() - FOLD_MARK, fold, sheet.width(), fold, 0.1);
        }

        Rect name = new TextBox(sheet.part(MARGIN, 0.35 * third, width, 24), 16, SMALLEST, Side.LEFT, Stand.TOP)
                .write(paper, letter.name(), letter.name());
        new TextBox(new Rect(MARGIN, name.bottom() + 2, width, 10), 10, SMALLEST, Side.LEFT, Stand.TOP)
                .write(paper, letter.serial(), letter.name());

        new TextBox(sheet.part(MARGIN, third + 18, width, 18), 18, 9, Side.LEFT, Stand.MIDDLE)
                .write(paper, letter.title(), letter.name());
        Rect frame = sheet.part(MARGIN, third + 42, width, 30);
        paper.outline(frame, 0.35);
        new TextBox(frame.inset(4), 40, 14, Side.CENTRE, Stand.MIDDLE).write(paper, letter.code(), letter.name());

        paragraphs(paper, sheet.part(MARGIN, 2 * third + 12, width, third - 12 - 18), letter);
    }

    /** All in one size: the largest at which they fit. */
    private static void paragraphs(Paper paper, Rect place, CodeLetter letter)
            throws IOException, UnprintableException {
        double size = LARGEST;
        while (height(paper.typeface(), place, letter, size) > place.height()) {
            size -= 0.5;
            if (size < SMALLEST) {
                throw UnprintableException.tooLong(letter.name(), String.join(" ", letter.paragraphs()));
            }
        }
        double y = place.y();
        for (String paragraph : letter.paragraphs()) {
            Rect rest = new Rect(place.x(), y, place.width(), place.bottom() - y + 1);
            y = gap(size)
                    + new TextBox(rest, size, size, Side.LEFT, Stand.TOP)
                            .write(paper, paragraph, letter.name())
                            .bottom();
        }
    }

    private static double height(Typeface typeface, Rect place, CodeLetter letter, double size) {
        double height = -gap(size);
        for (String paragraph : letter.paragraphs()) {
            height += TextBox.height(typeface, paragraph, size, place.width()) + gap(size);
        }
        return height;
    }

    private static double gap(double size) {
        return Paper.millimetres(0.6 * size);
    }
}
