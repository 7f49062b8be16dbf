package io.bloksec.keycloak.it.badge;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import io.bloksec.keycloak.it.house.Chromium;
import io.bloksec.keycloak.it.house.Poppler;
import io.bloksec.keycloak.it.house.Settings;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ordered, printed, measured, scanned, signed in: what people hold in their hands is what the server issued, for each of five hundred. */
class BadgePrintIT {

    private static final int PEOPLE = 500;
    private static final int MEASURED = 20;
    private static final int DPI = 300;
    /** One dot of the picture: what a ruler of dots cannot tell. */
    private static final double DOT = 25.4 / DPI;

    private static final List<String> NAMES = List.of("Zoë", "Łukasz", "Ελένη", "Борис", "Jane", "Çağla", "Siân");

    private static BadgeRealm ward;

    @TempDir
    static Path directory;

    @BeforeAll
    static void open() {
        ward = BadgeRealm.create("badge-print");
        ward.settings(Map.of("mails", false));
    }

    @AfterAll
    static void close() {
        ward.close();
    }

    @Test
    void fiveHundredAreOnPaperAsTheyWereOrderedAndOneSignsIn() throws IOException {
        List<String> names = people();
        JsonNode rows = ward.realm
                .admin()
                .post(
                        ward.realm.path("blokbadge/orders"),
                        Map.of(
                                "rows",
                                names.stream()
                                        .map(name -> Map.of("person", name))
                                        .toList()))
                .get("rows");
        Path pdf = print("badges", Map.of("layout", "a4-cards", "badges", payloads(rows)));
        Path letters = print("letters", Map.of("letters", codes(rows)));

        assertThat(Poppler.fonts(pdf)).isNotEmpty().allMatch(font -> font.contains(" yes yes "));
        assertThat(Poppler.information(pdf) + Poppler.information(letters))
                .doesNotContain("Jane")
                .doesNotContain("Author:")
                .doesNotContain("Title:");
        whoIsOnEachFrontIsInTheCodeBehindIt(pdf, rows);
        theLettersAreInTheSameOrder(letters, rows);
        oneSignsIn(pdf, rows);
    }

    private static void whoIsOnEachFrontIsInTheCodeBehindIt(Path pdf, JsonNode rows) {
        Sheet sheet = Sheet.named("a4-cards");
        List<List<Poppler.Word>> words = Poppler.words(pdf);
        assertThat(words).hasSize(PEOPLE / 5);
        BufferedImage back = null;
        for (int i = 0; i < PEOPLE; i++) {
            JsonNode badge = rows.get(i).get("badge");
            int place = i % 10;
            if (place == 0) {
                // One at a time: fifty of them are half a gigabyte.
                back = page(pdf, i / 5 + 2);
            }
            String front = words.get(i / 10 * 2).stream()
                    .filter(word -> sheet.isOn(place, word.x(), word.y()))
                    .map(Poppler.Word::text)
                    .collect(Collectors.joining(" "));
            assertThat(front)
                    .contains(
                            rows.get(i).get("person").get("name").asText(),
                            badge.get("serial").asText());
            PrintedCard card = new PrintedCard(sheet.back(back, place), DPI);
            assertThat(card.text())
                    .as("card " + i)
                    .isEqualTo(badge.get("payload").asText());
            if (i < MEASURED) {
                measure(card, sheet.module);
            }
        }
    }

    /** @param number from 1 */
    private static BufferedImage page(Path pdf, int number) {
        String only = String.valueOf(number);
        return Poppler.pages(pdf, DPI, "-f", only, "-l", only).get(0);
    }

    private static void measure(PrintedCard card, double module) {
        assertThat(card.module()).isCloseTo(module, within(0.01));
        assertThat(card.quietModules()).as("quiet zone, modules").isGreaterThanOrEqualTo(4 - DOT / module);
        for (double margin : card.margins()) {
            assertThat(margin).as("edge of the card to the code").isGreaterThanOrEqualTo(4 * module + 3 - 2 * DOT);
        }
        assertThat(card.greyShare()).as("dots that are neither ink nor paper").isLessThan(0.01);
    }

    private static void theLettersAreInTheSameOrder(Path letters, JsonNode rows) {
        List<List<Poppler.Word>> pages = Poppler.words(letters);
        assertThat(pages).hasSize(PEOPLE);
        for (int i = 0; i < PEOPLE; i++) {
            JsonNode badge = rows.get(i).get("badge");
            assertThat(pages.get(i).stream().map(Poppler.Word::text).collect(Collectors.joining(" ")))
                    .as("letter " + i)
                    .contains(badge.get("serial").asText(), badge.get("code").asText());
        }
    }

