package io.bloksec.keycloak.badge.print;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.within;

import io.bloksec.keycloak.badge.print.Printout.Page;
import io.bloksec.keycloak.badge.print.Printout.Scan;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.font.PDFont;
import org.apache.pdfbox.text.PDFTextStripper;
import org.apache.pdfbox.text.TextPosition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Judges what comes out of a printer: geometry is written down here again, in millimetres, and not asked of the layouts. */
class BadgePdfTest {

    private static final Rect CARD = new Rect(0, 0, 85.60, 53.98);
    private static final double HALF_A_DOT = 0.0424;

    @Test
    void aCardPrinterGetsEachFrontAndThenItsBack() throws Exception {
        List<PrintedBadge> badges = Printout.badges(40);
        Printout printout = Printout.of("cr80", badges);

        assertThat(printout.pages()).isEqualTo(80);
        for (int i = 0; i < badges.size(); i++) {
            assertThat(printout.text(2 * i + 1)).contains("Number" + (i + 1) + ".");
            assertThat(printout.page(2 * i + 2).scan(CARD).text())
                    .isEqualTo(badges.get(i).payload());
        }
    }

    @ParameterizedTest
    @CsvSource({"a4-cards, 210, 19.4, 13.55, 5", "letter-cards, 215.9, 22.35, 31.74, 4"})
    void eachBackLiesBehindItsFront(String layout, double pageWidth, double left, double top, int rows)
            throws Exception {
        List<PrintedBadge> badges = Printout.badges(2 * rows + 3);
        Printout printout = Printout.of(layout, badges);

        assertThat(printout.pages()).isEqualTo(4);
        for (int i = 0; i < badges.size(); i++) {
            int sheet = i / (2 * rows);
            int position = i % (2 * rows);
            Rect front = new Rect(left + position % 2 * 85.60, top + position / 2 * 53.98, 85.60, 53.98);
            assertThat(textIn(printout, 2 * sheet, front)).contains("Number" + (i + 1) + ".");

            Rect behind = new Rect(pageWidth - front.right(), front.y(), 85.60, 53.98);
            assertThat(printout.page(2 * sheet + 2).scan(behind).text())
                    .isEqualTo(badges.get(i).payload());
        }
    }

    @ParameterizedTest
    @CsvSource({"a4-labels, 3, 5, 18.8, 15.5, 60.8, 53.8", "letter-labels, 3, 4, 15.875, 15.874, 66.675, 65.617"})
    void aLabelHasItsNameAndItsCode(
            String layout, int columns, int rows, double left, double top, double pitchX, double pitchY)
            throws Exception {
        List<PrintedBadge> badges = Printout.badges(columns * rows);
        Printout printout = Printout.of(layout, badges);
        Page page = printout.page(1);

        assertThat(printout.pages()).isEqualTo(1);
        for (int i = 0; i < badges.size(); i++) {
            Rect label = new Rect(left + i % columns * pitchX, top + i / columns * pitchY, 50.8, 50.8);
            assertThat(page.scan(label).text()).isEqualTo(badges.get(i).payload());
            assertThat(textIn(printout, 0, label)).contains("Number" + (i + 1) + ".", "K7M2-P4RX");
        }
    }

    @ParameterizedTest
    @CsvSource({"cr80, 2, 0, 0, 85.6, 53.98, 0.846667", "a4-labels, 1, 18.8, 15.5, 50.8, 50.8, 0.762"})
    void modulesHaveTheirSizeAndFourOfThemStayFree(
            String layout, int number, double x, double y, double width, double height, double module)
            throws Exception {
        Page page = Printout.of(layout, Printout.badges(1)).page(number);
        Scan scan = page.scan(new Rect(x, y, width, height));

        assertThat(scan.module()).isCloseTo(module, within(0.002));
        assertThat(scan.moduleDown()).isCloseTo(module, within(0.002));
        double edge = 33 * module;
        double quiet = 4 * module;
        double inside = quiet - HALF_A_DOT;
        assertThat(page.dark(Printout.pixels(scan.left()), Printout.pixels(scan.top())))
                .isTrue();
        assertThat(List.of(
                        new Rect(scan.left() - inside, scan.top() - inside, edge + 2 * inside, inside),
                        new Rect(scan.left() - inside, scan.top() + edge, edge + 2 * inside, inside),
                        new Rect(scan.left() - inside, scan.top(), inside, edge),
                        new Rect(scan.left() + edge, scan.top(), inside, edge)))
                .allMatch(page::blank);
        assertThat(scan.left() - quiet - x).isGreaterThanOrEqualTo(3 - HALF_A_DOT);
        assertThat(scan.top() - quiet - y).isGreaterThanOrEqualTo(3 - HALF_A_DOT);
        assertThat(x + width - scan.left() - edge - quiet).isGreaterThanOrEqualTo(3 - HALF_A_DOT);
        assertThat(y + height - scan.top() - edge - quiet).isGreaterThanOrEqualTo(3 - HALF_A_DOT);
    }

