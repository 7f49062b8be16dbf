package io.bloksec.keycloak.badge.print;

import io.bloksec.keycloak.badge.print.TextBox.Side;
import io.bloksec.keycloak.badge.print.TextBox.Stand;
import java.io.IOException;
import java.io.OutputStream;

/**
 * A page to hold against a sheet of labels or a ruler before badges are printed: millimetres from the paper's left and upper edge, the
 * numbered outlines of all cards or labels where badges would come with this nudge, a line of known length and a square.
 */
public final class RulerPage {

    private static final double HAIRLINE = 0.1;
    private static final double STROKE = 0.25;
    private static final double RULER = 6;

    private RulerPage() {}

    /**
     * The rulers are never nudged: they show what the printer does. The line is 100 mm long, on a single card 50 mm; the square
     * measures 20 mm, on a single card 10 mm.
     *
     * @param title one line
     * @param text what to do with the page
     * @param out gets the file when everything is known to fit, is flushed and stays open
     * @throws UnprintableException when a text cannot be printed or does not fit; nothing has been written then
     * @throws IOException when {@code out} fails
     */
    public static void write(Layout layout, Nudge nudge, String title, String text, OutputStream out)
            throws IOException, UnprintableException {
        try (Typeface typeface = Typeface.open()) {
            typeface.check(title, title);
            typeface.check(title, text);
            try (PdfFile file = new PdfFile(typeface, layout.pageWidth(), layout.pageHeight(), false)) {
                try (Paper paper = file.page()) {
                    rulers(paper, layout);
                    outlines(paper, layout, nudge);
                    texts(paper, layout, title, text);
                    measures(paper, layout);
                }
                file.save(out);
            }
        }
    }

    private static void rulers(Paper paper, Layout layout) throws IOException {
        for (int at = 1; at < layout.pageWidth(); at++) {
            paper.line(at, 0, at, tick(at), HAIRLINE);
            if (at % 10 == 0 && at + 4 < layout.pageWidth()) {
                paper.text(Integer.toString(at), 5, at + 0.4, tick(at));
            }
        }
        for (int at = 1; at < layout.pageHeight(); at++) {
            paper.line(0, at, tick(at), at, HAIRLINE);
            if (at % 10 == 0 && at + 2 < layout.pageHeight()) {
                paper.text(Integer.toString(at), 5, tick(at) - 2, at + 2);
            }
        }
    }

    private static double tick(int at) {
        if (at % 10 == 0) {
            return RULER;
        }
        return at % 5 == 0 ? 4 : 2.5;
    }

    private static void outlines(Paper paper, Layout layout, Nudge nudge) throws IOException {
        for (int position = 1; position <= layout.perPage(); position++) {
            Rect place = layout.front(position).moved(nudge);
            paper.outline(place, STROKE);
            if (layout.perPage() > 1) {
                String number = Integer.toString(position);
                double width = Paper.millimetres(paper.typeface().width(number, 9));
                paper.text(number, 9, place.right() - width - 2, place.bottom() - 2);
            }
        }
    }

    private static void texts(Paper paper, Layout layout, String title, String text)
            throws IOException, UnprintableException {
        Rect inside = textPlace(layout);
        double under = new TextBox(
                        inside.part(0, 0, inside.width(), 0.4 * inside.height()), 12, 5, Side.LEFT, Stand.TOP)
                .write(paper, title, title)
                .bottom();
        double rest = inside.bottom() - under - 1;
        new TextBox(new Rect(inside.x(), under + 1, inside.width(), rest), 9, 4, Side.LEFT, Stand.TOP)
                .write(paper, text, title);
    }

    private static Rect textPlace(Layout layout) {
        Rect first = layout.front(1);
        return layout.perPage() == 1 ? first.part(9, 8, first.width() - 13, 20) : first.inset(5);
    }

    private static void measures(Paper paper, Layout layout) throws IOException {
        boolean card = layout.perPage() == 1;
        double length = card ? 50 : 100;
        double edge = card ? 10 : 20;
        Rect beside = layout.front(card ? 1 : layout.columns() + 1);
        double x = beside.x() + (card ? 10 : 5);
        double y = beside.y() + (card ? 40 : 12);
        paper.line(x, y, x + length, y, STROKE);
        paper.line(x, y - 2, x, y + 2, STROKE);
        paper.line(x + length, y - 2, x + length, y + 2, STROKE);
        paper.text((int) length + " mm", 8, x + 2, y - 1.2);
        Rect square = card ? new Rect(x + length + 8, y - 6, edge, edge) : new Rect(x, y + 8, edge, edge);
        paper.outline(square, STROKE);
        paper.text((int) edge + " mm", card ? 6 : 8, square.x() + 1.5, square.bottom() - edge / 2);
    }
}
