package io.bloksec.keycloak.badge.print;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.awt.geom.Rectangle2D;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.text.PDFTextStripperByArea;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CodeLettersTest {

    private static final List<String> PARAGRAPHS = List.of("Scan your badge and type the code.", "Then choose a PIN.");

    @ParameterizedTest
    @CsvSource({"a4, 595.28, 841.89", "letter, 612, 792"})
    void nameOutsideAndCodeInside(String page, double width, double height) throws Exception {
        Printout printout = print(page, List.of(letter("Jane Doe", "4711 0815"), letter("Zoë Ünal", "9999 0000")));

        try (PDDocument document = printout.open()) {
            assertThat(document.getNumberOfPages()).isEqualTo(2);
            assertThat(document.getPage(0).getMediaBox().getWidth()).isBetween((float) width - 1, (float) width + 1);
            PDFTextStripperByArea thirds = new PDFTextStripperByArea();
            for (int third = 0; third < 3; third++) {
                thirds.addRegion("" + third, new Rectangle2D.Double(0, third * height / 3, width, height / 3));
            }
            thirds.extractRegions(document.getPage(0));
            assertThat(thirds.getTextForRegion("0"))
                    .contains("Jane Doe", "K7M2-P4RX")
                    .doesNotContain("4711");
            assertThat(thirds.getTextForRegion("1")).contains("Your code", "4711 0815");
            assertThat(thirds.getTextForRegion("2")).contains(PARAGRAPHS).doesNotContain("4711");
        }
        assertThat(printout.text(2)).contains("Zoë Ünal", "9999 0000");
    }

    @Test
    void longParagraphsAreMadeSmaller() throws Exception {
        String text = "word ".repeat(60).strip();
        Printout printout = print(
                "letter", List.of(new CodeLetter("Jane", "S", "Code", List.of(text, text, text, text, text), "1")));

        assertThat(printout.text(1).split("word", -1)).hasSize(301);
    }

    @Test
    void whatNeverFitsIsRefused() {
        String text = "word ".repeat(2000);
        UnprintableException refusal = catchThrowableOfType(
                UnprintableException.class,
                () -> print("a4", List.of(new CodeLetter("Jane", "S", "Code", List.of(text), "1"))));

        assertThat(refusal).hasMessageStartingWith("Too long for Jane");
    }

    @Test
    void whatCannotBePrintedIsNamed() {
        UnprintableException refusal = catchThrowableOfType(
                UnprintableException.class,
                () -> print("a4", List.of(letter("Jane", "1"), letter("\u05D3\u05E0\u05D4", "2"))));

        assertThat(refusal.rows()).containsExactly(1);
    }

    @Test
    void aFileHasOneTo500LettersOnAKnownPage() {
        assertThatIllegalArgumentException().isThrownBy(() -> print("a5", List.of(letter("Jane", "1"))));
        assertThatIllegalArgumentException().isThrownBy(() -> print("a4", List.of()));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> print("a4", Collections.nCopies(501, letter("Jane", "1"))));
    }

    @Test
    void theCodeIsSaidNowhereElse() throws Exception {
        CodeLetter letter = letter("Jane", "4711 0815");

        assertThat(letter.toString()).doesNotContain("4711");
        assertThat(new String(print("a4", List.of(letter)).file(), StandardCharsets.ISO_8859_1))
                .doesNotContain("4711 0815", "Jane");
    }

    private static CodeLetter letter(String name, String code) {
        return new CodeLetter(name, "K7M2-P4RX", "Your code", PARAGRAPHS, code);
    }

    private static Printout print(String page, List<CodeLetter> letters) throws Exception {
        return Printout.of((ByteArrayOutputStream out) -> CodeLetters.write(page, letters, out));
    }
}
