package io.bloksec.keycloak.badge.print;

import io.bloksec.keycloak.badge.print.TextBox.Side;
import io.bloksec.keycloak.badge.print.TextBox.Stand;
import java.io.IOException;

/** What one side of a card or a label looks like. */
enum Face {
    /** What is seen while it is worn: who, of which organisation. */
    CARD_FRONT {
        @Override
        void draw(Paper paper, Layout layout, Rect place, PrintedBadge badge) throws IOException, UnprintableException {
            Rect inside = place.inset(MARGIN);
            double width = inside.width();
            paper.bar(inside.part(0, 0, 12, 1.2));
            new TextBox(inside.part(0, 3, width, 9), 12, SMALLEST, Side.LEFT, Stand.TOP)
                    .write(paper, badge.organisation(), badge.name());
            new TextBox(inside.part(0, 13, width, 21), 22, SMALLEST, Side.LEFT, Stand.MIDDLE)
                    .write(paper, badge.name(), badge.name());
            double foot = inside.height() - FOOT;
            paper.line(inside.x(), inside.y() + foot - 1, inside.right(), inside.y() + foot - 1, 0.2);
            new TextBox(inside.part(0, foot, 0.4 * width, FOOT), 9, SMALLEST, Side.LEFT, Stand.BOTTOM)
                    .write(paper, badge.serial(), badge.name());
            new TextBox(inside.part(0.42 * width, foot, 0.58 * width, FOOT), 9, SMALLEST, Side.RIGHT, Stand.BOTTOM)
                    .write(paper, badge.validity(), badge.name());
        }
    },

    /** The code, away from cameras while the badge is worn. */
    CARD_BACK {
        @Override
        void draw(Paper paper, Layout layout, Rect place, PrintedBadge badge) throws IOException, UnprintableException {
            double code = QrCode.SIZE_WITH_QUIET_ZONE * layout.module();
            double top = (place.height() - code - CAPTION) / 2;
            paper.code(
                    QrCode.of(badge.payload()),
                    place.x() + (place.width() - code) / 2,
                    place.y() + top,
                    layout.dot(),
                    layout.moduleDots());
            Rect caption = place.inset(Layout.SAFE_MARGIN)
                    .part(0, top + code - Layout.SAFE_MARGIN, place.width() - 2 * Layout.SAFE_MARGIN, CAPTION);
            new TextBox(caption, 8, SMALLEST, Side.CENTRE, Stand.TOP).write(paper, badge.serial(), badge.name());
        }
    },

    /** Everything on one side: name, code, and small print under it. */
    LABEL {
        @Override
        void draw(Paper paper, Layout layout, Rect place, PrintedBadge badge) throws IOException, UnprintableException {
            Rect inside = place.inset(Layout.SAFE_MARGIN);
            double width = inside.width();
            double code = QrCode.SIZE_WITH_QUIET_ZONE * layout.module();
            double rest = inside.height() - code;
            double head = rest - SMALL_CAPTION;
            Rect organisation = new TextBox(
                            inside.part(0, 0.6 * head, width, 0.4 * head), 7, SMALLEST, Side.CENTRE, Stand.BOTTOM)
                    .write(paper, badge.organisation(), badge.name());
            new TextBox(
                            inside.part(0, 0, width, head - organisation.height() - 0.8),
                            14,
                            SMALLEST,
                            Side.CENTRE,
                            Stand.MIDDLE)
                    .write(paper, badge.name(), badge.name());
            paper.code(
                    QrCode.of(badge.payload()),
                    place.x() + (place.width() - code) / 2,
                    inside.y() + head,
                    layout.dot(),
                    layout.moduleDots());
            double foot = inside.height() - SMALL_CAPTION;
            new TextBox(inside.part(0, foot, 0.34 * width, SMALL_CAPTION), 6, SMALLEST, Side.LEFT, Stand.BOTTOM)
                    .write(paper, badge.serial(), badge.name());
            new TextBox(
                            inside.part(0.35 * width, foot, 0.65 * width, SMALL_CAPTION),
                            6,
                            SMALLEST,
                            Side.RIGHT,
                            Stand.BOTTOM)
                    .write(paper, badge.validity(), badge.name());
        }
    };

    private static final double MARGIN = 5;
    private static final double FOOT = 6;
    private static final double CAPTION = 4;
    private static final double SMALL_CAPTION = 3;

    /** Points; smaller cannot be read on plastic. */
    private static final double SMALLEST = 5;

    /** @throws UnprintableException when a text does not fit */
    abstract void draw(Paper paper, Layout layout, Rect place, PrintedBadge badge)
            throws IOException, UnprintableException;
}
