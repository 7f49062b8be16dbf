package io.bloksec.keycloak.console;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A file of the console, read once. There are those of the list and no others, so no path can lead anywhere else.
 *
 * @param etag changes with the content (RFC 9110 section 8.8.3)
 */
public record PageFile(byte[] content, String type, String etag) {

    public static final String START = "index.html";

    private static final String SCRIPT = "text/javascript; charset=utf-8";
    private static final String STYLE = "text/css; charset=utf-8";
    private static final String JSON = "application/json; charset=utf-8";
    private static final Map<String, String> TYPES = Map.ofEntries(
            Map.entry(START, "text/html; charset=utf-8"),
            Map.entry("console.css", STYLE),
            Map.entry("badges.css", STYLE),
            Map.entry("app.js", SCRIPT),
            Map.entry("oidc.js", SCRIPT),
            Map.entry("api.js", SCRIPT),
            Map.entry("texts.js", SCRIPT),
            Map.entry("elements.js", SCRIPT),
            Map.entry("requests-page.js", SCRIPT),
            Map.entry("request-detail.js", SCRIPT),
            Map.entry("alarm-banner.js", SCRIPT),
            Map.entry("badge-card.js", SCRIPT),
            Map.entry("badge-words.js", SCRIPT),
            Map.entry("badges-page.js", SCRIPT),
            Map.entry("bulk-panel.js", SCRIPT),
            Map.entry("codes-panel.js", SCRIPT),
            Map.entry("dialog.js", SCRIPT),
            Map.entry("group-picker.js", SCRIPT),
            Map.entry("list-page.js", SCRIPT),
            Map.entry("order-form.js", SCRIPT),
            Map.entry("paper-settings.js", SCRIPT),
            Map.entry("person-badges.js", SCRIPT),
            Map.entry("person-row.js", SCRIPT),
            Map.entry("print-panel.js", SCRIPT),
            Map.entry("printer-panel.js", SCRIPT),
            Map.entry("result-table.js", SCRIPT),
            Map.entry("tray.js", SCRIPT),
            Map.entry("void-panel.js", SCRIPT),
            Map.entry("work-progress.js", SCRIPT),
            Map.entry("messages/en.json", JSON),
            Map.entry("messages/de.json", JSON),
            Map.entry("messages/fr.json", JSON),
            Map.entry("messages/es.json", JSON),
            Map.entry("messages/nl.json", JSON));

    private static final Map<String, PageFile> FILES = read();

    public static Optional<PageFile> of(String path) {
        return Optional.ofNullable(FILES.get(path));
    }

    static Stream<String> paths() {
        return FILES.keySet().stream();
    }

    public boolean isPage() {
        return type.startsWith("text/html");
    }

    private static Map<String, PageFile> read() {
        Map<String, PageFile> files = new TreeMap<>();
        TYPES.forEach((path, type) -> {
            try (InputStream file = PageFile.class.getResourceAsStream("/console/" + path)) {
                byte[] content = file.readAllBytes();
                byte[] hash = MessageDigest.getInstance("SHA-256").digest(content);
                files.put(
                        path,
                        new PageFile(
                                content,
                                type,
                                '"' + Base64.getUrlEncoder().withoutPadding().encodeToString(hash) + '"'));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException(e);
            }
        });
        return files;
    }
}
