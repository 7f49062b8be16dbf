package io.bloksec.keycloak.badge.print;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LayoutsTest {

    @ParameterizedTest
    @CsvSource({
        "cr80, 85.6, 53.98, 1, true",
        "a4-cards, 210, 297, 10, true",
        "letter-cards, 215.9, 279.4, 8, true",
        "a4-labels, 210, 297, 15, false",
        "letter-labels, 215.9, 279.4, 12, false"
    })
    void presets(String id, double width, double height, int perPage, boolean twoSided) {
        Layout layout = Layouts.find(id).orElseThrow();

        assertThat(Layouts.all()).hasSize(5).contains(layout);
        assertThat(layout.pageWidth()).isEqualTo(width);
        assertThat(layout.pageHeight()).isEqualTo(height);
        assertThat(layout.perPage()).isEqualTo(perPage);
        assertThat(layout.twoSided()).isEqualTo(twoSided);
        assertThat(layout.cropMarks()).isEqualTo(id.endsWith("-cards"));
        assertThat(layout.module()).isCloseTo(twoSided ? 0.8467 : 0.762, within(0.0001));
    }

    @Test
    void anUnknownOneIsNotThere() {
        assertThat(Layouts.find("a5-cards")).isEmpty();
        assertThat(Layouts.find(null)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "1, 1, 0, 0, 50.8, 50.8, 9, ",
        "0, 1, 0, 0, 50.8, 50.8, 9, counts",
        "2, 1, 0, 0, 50, 50.8, 9, pitchX",
        "1, 2, 0, 0, 50.8, 50, 9, pitchY",
        "2, 1, 60, 0, 50.8, 50.8, 9, width",
        "1, 2, 0, 60, 50.8, 50.8, 9, height",
        "1, 1, -1, 0, 50.8, 50.8, 9, width",
        "1, 1, 0, 0, 50.8, 50.8, 13, moduleDots"
    })
    void whatDoesNotFitIsRefused(
            int columns, int rows, double left, double top, double pitchX, double pitchY, int dots, String problem) {
        Runnable making = () -> new Layout(
                "x", 150, 150, columns, rows, left, top, pitchX, pitchY, 50.8, 50.8, false, false, 300, dots);
        if (problem == null) {
            making.run();
        } else {
            assertThatIllegalArgumentException().isThrownBy(making::run).withMessage("Layout x: " + problem);
        }
    }

    @ParameterizedTest
    @CsvSource({"10.01, 0", "0, -10.01", "NaN, 0", "0, Infinity"})
    void aNudgeStaysWithinTenMillimetres(double x, double y) {
        assertThat(new Nudge(10, -10)).isNotEqualTo(Nudge.NONE);
        assertThatIllegalArgumentException().isThrownBy(() -> new Nudge(x, y));
    }
}