    /** From the page that was printed, through the camera, with the code of the letter. */
    private static void oneSignsIn(Path pdf, JsonNode rows) throws IOException {
        JsonNode row = rows.get(4);
        BufferedImage card = Sheet.named("a4-cards").back(page(pdf, 2), 4);
        Path film = directory.resolve("card.mjpeg");
        BadgeFilm.of(card, film);
        try (Chromium chromium = Chromium.openWith(
                "--use-fake-device-for-media-stream",
                "--use-fake-ui-for-media-stream",
                "--use-file-for-fake-video-capture=" + film)) {
            Page page = chromium.newPage();
            page.route(
                    url -> url.startsWith(BadgeRealm.CALLBACK),
                    route -> route.fulfill(new com.microsoft.playwright.Route.FulfillOptions().setBody("arrived")));
            page.navigate(ward.authorization().toString());
            page.locator("#blokbadge-camera-on").click();
            assertThat(page.locator("#blokbadge-choose [data-name]"))
                    .hasText(
                            Pattern.compile(NAMES.get(4) + ".*"),
                            new LocatorAssertions.HasTextOptions().setTimeout(15_000));
            page.locator("#blokbadge-code").fill(row.get("badge").get("code").asText());
            page.locator("#blokbadge-new").fill(BadgeRealm.PIN);
            page.locator("#blokbadge-again").fill(BadgeRealm.PIN);
            page.getByText("Save and sign in").click();
            page.waitForURL(url -> url.startsWith(BadgeRealm.CALLBACK));
        }
    }

    @Test
    void labelsAndCardsOfEveryLayoutAreInTheirMeasures() {
        JsonNode issued = ward.issue(ward.person("layouts"));
        for (String name : List.of("cr80", "letter-cards", "a4-labels", "letter-labels")) {
            Sheet sheet = Sheet.named(name);
            Map<String, Object> order = new LinkedHashMap<>();
            order.put("layout", name);
            order.put("badges", List.of(Map.of("payload", issued.get("payload").asText())));
            order.put("nudge", name.equals("cr80") ? Map.of() : Map.of("x", 1.5, "y", -0.5));
            order.put("position", name.endsWith("labels") ? 3 : 1);
            List<BufferedImage> pages = Poppler.pages(print(name, order, "badges"), DPI);
            assertThat(pages).hasSize(sheet.twoSided ? 2 : 1);
            BufferedImage page = pages.get(pages.size() - 1);
            int place = name.endsWith("labels") ? 2 : 0;
            PrintedCard straight = new PrintedCard(
                    name.equals("cr80")
                            ? page
                            : sheet.twoSided ? sheet.back(page, place, 1.5, -0.5) : sheet.front(page, place, 1.5, -0.5),
                    DPI);
            assertThat(straight.text()).as(name).isEqualTo(issued.get("payload").asText());
            assertThat(straight.module()).as(name).isCloseTo(sheet.module, within(0.01));
            assertThat(straight.quietModules()).as(name).isGreaterThanOrEqualTo(4 - DOT / sheet.module);
        }
    }

    @Test
    void oneCodeForADesigner() throws IOException {
        JsonNode issued = ward.issue(ward.person("designer"));
        String payload = issued.get("payload").asText();
        byte[] png = file("print/code", Map.of("payload", payload, "format", "png", "module", 1.0))
                .body();
        BufferedImage picture = ImageIO.read(new ByteArrayInputStream(png));
        assertThat(new PrintedCard(picture, DPI).text()).isEqualTo(payload);
        String svg = new String(
                file("print/code", Map.of("payload", payload, "format", "svg", "module", 1.0))
                        .body(),
                StandardCharsets.UTF_8);
        assertThat(svg).contains("width=\"41.000mm\"").doesNotContain("<script");
        for (Map<String, Object> bad : List.<Map<String, Object>>of(
                Map.of("payload", payload, "format", "gif"),
                Map.of("payload", payload, "format", "svg", "module", 0.1),
                Map.of("payload", payload + "X", "format", "svg"))) {
            assertThat(file("print/code", bad).statusCode()).as(bad.toString()).isEqualTo(400);
        }
    }

