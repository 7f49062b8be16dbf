package io.bloksec.keycloak.badge.print;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/**
 * Badges as a PDF file to print at 100 %. A two-sided layout has a page of backs after each page of fronts; the code is on the back. A
 * one-sided one has all on the front.
 */
public final class BadgePdf {

    /** Badges of one file. */
    public static final int MOST = 500;

    private BadgePdf() {}

    /**
     * @param firstPosition where the first badge goes on the first sheet, from 1; more than 1 for a sheet of which labels were used
     * @param badges 1 to 500, printed in this order
     * @param out gets the file when everything is known to fit, is flushed and stays open; whoever writes it anywhere answers for it:
     *     the file is as good as the badges
     * @throws UnprintableException when a text cannot be printed or does not fit; nothing has been written then
     * @throws IllegalArgumentException when a number is out of bounds or a payload is none; nothing has been written then
     * @throws IOException when {@code out} fails
     */
    public static void write(Layout layout, Nudge nudge, int firstPosition, List<PrintedBadge> badges, OutputStream out)
            throws IOException, UnprintableException {
        if (firstPosition < 1 || firstPosition > layout.perPage()) {
            throw new IllegalArgumentException("No position on the sheet: " + firstPosition);
        }
        if (badges.isEmpty() || badges.size() > MOST) {
            throw new IllegalArgumentException("Not 1 to 500 badges: " + badges.size());
        }
        try (Typeface typeface = Typeface.open()) {
            Rows rows = new Rows();
            for (int i = 0; i < badges.size(); i++) {
                PrintedBadge badge = badges.get(i);
                rows.tried(i, () -> {
                    for (String text : List.of(badge.name(), badge.organisation(), badge.serial(), badge.validity())) {
                        typeface.check(badge.name(), text);
                    }
                });
            }
            try (PdfFile file = new PdfFile(typeface, layout.pageWidth(), layout.pageHeight(), layout.twoSided())) {
                int printed = 0;
                int position = firstPosition;
                while (printed < badges.size()) {
                    int end = Math.min(badges.size(), printed + layout.perPage() - position + 1);
                    sheet(file, layout, nudge, position, badges, printed, end, rows);
                    printed = end;
                    position = 1;
                }
                rows.requireAll();
                file.save(out);
            }
        }
    }

    /** Of the list, from one place to before another. */
    private static void sheet(
            PdfFile file,
            Layout layout,
            Nudge nudge,
            int position,
            List<PrintedBadge> badges,
            int from,
            int to,
            Rows rows)
            throws IOException {
        try (Paper paper = file.page()) {
            CropMarks.draw(paper, layout, nudge, false);
            Face face = layout.twoSided() ? Face.CARD_FRONT : Face.LABEL;
            for (int i = from; i < to; i++) {
                Rect place = layout.front(position + i - from).moved(nudge);
                PrintedBadge badge = badges.get(i);
                rows.tried(i, () -> face.draw(paper, layout, place, badge));
            }
        }
        if (layout.twoSided()) {
            try (Paper paper = file.page()) {
                CropMarks.draw(paper, layout, nudge, true);
                for (int i = from; i < to; i++) {
                    Rect place = layout.back(position + i - from).moved(nudge);
                    PrintedBadge badge = badges.get(i);
                    rows.tried(i, () -> Face.CARD_BACK.draw(paper, layout, place, badge));
                }
            }
        }
    }
}
