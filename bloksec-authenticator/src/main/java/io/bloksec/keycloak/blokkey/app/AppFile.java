package io.bloksec.keycloak.blokkey.app;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A file of the phone's web app, read once. There are those of the list and no others, so no path can lead anywhere else.
 *
 * @param etag changes with the content (RFC 9110 section 8.8.3)
 */
public record AppFile(byte[] content, String type, String etag) {

    /** Under the app's address itself. */
    public static final String START = "index.html";

    static final String WORKER = "sw.js";
    private static final String DIRECTORY = "/blokkey-app/";
    /** Large, and only for who scans with a browser that has no reader of its own: kept when it is first used. */
    private static final String SCANNER = "vendor/jsqr-1.4.0/jsQR.js";

    private static final Map<String, String> TYPES = Map.of(
            "html", "text/html; charset=utf-8",
            "css", "text/css; charset=utf-8",
            "js", "text/javascript; charset=utf-8",
            "json", "application/json; charset=utf-8",
            "svg", "image/svg+xml",
            "png", "image/png");
    private static final List<String> NAMES = List.of(
            START,
            "app.css",
            "app.js",
            "device/api.js",
            "device/bytes.js",
            "device/enrolment.js",
            "device/phone.js",
            "device/platform.js",
            "device/possession-key.js",
            "device/push.js",
            "device/scanned.js",
            "device/signed-text.js",
            "device/store.js",
            "device/verification-key.js",
            "icon-192.png",
            "icon-512.png",
            "icon-maskable-512.png",
            "icon.svg",
            "messages/de.json",
            "messages/en.json",
            "messages/es.json",
            "messages/fr.json",
            "messages/nl.json",
            "screens/browsers.js",
            "screens/enrol.js",
            "screens/help.js",
            "screens/history.js",
            "screens/home.js",
            "screens/removed.js",
            "screens/request.js",
            "screens/scanner.js",
            "screens/this-phone.js",
            "screens/welcome.js",
            SCANNER,
            WORKER,
            "ui/elements.js",
            "ui/screen.js",
            "ui/texts.js");

    private static final Map<String, AppFile> FILES = read();

    /** @param path behind the app's address */
    public static Optional<AppFile> of(String path) {
        return Optional.ofNullable(FILES.get(path));
    }

    public boolean isPage() {
        return type.startsWith("text/html");
    }

    private static Map<String, AppFile> read() {
        Map<String, AppFile> files = new TreeMap<>();
        for (String name : NAMES) {
            files.put(name, file(name, bytes(name)));
        }
        // Last: its first line names the version of all the others, so that browsers see when one of them is new.
        files.put(WORKER, file(WORKER, worker(files)));
        return files;
    }

    private static byte[] worker(Map<String, AppFile> files) {
        MessageDigest version = sha256();
        files.forEach((name, file) -> version.update((name + file.etag).getBytes(StandardCharsets.UTF_8)));
        String kept = files.keySet().stream()
                .filter(name -> !name.equals(WORKER) && !name.equals(SCANNER))
                .map(name -> "\"./" + (name.equals(START) ? "" : name) + '"')
                .collect(Collectors.joining(","));
        String first = "const VERSION = \"" + text(version.digest()) + "\", FILES = [" + kept + "];\n";
        return (first + new String(files.get(WORKER).content, StandardCharsets.UTF_8)).getBytes(StandardCharsets.UTF_8);
    }

    private static AppFile file(String name, byte[] content) {
        String type = TYPES.get(name.substring(name.lastIndexOf('.') + 1));
        return new AppFile(content, type, '"' + text(sha256().digest(content)) + '"');
    }

    private static byte[] bytes(String name) {
        try (InputStream file = AppFile.class.getResourceAsStream(DIRECTORY + name)) {
            return file.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(byte[] hash) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