    @Test
    void onlyWhatWasIssuedIsPrintedAndNothingIsKept() {
        String person = ward.person("reprint");
        JsonNode issued = ward.issue(person);
        Map<String, Object> order = Map.of(
                "layout",
                "cr80",
                "badges",
                List.of(Map.of("payload", issued.get("payload").asText())));
        HttpResponse<byte[]> answer = file("print/badges", order);
        assertThat(answer.headers().firstValue("Cache-Control")).contains("no-store");
        assertThat(answer.headers().firstValue("Content-Disposition")).contains("attachment; filename=\"badges.pdf\"");
        String event =
                ward.realm.admin().get(ward.realm.path("admin-events?max=5")).toString();
        assertThat(event)
                .contains("printed", issued.get("serial").asText())
                .doesNotContain(issued.get("payload").asText());
        // The same id with another half is no badge of ours: nothing says whose id it is.
        String forged = PaperBadge.textOf(ward.id, issued.get("id").asText(), "00".repeat(20));
        assertThat(file("print/badges", Map.of("layout", "cr80", "badges", List.of(Map.of("payload", forged))))
                        .statusCode())
                .isEqualTo(404);
        ward.realm.admin().delete(ward.path(person, "/" + issued.get("id").asText()));
        assertThat(file("print/badges", order).statusCode()).isEqualTo(409);
        for (Map<String, Object> bad : List.<Map<String, Object>>of(
                Map.of("layout", "a3", "badges", order.get("badges")),
                Map.of("layout", "cr80"),
                Map.of("layout", "cr80", "badges", List.of()),
                Map.of("layout", "cr80", "nudge", Map.of("x", 11), "badges", order.get("badges")),
                Map.of("layout", "cr80", "nudge", Map.of("x", "far"), "badges", order.get("badges")),
                Map.of("layout", "cr80", "badges", List.of(Map.of("payload", "BB1"))))) {
            assertThat(file("print/badges", bad).statusCode())
                    .as(bad.toString())
                    .isIn(400, 409);
        }
    }

    @Test
    void aNameThatCannotBeSetIsRefusedAloud() {
        String person = ward.person("calligraphy");
        ward.realm.updateUser(person, user -> user.put("firstName", "محمد"));
        JsonNode issued = ward.issue(person);
        HttpResponse<byte[]> answer = file(
                "print/badges",
                Map.of(
                        "layout",
                        "cr80",
                        "badges",
                        List.of(Map.of("payload", issued.get("payload").asText()))));
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(new String(answer.body(), StandardCharsets.UTF_8)).contains("unprintable", "U+0645");
    }

    /** Of three people one has a name that cannot be set: that one is named by id, as are those whose badge has ended meanwhile. */
    @Test
    void whatHoldsTheOthersUpIsNamed() throws IOException {
        String strange = ward.person("strange");
        ward.realm.updateUser(strange, user -> user.put("lastName", "\u674E"));
        List<JsonNode> issued = Stream.of(ward.person("one"), strange, ward.person("three"))
                .map(ward::issue)
                .toList();
        HttpResponse<byte[]> answer = file("print/badges", sheet(issued));
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(refused(answer)).containsExactly(issued.get(1).get("id").asText());
        assertThat(file("print/letters", letters(issued)).statusCode()).isEqualTo(400);

        ward.realm
                .admin()
                .delete(ward.path(strange, "/" + issued.get(1).get("id").asText()));
        answer = file("print/badges", sheet(issued));
        assertThat(answer.statusCode()).isEqualTo(409);
        assertThat(refused(answer)).containsExactly(issued.get(1).get("id").asText());
        assertThat(refused(file("print/letters", letters(issued))))
                .containsExactly(issued.get(1).get("id").asText());
        assertThat(file("print/badges", sheet(List.of(issued.get(0), issued.get(2))))
                        .statusCode())
                .isEqualTo(200);
    }

    private static Map<String, Object> sheet(List<JsonNode> issued) {
        return Map.of(
                "layout",
                "cr80",
                "badges",
                issued.stream()
                        .map(badge -> Map.of("payload", badge.get("payload").asText()))
                        .toList());
    }

    private static Map<String, Object> letters(List<JsonNode> issued) {
        return Map.of(
                "letters",
                issued.stream()
                        .map(badge -> Map.of(
                                "badge",
                                badge.get("id").asText(),
                                "code",
                                badge.get("code").asText()))
                        .toList());
    }

    private static List<String> refused(HttpResponse<byte[]> answer) throws IOException {
        List<String> ids = new ArrayList<>();
        new com.fasterxml.jackson.databind.ObjectMapper()
                .readTree(answer.body())
                .get("badges")
                .forEach(id -> ids.add(id.asText()));
        return ids;
    }

    @Test
    void theRulerPageIsAMeasure() {
        Path page = write(
                "ruler",
                ward.realm.admin().bytes("GET", ward.realm.path("blokbadge/print/ruler?layout=a4-labels&x=2"), null));
        assertThat(Poppler.pages(page, 100)).hasSize(1);
        assertThat(Poppler.words(page).get(0).toString()).contains("100");
        assertThat(ward.realm
                        .admin()
                        .send("GET", ward.realm.path("blokbadge/print/ruler?layout=none"), null)
                        .statusCode())
                .isEqualTo(400);
    }