    /** A grey edge would be a module that begins between two dots. */
    @ParameterizedTest
    @ValueSource(strings = {"cr80", "a4-cards", "letter-cards", "a4-labels", "letter-labels"})
    void modulesBeginAndEndAtDots(String name) throws Exception {
        Layout layout = Layouts.find(name).orElseThrow();
        Printout printout = Printout.of(name, new Nudge(0.37, -0.61), 1, Printout.badges(layout.perPage()));
        Page page = printout.page(printout.pages());

        for (int position = 1; position <= layout.perPage(); position++) {
            Rect place = layout.twoSided() ? layout.back(position) : layout.front(position);
            Scan scan = page.scan(place);
            Rect code = new Rect(scan.left() - 1, scan.top() - 1, 33 * layout.module() + 2, 33 * layout.module() + 2);
            assertThat(page.levels(code)).containsOnly(0, 255);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"cr80", "a4-cards", "letter-cards", "a4-labels", "letter-labels"})
    void nothingIsPrintedNearTheEdgeOfACard(String name) throws Exception {
        Layout layout = Layouts.find(name).orElseThrow();
        PrintedBadge full = new PrintedBadge(
                Printout.badge("x").payload(), "WWWW-WWWW", "Wide ".repeat(20), "Organ ".repeat(8), "Date ".repeat(6));
        Printout printout = Printout.of(name, List.of(full));

        for (int number = 1; number <= printout.pages(); number++) {
            Rect card = number == 1 ? layout.front(1) : layout.back(1);
            double margin = 2.9;
            Page page = printout.page(number);
            assertThat(List.of(
                            card.part(0.1, 0.1, card.width() - 0.2, margin),
                            card.part(0.1, card.height() - margin, card.width() - 0.2, margin - 0.1),
                            card.part(0.1, 0.1, margin, card.height() - 0.2),
                            card.part(card.width() - margin, 0.1, margin - 0.1, card.height() - 0.2)))
                    .allMatch(page::blank);
        }
    }

    @ParameterizedTest
    @CsvSource({"a4-labels, 1, 18.8, 15.5, 50.8, 50.8", "a4-cards, 2, 105, 13.55, 85.6, 53.98"})
    void theNudgeMovesFrontsAndBacksAsOneSeesThem(
            String layout, int number, double x, double y, double width, double height) throws Exception {
        List<PrintedBadge> badge = Printout.badges(1);
        Scan still = Printout.of(layout, badge).page(number).scan(new Rect(x, y, width, height));
        Scan nudged = Printout.of(layout, new Nudge(2.5, -4), 1, badge)
                .page(number)
                .scan(new Rect(x + 2.5, y - 4, width, height));

        assertThat(still.left() + 33 * still.module() / 2).isCloseTo(x + width / 2, within(2 * HALF_A_DOT));
        assertThat(nudged.left() - still.left()).isCloseTo(2.5, within(2 * HALF_A_DOT));
        assertThat(nudged.top() - still.top()).isCloseTo(-4, within(2 * HALF_A_DOT));
    }

    @Test
    void aStartedSheetIsGoneOnWith() throws Exception {
        Printout printout = Printout.of("a4-labels", Nudge.NONE, 14, Printout.badges(3));

        assertThat(printout.pages()).isEqualTo(2);
        assertThat(printout.page(1).blank(new Rect(0, 0, 210, 15.5 + 4 * 53.8))).isTrue();
        assertThat(textIn(printout, 0, new Rect(18.8 + 60.8, 15.5 + 4 * 53.8, 50.8, 50.8)))
                .contains("Number1.");
        assertThat(textIn(printout, 0, new Rect(18.8 + 2 * 60.8, 15.5 + 4 * 53.8, 50.8, 50.8)))
                .contains("Number2.");
        assertThat(textIn(printout, 1, new Rect(18.8, 15.5, 50.8, 50.8))).contains("Number3.");
    }

    @Test
    void cropMarksStandAtTheEdgesOfTheCards() throws Exception {
        for (int number : new int[] {1, 2}) {
            Page page = Printout.of("a4-cards", Printout.badges(1)).page(number);
            assertThat(page.blank(new Rect(19.0, 6.0, 0.8, 5))).as("left edge").isFalse();
            assertThat(page.blank(new Rect(104.6, 6.0, 0.8, 5))).as("middle").isFalse();
            assertThat(page.blank(new Rect(190.2, 6.0, 0.8, 5)))
                    .as("right edge")
                    .isFalse();
            assertThat(page.blank(new Rect(12, 67.1, 5, 0.8)))
                    .as("first row's end")
                    .isFalse();
            assertThat(page.blank(new Rect(20, 6.0, 84, 5))).as("between").isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 16})
    void aPositionIsOnTheSheet(int position) {
        assertRefused("a4-labels", position, Printout.badges(1));
    }

