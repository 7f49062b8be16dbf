package io.bloksec.keycloak.it.badge;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.microsoft.playwright.APIResponse;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.FilePayload;
import io.bloksec.keycloak.it.house.Chromium;
import io.bloksec.keycloak.it.house.Kcadm;
import io.bloksec.keycloak.it.house.KeycloakLogin;
import io.bloksec.keycloak.it.house.Poppler;
import io.bloksec.keycloak.it.house.Settings;
import io.bloksec.keycloak.it.house.UserSpec;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A ward's manager at the badge office: for the people of the night shift, and for nobody else. */
class BadgeOfficeIT {

    private static final String SHIFT = "night shift";
    private static final UserSpec MANAGER = UserSpec.named("maria").name("Maria", "Manager");
    private static final UserSpec LOOKER = UserSpec.named("looker").name("Luc", "Looker");
    private static final UserSpec STRANGER = UserSpec.named("stranger");
    private static final String HOSTILE = "<img src=x onerror=alert(1)>";
    private static final Pattern SECRET = Pattern.compile("BB1[A-Z0-9+/=_-]{20,}|[0-9]{4} [0-9]{4}");

    private static final Pattern ORDERS = Pattern.compile("/blokbadge/orders$");
    private static final Pattern TOKENS = Pattern.compile("/openid-connect/token$");
    /** Before any answer can come. */
    private static final String TWICE = "button => { button.click(); button.click(); }";

    private static BadgeRealm ward;
    private static String group;
    private static String manager;
    private static int crowd;

    @TempDir
    static Path directory;

    private Chromium chromium;
    private Page page;

    @BeforeAll
    static void aWard() throws IOException {
        ward = BadgeRealm.create("badge-office");
        ward.realm.update(realm -> realm.put("displayName", "St. Blok Hospital"));
        group = ward.realm.admin().create(ward.realm.path("groups"), Map.of("name", SHIFT));
        takeAnyName();
        member("robin", "Robin", "Berg");
        member("ana", "Ana", "Muñoz");
        member("hostile", HOSTILE, "Berg");
        ward.person("outsider");
        manager = ward.realm.createUser(MANAGER);
        try (Kcadm kcadm = Kcadm.loggedIn()) {
            kcadm.script(guide().replaceAll("\\bcorp\\b", ward.realm.name()));
        }
        looksAfterTheGroup(ward.realm.createUser(LOOKER));
        ward.realm.createUser(STRANGER);
    }

    @AfterAll
    static void close() {
        ward.close();
    }

    @AfterEach
    void closeBrowser() {
        chromium.close();
    }

    @Test
    void findsTheShiftsPeopleAndNobodyElse() {
        String tom = member("tom", "Tom", "Teller");
        PaperBadge decoy = ward.paper(ward.issue(tom, "kind", "decoy"));
        ward.page().scan(decoy);
        String waiting = serial(ward.issue(member("wanda", "Wanda", "Waits")));
        open("console/#badges");

        assertThat(row("Robin Berg")).hasCount(1);
        assertThat(page.locator("badges-page")).not().containsText("outsider");
        assertThat(row(HOSTILE).locator("bdi").first()).hasText(HOSTILE + " Berg");
        assertThat(page.locator("nav a[aria-current=page]")).hasText("Badges");
        assertThat(page.locator(".banner")).containsText("raises an alarm");
        check("office-list");

        page.locator(".banner a").click();
        assertThat(row("Tom Teller")).containsText("Somebody tried the decoy");
        assertThat(rows()).hasCount(1);
        assertThat(page).hasURL(Pattern.compile(".*\\?state=alarm#badges$"));
        person("Tom Teller");
        act("Alarm looked after");
        assertThat(dialog().locator("[role=status]")).containsText("is looked after");
        page.keyboard().press("Escape");
        assertThat(page.locator(".banner")).hasCount(0);

        page.locator("select[name=state]").selectOption("");
        page.getByLabel("Group").fill(SHIFT);
        assertThat(page).hasURL(Pattern.compile(".*\\?group=" + group + "#badges$"));
        page.getByRole(AriaRole.SEARCHBOX).fill(waiting);
        assertThat(rows()).hasCount(1);
        page.reload();
        assertThat(row("Wanda Waits")).containsText("Waits for its first PIN");
        assertThat(page.getByLabel("Group")).hasValue(SHIFT);
        chromium.assertNoProblems();
    }

