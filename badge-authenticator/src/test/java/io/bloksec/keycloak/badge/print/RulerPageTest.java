package io.bloksec.keycloak.badge.print;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.within;

import io.bloksec.keycloak.badge.print.Printout.Page;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A ruler that is wrong is worse than none: what it claims is measured on the paper. */
class RulerPageTest {

    private static final double DOT = 0.085;

    @ParameterizedTest
    @CsvSource({
        "cr80, 85.6, 53.98, 10, 40, 50, 68, 10",
        "a4-cards, 210, 297, 24.4, 79.53, 100, 24.4, 20",
        "letter-cards, 215.9, 279.4, 27.35, 97.72, 100, 27.35, 20",
        "a4-labels, 210, 297, 23.8, 81.3, 100, 23.8, 20",
        "letter-labels, 215.9, 279.4, 20.875, 93.491, 100, 20.875, 20"
    })
    void theLineIsAsLongAsItSays(
            String layout, double width, double height, double x, double y, double length, double squareX, double edge)
            throws Exception {
        Printout printout = print(layout, Nudge.NONE);
        Page page = printout.page(1);

        assertThat(printout.text(1)).contains("Test page", (int) length + " mm", (int) edge + " mm");
        assertThat(Printout.millimetres(page.image().getWidth())).isCloseTo(width, within(0.1));
        assertThat(Printout.millimetres(page.image().getHeight())).isCloseTo(height, within(0.1));
        assertThat(longestRun(page, y, x - 3, x + length + 3)).isCloseTo(length, within(0.25 + 2 * DOT));
        double middle = layout.equals("cr80") ? y - 6 : y + 8;
        assertThat(longestRun(page, middle, squareX - 1, squareX + edge + 1)).isCloseTo(edge, within(0.25 + 2 * DOT));
    }

    @Test
    void ticksAreMillimetresFromTheEdge() throws Exception {
        Page page = print("a4-labels", Nudge.NONE).page(1);

        for (int at = 1; at < 210; at++) {
            assertThat(page.blank(new Rect(at - 0.2, 1, 0.4, 0.4)))
                    .as("%d across", at)
                    .isFalse();
            assertThat(page.blank(new Rect(at + 0.25, 0.2, 0.5, 0.4)))
                    .as("after %d", at)
                    .isTrue();
        }
        for (int at = 10; at < 297; at += 10) {
            assertThat(page.blank(new Rect(5, at - 0.2, 0.5, 0.4)))
                    .as("%d down", at)
                    .isFalse();
        }
    }

    @Test
    void outlinesAreWhereLabelsWouldBeAndRulersStay() throws Exception {
        for (Nudge nudge : new Nudge[] {Nudge.NONE, new Nudge(3, -2)}) {
            Page page = print("a4-labels", nudge).page(1);
            for (int i = 0; i < 15; i++) {
                Rect label = new Rect(18.8 + i % 3 * 60.8, 15.5 + i / 3 * 53.8, 50.8, 50.8).moved(nudge);
                assertThat(page.blank(new Rect(label.x() - 0.2, label.y() + 48, 0.4, 1)))
                        .isFalse();
                assertThat(page.blank(new Rect(label.right() - 0.2, label.y() + 48, 0.4, 1)))
                        .isFalse();
                assertThat(page.blank(new Rect(label.x() + 46, label.bottom() - 0.2, 0.5, 0.4)))
                        .isFalse();
            }
            assertThat(page.blank(new Rect(99.8, 1, 0.4, 0.4))).isFalse();
        }
    }

    @Test
    void whatCannotBePrintedIsNamed() {
        UnprintableException refusal = catchThrowableOfType(
                UnprintableException.class,
                () -> Printout.of(
                        out -> RulerPage.write(Layouts.find("cr80").orElseThrow(), Nudge.NONE, "Test", "\u6E2C", out)));

        assertThat(refusal).hasMessageContaining("U+6E2C");
    }

    private static Printout print(String layout, Nudge nudge) throws Exception {
        return Printout.of(out ->
                RulerPage.write(Layouts.find(layout).orElseThrow(), nudge, "Test page", "Print it at 100 %.", out));
    }

    /** Millimetres of the longest dark line near this height. */
    private static double longestRun(Page page, double y, double from, double to) {
        int longest = 0;
        for (int row = Printout.pixels(y) - 2; row <= Printout.pixels(y) + 2; row++) {
            int run = 0;
            for (int x = Printout.pixels(from); x < Math.min(page.image().getWidth(), Printout.pixels(to)); x++) {
                run = page.level(x, row) < 200 ? run + 1 : 0;
                longest = Math.max(longest, run);
            }
        }
        return Printout.millimetres(longest);
    }
}