    /** Names as a hospital has them, made in one call. */
    private static List<String> people() {
        List<Map<String, Object>> users = new ArrayList<>();
        for (int i = 0; i < PEOPLE; i++) {
            users.add(Map.of(
                    "username",
                    String.format("p%03d", i),
                    "enabled",
                    true,
                    "firstName",
                    NAMES.get(i % NAMES.size()),
                    "lastName",
                    "N" + i,
                    "email",
                    "p" + i + "@ward.example"));
        }
        ward.realm.admin().post(ward.realm.path("partialImport"), Map.of("ifResourceExists", "FAIL", "users", users));
        return users.stream().map(user -> (String) user.get("username")).toList();
    }

    private static List<Map<String, String>> payloads(JsonNode rows) {
        return IntStream.range(0, rows.size())
                .mapToObj(i -> Map.of(
                        "payload", rows.get(i).get("badge").get("payload").asText()))
                .toList();
    }

    private static List<Map<String, String>> codes(JsonNode rows) {
        return IntStream.range(0, rows.size())
                .mapToObj(i -> rows.get(i).get("badge"))
                .map(badge -> Map.of(
                        "badge",
                        badge.get("id").asText(),
                        "code",
                        badge.get("code").asText()))
                .toList();
    }

    private static Path print(String what, Map<String, Object> order) {
        return print(what, new HashMap<>(order), what);
    }

    private static Path print(String name, Map<String, Object> order, String what) {
        return write(name, file("print/" + what, order));
    }

    private static Path write(String name, HttpResponse<byte[]> answer) {
        assertThat(answer.statusCode())
                .as(new String(answer.body(), StandardCharsets.UTF_8).substring(0, Math.min(300, answer.body().length)))
                .isEqualTo(200);
        Path file = directory.resolve(name + ".pdf");
        try {
            Files.write(file, answer.body());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        return file;
    }

    private static HttpResponse<byte[]> file(String route, Map<String, Object> body) {
        return ward.realm.admin().bytes("POST", ward.realm.path("blokbadge/" + route), body);
    }

    /** The measures that the documentation names, read from where the product keeps them. */
    private record Sheet(
            double left,
            double top,
            double pitchX,
            double pitchY,
            double width,
            double height,
            int columns,
            double page,
            double module,
            boolean twoSided) {

        static Sheet named(String id) {
            Path file = Settings.project()
                    .resolve("badge-authenticator/src/main/resources/io/bloksec/keycloak/badge/print/layouts.json");
            try {
                for (JsonNode each :
                        new com.fasterxml.jackson.databind.ObjectMapper().readTree(Files.readString(file))) {
                    if (each.get("id").asText().equals(id)) {
                        return new Sheet(
                                each.get("left").asDouble(),
                                each.get("top").asDouble(),
                                each.get("pitchX").asDouble(),
                                each.get("pitchY").asDouble(),
                                each.get("width").asDouble(),
                                each.get("height").asDouble(),
                                each.get("columns").asInt(),
                                each.get("pageWidth").asDouble(),
                                each.get("moduleDots").asInt()
                                        * 25.4
                                        / each.get("printerDots").asInt(),
                                each.get("twoSided").asBoolean());
                    }
                }
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
            throw new IllegalArgumentException("No layout " + id);
        }

        boolean isOn(int place, double x, double y) {
            double cardX = left + place % columns * pitchX;
            double cardY = top + place / columns * pitchY;
            return x >= cardX && x < cardX + width && y >= cardY && y < cardY + height;
        }

        BufferedImage front(BufferedImage sheet, int place, double x, double y) {
            return cut(sheet, left + place % columns * pitchX + x, top + place / columns * pitchY + y);
        }

        BufferedImage back(BufferedImage sheet, int place) {
            return back(sheet, place, 0, 0);
        }

        /** Turned over its long edge what was left is right; a printer that is off is off the same way on both sides. */
        BufferedImage back(BufferedImage sheet, int place, double x, double y) {
            return cut(sheet, page - (left + place % columns * pitchX) - width + x, top + place / columns * pitchY + y);
        }

        private BufferedImage cut(BufferedImage sheet, double x, double y) {
            double dots = DPI / 25.4;
            return sheet.getSubimage(
                    (int) Math.round(x * dots), (int) Math.round(y * dots), (int) Math.round(width * dots), (int)
                            Math.round(height * dots));
        }
    }
}