    /** From the search to badge and letter without a mouse; and what is on the paper is nowhere else. */
    @Test
    void issuesAndPrintsByKeyboardAlone() throws IOException {
        String ida = member("ida", "Ida", "Issue");
        open("console/#badges");
        page.getByRole(AriaRole.SEARCHBOX).focus();
        page.keyboard().type("ida");
        assertThat(rows()).hasCount(1);
        tabTo("Ida Issue");
        page.keyboard().press("Enter");
        assertThat(dialog().locator("select").first()).isFocused();
        check("office-person-empty");
        tabTo("Issue the badge");
        page.keyboard().press("Enter");
        assertThat(page.locator("#print-title")).isFocused();
        check("office-print");
        assertThat(leavingIsHeldUp()).isTrue();

        tabTo("Badge (PDF)");
        Download badge = page.waitForDownload(() -> page.keyboard().press("Enter"));
        assertThat(start(badge)).isEqualTo("%PDF");
        assertThat(focused()).isEqualTo("Badge (PDF)");
        assertThat(leavingIsHeldUp()).as("the letter is not saved").isTrue();
        page.keyboard().press("Tab");
        Download letter = page.waitForDownload(() -> page.keyboard().press("Enter"));
        assertThat(start(letter)).isEqualTo("%PDF");
        assertThat(leavingIsHeldUp()).isFalse();
        Download picture = page.waitForDownload(() -> button("SVG").click());
        assertThat(Files.readString(picture.path())).contains("<svg");
        Download ruler = page.waitForDownload(() -> button("Ruler page (PDF)").click());
        assertThat(start(ruler)).isEqualTo("%PDF");
        page.getByRole(AriaRole.COMBOBOX, new Page.GetByRoleOptions().setName("Layout"))
                .selectOption("a4-labels");
        page.getByLabel("First free place on the sheet").fill("3");
        Poppler.Word straight = nameOnTheThirdLabel(
                page.waitForDownload(() -> button("Badge (PDF)").click()));
        page.getByLabel("Move right (mm)").fill("0.4");
        Poppler.Word nudged = nameOnTheThirdLabel(
                page.waitForDownload(() -> button("Badge (PDF)").click()));
        assertThat(nudged.x() - straight.x()).isCloseTo(0.4, within(0.05));
        assertThat(nudged.y()).isCloseTo(straight.y(), within(0.05));
        keepsNoSecret();
        assertThat(page.evaluate("localStorage.getItem('console.nudge.a4-labels')"))
                .isEqualTo("{\"x\":0.4,\"y\":0}");

        button("Done, forget them").click();
        assertThat(page.locator(".print")).hasCount(0);
        assertThat(ward.badges(ida)).hasSize(1);
        chromium.assertNoProblems();
    }