    @Test
    void aFileHasOneTo500Badges() {
        PrintedBadge badge = Printout.badge("Jane");

        assertRefused("a4-labels", 1, List.of());
        assertRefused("a4-labels", 1, Collections.nCopies(501, badge));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "lower case", "BB1", "HTTPS://EXAMPLE.ORG", "\u00e4"})
    void onlyAPayloadIsPrinted(String payload) {
        assertRefused("a4-labels", 1, List.of(new PrintedBadge(payload, "K7M2-P4RX", "Jane", "", "")));
    }

    @Test
    void namesCanBeReadAndTheFontIsInTheFile() throws Exception {
        List<String> names = List.of(
                "Zoë Ångström-Łukasiewicz",
                "Nguyễn Thị Hồng",
                "Ελευθερία Παπαδοπούλου",
                "Владислав Щёголев",
                "Şule Çağlayan",
                "Grüffi O’Flaherty");
        Printout printout =
                Printout.of("a4-labels", names.stream().map(Printout::badge).toList());

        assertThat(printout.text(1)).contains(names);
        assertThat(fonts(printout)).isNotEmpty().allMatch(PDFont::isEmbedded);
    }

    @Test
    void lettersAndAccentsAreComposed() throws Exception {
        assertThat(Printout.of("cr80", List.of(Printout.badge("Zoe\u0308  A\u030Angstro\u0308m")))
                        .text(1))
                .contains("Zo\u00EB \u00C5ngstr\u00F6m");
    }

    @ParameterizedTest
    @CsvSource({
        "Arabic, Fatima \u0641\u0627\u0637\u0645\u0629, \u0641\u0627\u0637\u0645\u0629",
        "Hebrew that the font has, Dana \u05D3\u05E0\u05D4, \u05D3\u05E0\u05D4",
        "Devanagari, \u0905\u0928, \u0905\u0928",
        "Chinese, \u674E\u5A1C Li Na, \u674E\u5A1C",
        "emoji, Jane \uD83D\uDE80, \uD83D\uDE80",
        "an accent without a composed letter, x\u0302 Y, \u0302",
        "a control character, Jane\u0001Doe, '\u0001'",
        "an order of writing, Jane\u202Eeod, \u202E",
        "half a pair, Jane\uD83D, \uD83D"
    })
    void whatCannotBePrintedIsNamed(String what, String name, String characters) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        List<PrintedBadge> badges = new ArrayList<>(Printout.badges(3));
        badges.add(Printout.badge(name));
        UnprintableException refusal = catchThrowableOfType(
                UnprintableException.class,
                () -> BadgePdf.write(Layouts.find("cr80").orElseThrow(), Nudge.NONE, 1, badges, out));

        assertThat(refusal).as(what).isNotNull();
        assertThat(refusal.rows()).containsExactly(3);
        assertThat(refusal)
                .hasMessage("Not printable for " + name.replaceAll("\\p{C}", "?") + ": "
                        + characters
                                .codePoints()
                                .distinct()
                                .mapToObj(c -> String.format("U+%04X", c))
                                .collect(java.util.stream.Collectors.joining(", ")));
        assertThat(out.size()).isZero();
    }

    @Test
    void linesOtherThanTheNameAreLookedAtToo() {
        for (int line = 0; line < 3; line++) {
            PrintedBadge badge = new PrintedBadge(
                    Printout.badge("x").payload(),
                    line == 0 ? "\u674E" : "",
                    "Jane",
                    line == 1 ? "\u674E" : "",
                    line == 2 ? "\u674E" : "");
            UnprintableException refusal =
                    catchThrowableOfType(UnprintableException.class, () -> Printout.of("a4-labels", List.of(badge)));
            assertThat(refusal).hasMessage("Not printable for Jane: U+674E");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Maximilian Alexander Ferdinand von Hohenstein-Württemberg zu Sigmaringen und Hechingen",
                "Wolfeschlegelsteinhausenbergerdorffwelchevoralternwarengewissenhaft",
                "Pablo Diego José Francisco de Paula Juan Nepomuceno María de los Remedios Cipriano Ruiz Picasso"
            })
    void aLongNameIsPrintedWhole(String name) throws Exception {
        for (Layout layout : Layouts.all()) {
            Printout printout = Printout.of(layout.id(), List.of(Printout.badge(name)));

            assertThat(printout.text(1).replaceAll("\\s", "")).contains(name.replace(" ", ""));
        }
    }

    @Test
    void whatNeverFitsIsRefused() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        List<PrintedBadge> badges = List.of(
                Printout.badge("Jane"),
                Printout.badge("Name ".repeat(200)),
                Printout.badge("x"),
                Printout.badge("\u674E"));
        UnprintableException refusal = catchThrowableOfType(
                UnprintableException.class,
                () -> BadgePdf.write(Layouts.find("a4-labels").orElseThrow(), Nudge.NONE, 1, badges, out));

        assertThat(refusal.rows()).as("all of them at once").containsExactly(1, 3);
        assertThat(refusal).hasMessageContaining("Too long for Name Name").hasMessageContaining("U+674E");
        assertThat(out.size()).isZero();
    }

    @Test
    void theFileSaysNothingAboutItself() throws Exception {
        PrintedBadge badge = Printout.badge("Jane");
        Printout printout = Printout.of("cr80", List.of(badge));

        try (PDDocument document = printout.open()) {
            assertThat(document.getDocumentInformation().getCOSObject().keySet())
                    .containsExactly(COSName.PRODUCER);
            assertThat(document.getDocumentInformation().getProducer()).isEqualTo("BlokBadge");
            assertThat(document.getDocumentCatalog().getMetadata()).isNull();
        }
        assertThat(new String(printout.file(), StandardCharsets.ISO_8859_1))
                .doesNotContain("Jane", badge.payload(), badge.serial());
    }

    @Test
    void printersAreAskedToKeepTheSizeAndTurnOverTheLongEdge() throws Exception {
        try (PDDocument document = Printout.of("a4-cards", Printout.badges(1)).open()) {
            var preferences = document.getDocumentCatalog().getViewerPreferences();
            assertThat(preferences.getPrintScaling()).isEqualTo("None");
            assertThat(preferences.getDuplex()).isEqualTo("DuplexFlipLongEdge");
            assertThat(document.getPage(0).getMediaBox().getWidth()).isCloseTo(595.276f, within(0.001f));
        }
        try (PDDocument document = Printout.of("cr80", Printout.badges(1)).open()) {
            assertThat(document.getPage(0).getMediaBox().getWidth()).isCloseTo(242.646f, within(0.001f));
            assertThat(document.getPage(0).getMediaBox().getHeight()).isCloseTo(153.014f, within(0.001f));
        }
    }

    @Test
    void theStreamStaysOpen() throws Exception {
        boolean[] closed = new boolean[1];
        ByteArrayOutputStream out = new ByteArrayOutputStream() {
            @Override
            public void close() throws IOException {
                closed[0] = true;
            }
        };
        BadgePdf.write(Layouts.find("cr80").orElseThrow(), Nudge.NONE, 1, Printout.badges(1), out);

        assertThat(closed[0]).isFalse();
        assertThat(out.toString(StandardCharsets.ISO_8859_1))
                .startsWith("%PDF-")
                .endsWith("%%EOF\n");
    }

    @Test
    void secretsAreNotInItsWords() {
        PrintedBadge badge = Printout.badge("Jane");

        assertThat(badge.toString()).doesNotContain(badge.payload()).contains(badge.serial());
    }

    private static void assertRefused(String layout, int position, List<PrintedBadge> badges) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> BadgePdf.write(Layouts.find(layout).orElseThrow(), Nudge.NONE, position, badges, out));
        assertThat(out.size()).isZero();
    }

    /** Text of which every letter lies in the place. */
    private static String textIn(Printout printout, int page, Rect place) throws IOException {
        StringBuilder text = new StringBuilder();
        try (PDDocument document = printout.open()) {
            PDFTextStripper stripper = new PDFTextStripper() {
                @Override
                protected void writeString(String line, List<TextPosition> letters) {
                    boolean inside = letters.stream()
                            .allMatch(letter -> millimetres(letter.getX()) >= place.x()
                                    && millimetres(letter.getX() + letter.getWidth()) <= place.right()
                                    && millimetres(letter.getY() - letter.getHeight()) >= place.y()
                                    && millimetres(letter.getY()) <= place.bottom());
                    text.append(inside ? line + "\n" : "");
                }
            };
            stripper.setStartPage(page + 1);
            stripper.setEndPage(page + 1);
            stripper.getText(document);
        }
        return text.toString();
    }

    private static double millimetres(double points) {
        return points * 25.4 / 72;
    }

    private static List<PDFont> fonts(Printout printout) throws IOException {
        List<PDFont> fonts = new ArrayList<>();
        try (PDDocument document = printout.open()) {
            for (PDPage page : document.getPages()) {
                for (COSName name : page.getResources().getFontNames()) {
                    fonts.add(page.getResources().getFont(name));
                }
            }
        }
        return fonts;
    }
}
