package io.bloksec.keycloak.badge.print;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * A place for text that is wrapped and made smaller until it fits, and refused if it never does.
 *
 * @param largest size in points
 * @param smallest size in points that is still legible
 */
record TextBox(Rect place, double largest, double smallest, Side side, Stand stand) {

    /** Where a line is put that is narrower than its place. */
    enum Side {
        LEFT,
        CENTRE,
        RIGHT
    }

    /** Where lines are put that are lower than their place. */
    enum Stand {
        TOP,
        MIDDLE,
        BOTTOM
    }

    private static final double STEP = 0.5;

    /** One line this much smaller reads better than two at full size. */
    private static final double ONE_LINE = 0.75;

    /** A word broken at a legible size reads better than a whole one this much smaller. */
    private static final double WHOLE_WORDS = 0.45;

    private record Setting(double size, List<String> lines) {}

    /**
     * @return as wide as the place, and as high as what was written
     * @throws UnprintableException when the text does not fit at the smallest size
     */
    Rect write(Paper paper, String text, String person) throws IOException, UnprintableException {
        String composed = Typeface.composed(text);
        if (composed.isEmpty()) {
            return new Rect(place.x(), stand == Stand.BOTTOM ? place.bottom() : place.y(), place.width(), 0);
        }
        Setting setting = fit(paper.typeface(), composed);
        if (setting == null) {
            throw UnprintableException.tooLong(person, composed);
        }
        double pitch = Paper.millimetres(setting.size() * Typeface.LEADING);
        double height = height(setting);
        double top = switch (stand) {
            case TOP -> place.y();
            case MIDDLE -> place.y() + (place.height() - height) / 2;
            case BOTTOM -> place.bottom() - height;
        };
        double baseline = top + Paper.millimetres(setting.size() * Typeface.ASCENT);
        for (String line : setting.lines()) {
            double free = place.width() - Paper.millimetres(paper.typeface().width(line, setting.size()));
            double x = switch (side) {
                case LEFT -> place.x();
                case CENTRE -> place.x() + free / 2;
                case RIGHT -> place.x() + free;
            };
            paper.text(line, setting.size(), x, baseline);
            baseline += pitch;
        }
        return new Rect(place.x(), top, place.width(), height);
    }

    /** Millimetres that the text is high at this size, wrapped to this width; words too long for it are broken. */
    static double height(Typeface typeface, String text, double size, double width) {
        TextBox box = new TextBox(new Rect(0, 0, width, Double.MAX_VALUE), size, size, Side.LEFT, Stand.TOP);
        return height(box.fit(typeface, Typeface.composed(text)));
    }

    private Setting fit(Typeface typeface, String text) {
        for (double size = largest; size >= Math.max(smallest, largest * ONE_LINE); size -= STEP) {
            if (fits(typeface, text, size) && height(new Setting(size, List.of(text))) <= place.height()) {
                return new Setting(size, List.of(text));
            }
        }
        for (double least : new double[] {Math.max(smallest, largest * WHOLE_WORDS), smallest}) {
            for (boolean inWords : new boolean[] {false, true}) {
                for (double size = largest; size >= least; size -= STEP) {
                    List<String> lines = wrapped(typeface, text, size, inWords);
                    if (lines != null && height(new Setting(size, lines)) <= place.height()) {
                        return new Setting(size, lines);
                    }
                }
            }
        }
        return null;
    }

    /** Null when a word is wider than the place and must stay whole. */
    private List<String> wrapped(Typeface typeface, String text, double size, boolean inWords) {
        List<String> lines = new ArrayList<>();
        String line = "";
        for (String word : text.split(" |(?<=-)(?=.)")) {
            String longer = line.isEmpty() || line.endsWith("-") ? line + word : line + " " + word;
            if (fits(typeface, longer, size)) {
                line = longer;
                continue;
            }
            if (!line.isEmpty()) {
                lines.add(line);
            }
            line = word;
            while (!fits(typeface, line, size)) {
                int end = inWords ? longestStart(typeface, line, size) : 0;
                if (end == 0) {
                    return null;
                }
                lines.add(line.substring(0, end));
                line = line.substring(end);
            }
        }
        lines.add(line);
        return lines;
    }

    private int longestStart(Typeface typeface, String word, double size) {
        int end = 0;
        while (end < word.length()) {
            int next = word.offsetByCodePoints(end, 1);
            if (!fits(typeface, word.substring(0, next), size)) {
                return end;
            }
            end = next;
        }
        return end;
    }

    private boolean fits(Typeface typeface, String line, double size) {
        return Paper.millimetres(typeface.width(line, size)) <= place.width();
    }

    /** From the first line's ascenders to the last one's descenders. */
    private static double height(Setting setting) {
        return Paper.millimetres(
                setting.size() * (1 + Typeface.LEADING * (setting.lines().size() - 1) + 0.12));
    }
}