    /** All that is printed is on the label at the right of the first row: layouts.json has its measures. */
    private static Poppler.Word nameOnTheThirdLabel(Download labels) {
        List<Poppler.Word> words = Poppler.words(labels.path()).get(0);
        assertThat(words)
                .isNotEmpty()
                .allMatch(word -> word.x() > 18.8 + 2 * 60.8 && word.x() < 18.8 + 2 * 60.8 + 50.8)
                .allMatch(word -> word.y() > 15.5 && word.y() < 15.5 + 50.8);
        return words.stream()
                .filter(word -> word.text().equals("Ida"))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void measuresThePrinterBeforeTheFirstBadge() throws IOException {
        open("console/?search=robin#badges");
        button("Paper and printer").click();
        dialog().getByRole(AriaRole.COMBOBOX, named("Layout")).selectOption("letter-labels");
        assertThat(dialog().getByLabel("First free place on the sheet")).isHidden();
        dialog().getByLabel("Move down (mm)").fill("-1.5");
        Download ruler = page.waitForDownload(() -> act("Ruler page (PDF)"));
        assertThat(start(ruler)).isEqualTo("%PDF");
        check("office-printer");
        page.keyboard().press("Escape");
        assertThat(button("Paper and printer")).isFocused();

        member("prim", "Prim", "Printed");
        page.getByRole(AriaRole.SEARCHBOX).fill("prim");
        person("Prim Printed");
        act("Issue the badge");
        assertThat(page.getByLabel("Layout")).hasValue("letter-labels");
        assertThat(page.getByLabel("Move down (mm)")).hasValue("-1.5");
        chromium.assertNoProblems();
    }

    /** One name that cannot be printed, one badge that ends meanwhile: the others are on paper all the same. */
    @Test
    void leavesOutWhatCannotBePrintedAndPrintsTheOthers() {
        member("trio-tilda", "Tilda", "Trio");
        String layla = member("trio-layla", "\u0644\u064A\u0644\u0649", "Trio");
        String theo = member("trio-theo", "Theo", "Trio");
        open("console/?search=trio#badges");
        assertThat(rows()).hasCount(3);
        page.getByLabel("Select all shown").check();
        issueTo(3);
        act("On to printing");

        Locator said = page.locator(".print [role=status]");
        button("3 badges (PDF)").click();
        assertThat(said)
                .hasText(Pattern.compile("This cannot be printed as it is written: .*U\\+0644.*"
                        + " Left out, so that the others can be printed: \u0644\u064A\u0644\u0649 Trio \\S+"));
        assertThat(button("2 badges (PDF)")).isFocused();
        assertThat(names(page.waitForDownload(() -> button("2 badges (PDF)").click())))
                .contains("Tilda", "Theo");

        // Somebody else, at another desk.
        ward.realm
                .admin()
                .delete(ward.path(theo, "/" + ward.badges(theo).get(0).get("id").asText()));
        button("2 letters with codes (PDF)").click();
        assertThat(said)
                .hasText(Pattern.compile("It has changed meanwhile: look again\\..*"
                        + " Left out, so that the others can be printed: Theo Trio \\S+"));
        assertThat(button("Letter with the code (PDF)")).isFocused();
        button("2 badges (PDF)").click();
        assertThat(said).containsText("Theo Trio");
        assertThat(names(page.waitForDownload(() -> button("Badge (PDF)").click())))
                .contains("Tilda")
                .doesNotContain("Theo");

        ObjectNode mended = (ObjectNode) ward.realm.admin().get(ward.realm.path("users/" + layla));
        ward.realm.admin().put(ward.realm.path("users/" + layla), mended.put("firstName", "Layla"));
        button("Print again").click();
        assertThat(names(page.waitForDownload(() -> button("2 badges (PDF)").click())))
                .contains("Tilda", "Layla");
    }

    private static List<String> names(Download badges) {
        return Poppler.words(badges.path()).stream()
                .flatMap(List::stream)
                .map(Poppler.Word::text)
                .toList();
    }

    @Test
    void replacesLendsAndResets() {
        String lea = member("lea", "Lea", "Loses");
        String lost = ward.active(lea).bid;
        open("console/?search=lea#badges");
        person("Lea Loses");
        check("office-person");
        act("Replace a lost badge");
        assertThat(dialog().locator(".asked")).containsText("Lea Loses");
        act("Revoke and issue a new one");
        assertThat(page.locator("#print-title")).isFocused();
        assertThat(page.locator(".print")).containsText("Lea Loses");
        assertThat(state(lea, lost)).isEqualTo("revoked");

        person("Lea Loses");
        dialog().getByRole(AriaRole.COMBOBOX, named("Badge")).selectOption("temporary");
        assertThat(dialog().getByLabel("Hours (1 to 12)")).hasValue("8");
        dialog().getByLabel("Hours (1 to 12)").fill("2");
        act("Issue the badge");
        assertThat(page.locator(".print")).containsText("2 badges (PDF)");
        JsonNode temporary = with(lea, "kind", "temporary");
        assertThat(temporary.get("expires").asLong()
                        - temporary.get("notBefore").asLong())
                .isEqualTo(7_200);

        person("Lea Loses");
        dialog().getByRole(AriaRole.COMBOBOX, named("Badge")).selectOption("decoy");
        assertThat(dialog().getByLabel("Activation code")).isHidden();
        act("Issue the badge");
        assertThat(page.locator(".print")).containsText("3 badges (PDF)");
        assertThat(row("Lea Loses")).containsText("Lies in wait");

        // Two of them lie in wait as well as one.
        person("Lea Loses");
        dialog().getByRole(AriaRole.COMBOBOX, named("Badge")).selectOption("decoy");
        act("Issue the badge");
        assertThat(page.locator(".print")).containsText("4 badges (PDF)");
        page.onceDialog(com.microsoft.playwright.Dialog::accept);
        button("Done, forget them").click();

        // Somebody typed a wrong PIN, and nobody knows who.
        String rita = member("rita", "Rita", "Resets");
        PaperBadge badge = ward.active(rita);
        BadgePage wrong = ward.page();
        wrong.scan(badge);
        wrong.pin("00000000");
        page.getByRole(AriaRole.SEARCHBOX).fill("rita");
        person("Rita Resets");
        act("Reset the PIN");
        assertThat(dialog().getByText("Did this person type the wrong PINs?")).isVisible();
        assertThat(dialog().getByRole(AriaRole.RADIO).first()).isChecked();
        check("office-reset");
        dialog().getByRole(AriaRole.RADIO).last().check();
        act("Go on");
        assertThat(page.locator(".print")).containsText("Letter with the code (PDF)");
        assertThat(state(rita, badge.bid)).isEqualTo("reset_pending");
        assertThat(row("Rita Resets")).containsText("Waits for another PIN");

        person("Rita Resets");
        act("Suspend");
        assertThat(dialog().locator("[role=status]").first()).containsText("is suspended");
        act("Resume");
        assertThat(dialog().locator("[role=status]").first()).containsText("is in use again");
        act("Revoke");
        act("Yes, revoke for ever");
        assertThat(dialog().locator("[role=status]").first()).containsText("is revoked");
        assertThat(state(rita, badge.bid)).isEqualTo("revoked");
        chromium.assertNoProblems();
    }

    /** A table is looked through before anything is done; what can be done is done, with the rest to be mended. */
    @Test
    void issuesATable() throws IOException {
        StringBuilder csv = new StringBuilder("person;kind;hours\nnobody-here;;\noutsider;;\n");
        for (int i = 0; i < 25; i++) {
            member("csv" + i, "Casey", "No " + i);
            csv.append("csv").append(i).append(";temporary;4\n");
        }
        open("console/?search=ana#badges");
        button("Issue from a CSV file").click();
        // What a spreadsheet calls Unicode.
        dialog().locator("input[type=file]")
                .setInputFiles(new FilePayload(
                        "unicode.txt",
                        "text/plain",
                        "\uFEFFperson\tkind\r\nana\tstandard\r\n".getBytes(StandardCharsets.UTF_16LE)));
        act("Check first");
        assertThat(dialog().getByRole(AriaRole.HEADING, named("1 can be issued, 0 cannot")))
                .isFocused();
        act("Back");
        dialog().locator("input[type=file]")
                .setInputFiles(
                        new FilePayload("shift.csv", "text/csv", csv.toString().getBytes(StandardCharsets.UTF_8)));
        act("Check first");
        assertThat(dialog().getByRole(AriaRole.HEADING, named("25 can be issued, 2 cannot")))
                .isFocused();
        assertThat(dialog().locator("tr.failed")).hasCount(2);
        check("office-bulk");
        assertThat(ward.realm
                        .admin()
                        .get(ward.realm.path("blokbadge/people?search=csv7"))
                        .toString())
                .contains("\"badges\":[]");

        act("Issue 25 badges");
        assertThat(dialog().getByRole(AriaRole.HEADING, named("25 issued, 0 not")))
                .isFocused();
        act("On to printing");
        assertThat(page.locator("#print-title")).isFocused();
        Download badges = page.waitForDownload(() -> button("25 badges (PDF)").click());
        assertThat(start(badges)).isEqualTo("%PDF");
        // A slip of the finger moves no badge off its card.
        page.getByLabel("Move right (mm)").fill("99");
        button("25 badges (PDF)").click();
        assertThat(page.getByLabel("Move right (mm)")).isFocused();
        assertThat(page.locator(".print input:invalid").count()).isEqualTo(1);
        page.getByLabel("Move right (mm)").fill("0");
        Download letters =
                page.waitForDownload(() -> button("25 letters with codes (PDF)").click());
        assertThat(start(letters)).isEqualTo("%PDF");
        keepsNoSecret();

        // The same people once more, of whom one has been given a code by somebody else: selected, and printed again.
        page.getByRole(AriaRole.SEARCHBOX).fill("csv1");
        assertThat(rows()).hasCount(11);
        page.getByLabel("Select all shown").check();
        button("Print again").click();
        assertThat(page.locator(".print")).containsText("11 badges (PDF)");
        button("Give out codes").click();
        act("Give out 11 codes");
        assertThat(page.locator("#print-title")).isFocused();
        assertThat(button("11 letters with codes (PDF)")).isVisible();
        chromium.assertNoProblems();
    }

    /** As Keycloak's scope reset-password without manage-members gives it: then nobody may reset what somebody has a copy of. */
    @Test
    void whoeverMayOnlyResetResetsNoBadgeThatIsCopied() {
        String carl = member("carl", "Carl", "Copied");
        PaperBadge badge = ward.active(carl);
        BadgePage wrong = ward.page();
        wrong.scan(badge);
        wrong.pin("00000000");
        open("console/#badges");
        page.route(Pattern.compile("/blokbadge/people\\?"), route -> {
            APIResponse answer = route.fetch();
            route.fulfill(new Route.FulfillOptions()
                    .setResponse(answer)
                    .setBody(answer.text().replace("\"issue\":true", "\"issue\":false")));
        });
        page.getByRole(AriaRole.SEARCHBOX).fill("carl");
        assertThat(rows()).hasCount(1);
        person("Carl Copied");
        act("Reset the PIN");
        act("Go on");
        assertThat(dialog().locator(".asked [role=alert]")).containsText("Ask somebody who may issue badges");
        assertThat(dialog().locator(".asked").getByRole(AriaRole.BUTTON)).isFocused();
        check("office-reset-only");
        assertThat(state(carl, badge.bid)).isEqualTo("active");
        chromium.assertNoProblems();
    }

    /** What was done makes what is known of those on other pages untrue. */
    @Test
    void forgetsWhoIsSelectedOnOtherPagesOnceSomethingWasDone() {
        gatherTheCrowd();
        open("console/#badges");
        selectTheCrowd();
        issueTo(45);
        act("On to printing");
        assertThat(page.locator(".selection")).containsText("20 selected");
        button("Previous").click();
        assertThat(rows()).hasCount(25);
        assertThat(rows().locator("input:checked")).hasCount(0);
        assertThat(rows().first()).containsText("Waits for its first PIN");
        chromium.assertNoProblems();
    }

    @Test
    void whoeverGoesBackWhileBadgesAreIssuedIsToldWhatWasDone() {
        gatherTheCrowd();
        open("console/#requests");
        page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Badges"))
                .click();
        selectTheCrowd();
        List<Route> held = new ArrayList<>();
        page.route(ORDERS, held::add);
        button("Issue").click();
        act("Check first");
        act("Issue 45 badges");
        page.waitForCondition(() -> !held.isEmpty());
        page.goBack();
        assertThat(page.locator("requests-page")).isVisible();
        held.get(0).resume();

        assertThat(dialog().getByRole(AriaRole.HEADING, named("20 issued, 0 not")))
                .isFocused();
        assertThat(dialog()).containsText("Stopped: 25 were not begun.");
        act("On to printing");
        assertThat(page.locator("badges-page .print")).containsText("20 badges (PDF)");
        assertThat(held).hasSize(1);
    }

    /** Who stays has something to lose; but nothing more is done in that tab. */
    @Test
    void whoeverIsSignedOutMeanwhileIsAskedAndToldAndTheWorkStops() {
        gatherTheCrowd();
        open("console/#badges");
        selectTheCrowd();
        tokensAreGoodForOneCall();
        List<String> asked = new ArrayList<>();
        page.onDialog(dialog -> {
            asked.add(dialog.type());
            dialog.dismiss();
        });
        page.route(ORDERS, route -> {
            APIResponse answer = route.fetch();
            ward.realm.admin().post(ward.realm.path("users/" + manager + "/logout"), Map.of());
            route.fulfill(new Route.FulfillOptions().setResponse(answer));
        });
        button("Issue").click();
        act("Check first");
        act("Issue 45 badges");
        assertThat(dialog().getByRole(AriaRole.HEADING, named("20 issued, 20 not")))
                .isFocused();
        assertThat(dialog()).containsText("Stopped: 5 were not begun.");
        assertThat(dialog().locator("tr.failed").first()).containsText("Your session has ended");
        assertThat(asked).containsExactly("beforeunload");
        assertThat(page.locator(".print")).containsText("20 badges (PDF)");
    }

    @Test
    void aServerThatIsAwayForAWhileSendsNobodyToTheSignIn() {
        open("console/?search=robin#badges");
        assertThat(rows()).hasCount(1);
        tokensAreGoodForOneCall();
        Locator said = page.locator("badges-page > [role=status]");
        page.route(TOKENS, route -> route.fulfill(new Route.FulfillOptions().setStatus(503)));
        page.getByRole(AriaRole.SEARCHBOX).fill("ana");
        assertThat(said).hasText("The server cannot be reached.");
        page.unroute(TOKENS);
        page.getByRole(AriaRole.SEARCHBOX).fill("robin");
        assertThat(said).hasText("1 person");
        page.route(TOKENS, Route::abort);
        page.getByRole(AriaRole.SEARCHBOX).fill("ana");
        assertThat(said).hasText("The server cannot be reached.");
        page.unroute(TOKENS);
        page.getByRole(AriaRole.SEARCHBOX).fill("hostile");
        assertThat(row(HOSTILE)).hasCount(1);
    }

    /** What is typed last belongs to the page that was left. */
    @Test
    void whatIsTypedLastChangesNoOtherPagesAddress() {
        open("console/?search=robin#badges");
        assertThat(rows()).hasCount(1);
        page.clock().install();
        page.getByRole(AriaRole.SEARCHBOX).fill("ana");
        page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Audit trail"))
                .click();
        page.clock().runFor(1_000);
        assertThat(page).hasURL(Pattern.compile(".*/console/#requests$"));
    }

    @Test
    void aDoubleClickDoesOneThing() {
        member("dora", "Dora", "Double");
        open("console/?search=dora#badges");
        List<String> sent = new ArrayList<>();
        page.onRequest(request -> sent.add(request.url().replaceAll(".*/blokbadge/", "")));
        button("Revoke many").click();
        dialog().locator("select").selectOption("suspended");
        clickTwice("Show the list");
        assertThat(dialog().getByRole(AriaRole.HEADING, named("0 badges would be revoked")))
                .isFocused();
        act("Close");
        page.getByLabel("Dora Double").check();
        button("Issue").click();
        clickTwice("Check first");
        act("Issue 1 badge");
        act("On to printing");
        page.waitForDownload(() -> button("Badge (PDF)").evaluate(TWICE));
        assertThat(page.locator(".print [role=status]")).hasText("Saved.");
        for (String once : List.of("void?dryRun=true", "orders?dryRun=true", "print/badges")) {
            assertThat(sent).containsOnlyOnce(once);
        }
        chromium.assertNoProblems();
    }

    /** A name that was not taken must not leave the list with the group before it. */
    @Test
    void picksAGroupByItsPlainNameAndNoneByHalfOfIt() {
        String weekend =
                ward.realm.admin().create(ward.realm.path("groups/" + group + "/children"), Map.of("name", "weekend"));
        seenByTheManager(weekend);
        open("console/#badges");
        page.getByLabel("Group").fill("weekend");
        assertThat(page).hasURL(Pattern.compile(".*\\?group=" + weekend + "#badges$"));
        page.getByLabel("Group").fill("weeken");
        assertThat(page.locator("group-picker [role=status]")).hasText("Choose one of the groups in the list.");
        assertThat(page).hasURL(Pattern.compile(".*/console/#badges$"));
        page.getByLabel("Group").fill("no such");
        assertThat(page.locator("group-picker [role=status]")).hasText("No such group.");
        page.getByLabel("Group").fill(SHIFT + "/weekend");
        assertThat(page).hasURL(Pattern.compile(".*\\?group=" + weekend + "#badges$"));
        chromium.assertNoProblems();

        chromium.context().setOffline(true);
        page.getByLabel("Group").fill("any");
        assertThat(page.locator("group-picker [role=status]")).hasText("The server cannot be reached.");
    }

    @Test
    void readsAnOldSpreadsheetsFileAndSaysWhyNotAnother() throws IOException {
        member("bego\u00F1a", "Bego\u00F1a", "Table");
        open("console/?search=robin#badges");
        button("Issue from a CSV file").click();
        Locator file = dialog().locator("input[type=file]");
        String table = "person;kind\r\nbego\u00F1a;standard\r\n";
        file.setInputFiles(new FilePayload("old.csv", "text/csv", table.getBytes(Charset.forName("windows-1252"))));
        act("Check first");
        assertThat(dialog().getByRole(AriaRole.HEADING, named("1 can be issued, 0 cannot")))
                .isFocused();
        act("Back");

        file.setInputFiles(new FilePayload("large.csv", "text/csv", new byte[1024 * 1024 + 1]));
        act("Check first");
        assertThat(dialog()).containsText("This file is larger than 1 MiB. Divide it.");

        Path changed = Files.writeString(directory.resolve("changed.csv"), table);
        file.setInputFiles(changed);
        Files.writeString(changed, table + "robin;standard\r\n");
        act("Check first");
        assertThat(dialog()).containsText("Choose it again.");
        file.setInputFiles(changed);
        act("Check first");
        assertThat(dialog().getByRole(AriaRole.HEADING, named("2 can be issued, 0 cannot")))
                .isFocused();
    }

    @Test
    void issuesToAGroupRenewsAndRevokes() {
        String gil = member("gil", "Gil", "Group");
        String other = ward.realm.admin().create(ward.realm.path("groups"), Map.of("name", "day shift"));
        ward.realm.admin().put(ward.realm.path("users/" + gil + "/groups/" + other), Map.of());
        String rene = member("rene", "Rene", "Renews");
        String standard = ward.active(rene).bid;
        open("console/#badges");
        button("Issue to a group").click();
        dialog().getByLabel("Group").fill(SHIFT);
        act("Check first");
        assertThat(dialog().locator("table")).containsText("Gil Group");
        assertThat(dialog().locator("table")).not().containsText("Rene Renews");
        page.keyboard().press("Escape");

        page.getByRole(AriaRole.SEARCHBOX).fill("rene");
        assertThat(rows()).hasCount(1);
        page.getByLabel("Rene Renews").check();
        button("Renew").click();
        act("Check first");
        act("Issue 1 badge");
        act("On to printing");
        assertThat(page.locator(".print")).containsText("Badge (PDF)");
        assertThat(page.locator(".print")).not().containsText("Letter with");
        JsonNode next = with(rene, "renews", standard);

        button("Revoke").click();
        assertThat(dialog().getByRole(AriaRole.HEADING, named("2 badges would be revoked")))
                .isFocused();
        check("office-void");
        act("Revoke 2 badges");
        assertThat(state(rene, standard)).isEqualTo("active");
        dialog().getByLabel("Type “revoke” to confirm").fill("revoke");
        act("Revoke 2 badges");
        assertThat(dialog().getByRole(AriaRole.HEADING, named("2 revoked, 0 not")))
                .isFocused();
        assertThat(state(rene, standard)).isEqualTo("revoked");
        // What is void is not printed any more.
        act("Close");
        assertThat(page.locator(".print")).hasCount(0);

        button("Revoke many").click();
        act("Show the list");
        assertThat(dialog()).containsText("Name at least one thing.");
        dialog().locator("select").selectOption("suspended");
        act("Show the list");
        assertThat(dialog().getByRole(AriaRole.HEADING, named("0 badges would be revoked")))
                .isFocused();
        chromium.assertNoProblems();
    }

    @Test
    void onAPhoneInTheDarkInGerman() {
        ward.active(member("petra", "Petra", "Handtelefon"));
        open(
                "console/#badges",
                MANAGER,
                new Browser.NewContextOptions()
                        .setViewportSize(320, 640)
                        .setColorScheme(ColorScheme.DARK)
                        .setLocale("de-DE"));
        assertThat(page.locator("h2").first()).hasText("Ausweise");
        page.getByRole(AriaRole.SEARCHBOX).fill("petra");
        assertThat(rows()).hasCount(1);
        rows().locator("input").check();
        check("office-phone-list");
        person("Petra Handtelefon");
        check("office-phone-person");
        act("Verlorenen Ausweis ersetzen");
        act("Widerrufen und neuen ausstellen");
        assertThat(page.locator("#print-title")).isFocused();
        check("office-phone-print");
        button("Ausstellen").click();
        act("Zuerst prüfen");
        assertThat(dialog().locator("table")).isVisible();
        check("office-phone-bulk");
        chromium.assertNoProblems();
    }

    /** Without the role one may look, and stop; without any right one is told so. */
    @Test
    void whoeverMayNotIssueIsTold() {
        ward.issue(member("otto", "Otto", "Own"));
        open("console/", LOOKER, new Browser.NewContextOptions().setLocale("en"));
        assertThat(page.locator("requests-page [role=status]")).containsText("Ask for the role audit-view.");
        page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Badges"))
                .click();
        assertThat(page.locator("badges-page")).containsText("Ask for the role badge-issuer.");
        assertThat(row("Otto Own")).hasCount(1);
        assertThat(button("Issue from a CSV file")).hasCount(0);
        person("Otto Own");
        assertThat(dialog().getByText("Issue the badge")).hasCount(0);
        assertThat(dialog().getByText("Replace a lost badge")).hasCount(0);
        assertThat(dialog().getByText("Revoke", new Locator.GetByTextOptions().setExact(true)))
                .isVisible();
        chromium.close();

        open("console/#badges", STRANGER, new Browser.NewContextOptions().setLocale("en"));
        assertThat(page.locator("badges-page [role=status]")).containsText("You may not see people’s badges.");
        chromium.close();

        // Who names no page is led to the one that is there for him.
        open("console/", MANAGER, new Browser.NewContextOptions().setLocale("en"));
        assertThat(page.locator("badges-page h2")).hasText("Badges");
    }

    private void open(String path) {
        open(path, MANAGER, new Browser.NewContextOptions().setLocale("en").setViewportSize(1200, 960));
    }

    private void open(String path, UserSpec administrator, Browser.NewContextOptions options) {
        chromium = Chromium.open(options);
        page = chromium.newPage();
        page.navigate(ward.realm.url(path).toString());
        KeycloakLogin.signIn(page, administrator);
        assertThat(page.locator("main [role=status]").first())
                .not()
                .hasText(Pattern.compile("One moment …|Einen Moment …"));
    }

    /** Forty-five people on two pages, behind all others of the list. */
    private static void gatherTheCrowd() {
        for (; crowd < 45; crowd++) {
            member("zcrowd" + (crowd + 10), "Chris", "No " + crowd);
        }
    }

    private void selectTheCrowd() {
        page.getByRole(AriaRole.SEARCHBOX).fill("zcrowd");
        assertThat(rows().first()).containsText("Chris No 0");
        assertThat(rows()).hasCount(25);
        page.getByLabel("Select all shown").check();
        button("Next").click();
        assertThat(rows()).hasCount(20);
        page.getByLabel("Select all shown").check();
        assertThat(page.locator(".selection")).containsText("45 selected");
    }

    private void issueTo(int people) {
        button("Issue").click();
        act("Check first");
        act("Issue " + people + " badges");
        assertThat(dialog().getByRole(AriaRole.HEADING, named(people + " issued, 0 not")))
                .isFocused();
    }

    /** As if an hour went by between any two looks at the clock. */
    private void tokensAreGoodForOneCall() {
        page.evaluate("() => { const now = Date.now; let hours = 0; Date.now = () => now() + 3_600_000 * ++hours; }");
    }

    private void clickTwice(String name) {
        dialog().getByRole(AriaRole.BUTTON, named(name)).evaluate(TWICE);
    }

    private Locator rows() {
        return page.locator("table.people tbody tr");
    }

    private Locator row(String name) {
        return rows().filter(new Locator.FilterOptions().setHasText(name));
    }

    private void person(String name) {
        row(name).getByRole(AriaRole.BUTTON).first().click();
        assertThat(dialog().locator("[role=status]").first()).hasText("");
    }

    private Locator dialog() {
        return page.getByRole(AriaRole.DIALOG);
    }

    private void act(String name) {
        dialog().getByRole(AriaRole.BUTTON, named(name)).first().click();
    }

    private Locator button(String name) {
        return page.getByRole(
                AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    private static Locator.GetByRoleOptions named(String name) {
        return new Locator.GetByRoleOptions().setName(name).setExact(true);
    }

    private String focused() {
        return (String) page.evaluate("document.activeElement.textContent");
    }

    private void tabTo(String text) {
        for (int i = 0; i < 40 && !focused().startsWith(text); i++) {
            page.keyboard().press("Tab");
        }
        assertThat(focused()).startsWith(text);
    }

    /** Accessible, no wider than the screen, nothing too small to hit; and a picture for the guide. */
    private void check(String name) {
        Chromium.axe(page);
        assertThat((Boolean) page.evaluate("document.documentElement.scrollWidth <= innerWidth"))
                .as("nothing is wider than the screen")
                .isTrue();
        assertThat(page.evaluate("[...document.querySelectorAll('button, select, input, summary, header a')]"
                        + ".map((e) => [e, e.getBoundingClientRect()]).filter(([, r]) => r.width && (r.width < 24 || r.height < 24))"
                        + ".map(([e]) => e.outerHTML)"))
                .isEqualTo(List.of());
        Chromium.screenshot(page, name);
    }

    private boolean leavingIsHeldUp() {
        return (Boolean) page.evaluate("() => { const leaving = new Event('beforeunload', { cancelable: true });"
                + " window.dispatchEvent(leaving); return leaving.defaultPrevented; }");
    }

    private void keepsNoSecret() {
        String kept =
                (String) page.evaluate("JSON.stringify([location.href, { ...localStorage }, { ...sessionStorage },"
                        + " document.cookie, document.documentElement.outerHTML])");
        assertThat(SECRET.matcher(kept).find()).as(kept).isFalse();
    }

    private static String start(Download download) throws IOException {
        try (var file = Files.newInputStream(download.path())) {
            return new String(file.readNBytes(4), StandardCharsets.US_ASCII);
        }
    }

    private static String state(String user, String badge) {
        return with(user, "id", badge).get("state").asText();
    }

    /** The person's one badge of which that is so: two that are made within a second have no order. */
    private static JsonNode with(String user, String name, String value) {
        List<JsonNode> found = StreamSupport.stream(ward.badges(user).spliterator(), false)
                .filter(each -> each.path(name).asText().equals(value))
                .toList();
        assertThat(found).as(name + " " + value).hasSize(1);
        return found.get(0);
    }

    private static String serial(JsonNode badge) {
        return badge.get("serial").asText();
    }

    private static String member(String name, String first, String last) {
        String id = ward.realm.createUser(UserSpec.named(name).name(first, last).email(name + "@ward.example"));
        ward.realm.admin().put(ward.realm.path("users/" + id + "/groups/" + group), Map.of());
        return id;
    }

    /** As names come from a directory that asks nobody. */
    private static void takeAnyName() {
        JsonNode profile = ward.realm.admin().get(ward.realm.path("users/profile"));
        profile.get("attributes").forEach(each -> ((ObjectNode) each).remove("validations"));
        ward.realm.admin().put(ward.realm.path("users/profile"), profile);
    }

    /** The lines of docs/badge-office.md that give a manager these rights, in a realm of another name. */
    private static String guide() throws IOException {
        String guide = Files.readString(Settings.project().resolve("docs/badge-office.md"));
        return guide.substring(guide.indexOf("## Rights to give")).split("```")[1];
    }

    /** A group of its own for Keycloak, which wants a permission for each. */
    private static void seenByTheManager(String other) {
        ward.realm
                .admin()
                .post(
                        ward.realm.path("clients/"
                                + ward.realm
                                        .client("admin-permissions")
                                        .get("id")
                                        .asText()
                                + "/authz/resource-server/permission/scope"),
                        Map.of(
                                "name", "weekend by maria",
                                "resourceType", "Groups",
                                "resources", List.of(other),
                                "scopes", List.of("view", "view-members"),
                                "policies", List.of("is maria")));
    }

    /** As the manager, without the role: by the same policy, because Keycloak wants all permissions of a group to agree. */
    private static void looksAfterTheGroup(String looker) {
        ward.give(looker, "query-users");
        String policies = ward.realm.path("clients/"
                + ward.realm.client("admin-permissions").get("id").asText() + "/authz/resource-server/policy/user");
        ObjectNode policy = (ObjectNode)
                ward.realm.admin().get(policies + "?name=is%20maria").get(0);
        ((ArrayNode) policy.get("users")).add(looker);
        ward.realm.admin().put(policies + "/" + policy.get("id").asText(), policy);
    }
}
