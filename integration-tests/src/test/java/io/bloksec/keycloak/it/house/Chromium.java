package io.bloksec.keycloak.it.house;

import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.deque.html.axecore.results.Rule;
import com.google.gson.JsonObject;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/**
 * Exists for what only a browser can show: scripts, cookies, cameras, passkeys, print and accessibility.
 *
 * <p>One browser runs for all tests; each {@code open} is a fresh profile in it, closed by the test. Playwright belongs
 * to the thread that started it, so use it from the test's own thread only.
 */
public final class Chromium implements AutoCloseable {

    private static final List<String> ARGUMENTS = List.of(
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE localhost , EXCLUDE *.localhost , EXCLUDE 127.0.0.1");
    private static final List<String> WCAG = List.of("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa");

    private static Playwright playwright;
    private static Browser shared;

    private final BrowserContext context;
    private final AutoCloseable whatToClose;
    private final List<String> problems = new CopyOnWriteArrayList<>();

    private Chromium(BrowserContext context, AutoCloseable whatToClose) {
        this.context = context;
        this.whatToClose = whatToClose;
        context.onConsoleMessage(message -> {
            // Keycloak's bare pages name no icon, so the browser looks for one where there is none.
            boolean icon = message.location().contains("/favicon.ico");
            if (!icon && (message.type().equals("error") || message.text().contains("Content Security Policy"))) {
                problems.add(message.type() + ": " + message.text() + " (" + message.location() + ")");
            }
        });
        if (Settings.slowness() > 0) {
            context.onPage(Chromium::slow);
        }
        context.onWebError(error -> problems.add("uncaught: " + error.error()));
    }

    public static Chromium open() {
        return open(new Browser.NewContextOptions());
    }

    /** With a profile of its own making: language, screen, permissions. */
    public static Chromium open(Browser.NewContextOptions options) {
        BrowserContext context = browser().newContext(options);
        return new Chromium(context, context);
    }

    /** A browser of its own, for switches that hold from its start, such as a fake camera. */
    public static Chromium openWith(String... furtherArguments) {
        Browser own = launch(
                Stream.concat(ARGUMENTS.stream(), Stream.of(furtherArguments)).toList());
        return new Chromium(own.newContext(), own);
    }

    /** That lets other sites' cookies through. The others are as private windows are, which block them. */
    public static Chromium openWithCookiesOfOtherSites() {
        try {
            Path profile = Files.createTempDirectory(Settings.target(), "profile");
            Files.writeString(
                    Files.createDirectories(profile.resolve("Default")).resolve("Preferences"),
                    "{\"profile\":{\"block_third_party_cookies\":false,\"cookie_controls_mode\":0}}");
            BrowserContext context = program()
                    .launchPersistentContext(
                            profile,
                            new BrowserType.LaunchPersistentContextOptions()
                                    .setExecutablePath(executable())
                                    .setArgs(ARGUMENTS));
            return new Chromium(context, context);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public Page newPage() {
        return context.newPage();
    }

    /** Keys that are pressed before the page has gone on, a look before it has changed: slowness shows them. */
    private static void slow(Page page) {
        CDPSession session = page.context().newCDPSession(page);
        JsonObject network = new JsonObject();
        network.addProperty("offline", false);
        network.addProperty("latency", Settings.slowness());
        network.addProperty("downloadThroughput", -1);
        network.addProperty("uploadThroughput", -1);
        session.send("Network.enable");
        session.send("Network.emulateNetworkConditions", network);
    }

    public BrowserContext context() {
        return context;
    }

    /**
     * Error messages of the console, refusals by a Content-Security-Policy, uncaught exceptions; of all pages so far.
     */
    public List<String> problems() {
        return List.copyOf(problems);
    }

    public void assertNoProblems() {
        assertThat(problems).as("what the browser complained about").isEmpty();
    }

    /** Takes the whole page and returns the file in the screenshots directory. */
    public static Path screenshot(Page page, String name) {
        Path file = Settings.screenshots().resolve(name.replaceAll("[^A-Za-z0-9._-]+", "-") + ".png");
        page.screenshot(new Page.ScreenshotOptions().setPath(file).setFullPage(true));
        return file;
    }

    /** Fails on any breach of WCAG 2.0 to 2.2, levels A and AA, that a machine can see. */
    public static void axe(Page page) {
        List<String> violations = new AxeBuilder(page)
                .withTags(WCAG).analyze().getViolations().stream()
                        .map(Chromium::describe)
                        .toList();
        assertThat(violations).as("accessibility of " + page.url()).isEmpty();
    }

    @Override
    public void close() {
        try {
            whatToClose.close();
        } catch (Exception e) {
            throw new IllegalStateException("Cannot close the browser", e);
        }
    }

    private static String describe(Rule rule) {
        String where = rule.getNodes().stream().map(node -> node.getHtml()).collect(Collectors.joining(" | "));
        return rule.getId() + " (" + rule.getImpact() + "): " + rule.getHelp() + " at " + where;
    }

    private static synchronized Browser browser() {
        if (shared == null) {
            shared = launch(ARGUMENTS);
        }
        return shared;
    }

    private static Browser launch(List<String> arguments) {
        return program()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(executable())
                        .setArgs(arguments));
    }

    private static synchronized BrowserType program() {
        executable();
        if (playwright == null) {
            playwright = EndOfRun.closes(Playwright.create(
                    new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1"))));
            // A machine that is busy is not a page that is broken.
            PlaywrightAssertions.setDefaultAssertionTimeout(15_000);
        }
        return playwright.chromium();
    }

    private static Path executable() {
        return installed().orElseGet(() -> {
            String message = "No Chromium on this machine: browser tests need Debian's package chromium";
            if (Settings.mustHaveEveryTool()) {
                throw new IllegalStateException(message);
            }
            return Assumptions.abort(message);
        });
    }

    private static Optional<Path> installed() {
        return Stream.concat(Stream.of(System.getenv("PATH").split(File.pathSeparator)), Stream.of("/usr/bin"))
                .map(directory -> Path.of(directory, "chromium"))
                .filter(Files::isExecutable)
                .findFirst();
    }
}
