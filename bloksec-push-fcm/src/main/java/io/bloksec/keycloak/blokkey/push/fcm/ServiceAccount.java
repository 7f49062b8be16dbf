package io.bloksec.keycloak.blokkey.push.fcm;

import com.google.auth.http.HttpTransportFactory;
import com.google.auth.oauth2.GoogleCredentials;
import com.google.auth.oauth2.ServiceAccountCredentials;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Set;

/**
 * By whom a realm's pushes are sent, as the Firebase console hands it out: a JSON file with a private key. Lies in a file that only its
 * owner may use, never in Keycloak's database.
 *
 * @param projectId whose apps can be pushed to
 * @param tokens where access tokens are asked for
 * @param hash of the file, to tell two of them apart
 */
record ServiceAccount(String projectId, URI tokens, String hash, byte[] json) {

    private static final int MOST_BYTES = 64 * 1024;
    private static final Set<PosixFilePermission> OWNER =
            Set.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE, PosixFilePermission.OWNER_EXECUTE);

    /**
     * @throws IllegalArgumentException when it cannot be read, others than its owner may use it, or it is no service account; the message
     *     says which, and never what stands in the file
     */
    static ServiceAccount read(Path file, FcmEndpoint endpoint) {
        try {
            if (FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
                    && !OWNER.containsAll(Files.getPosixFilePermissions(file))) {
                throw new IllegalArgumentException("Others than its owner may use the file " + file + ": chmod 0400");
            }
            if (Files.size(file) > MOST_BYTES) {
                throw new IllegalArgumentException("The file " + file + " is too long for a service account");
            }
            return of(Files.readAllBytes(file), file, endpoint);
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "The file " + file + " cannot be read: " + e.getClass().getSimpleName());
        }
    }

    private static ServiceAccount of(byte[] bytes, Path file, FcmEndpoint endpoint) {
        JsonObject json = parse(bytes, file);
        if (!"service_account".equals(text(json, "type"))) {
            throw new IllegalArgumentException("The file " + file + " is no service account (type)");
        }
        for (String member : new String[] {"project_id", "private_key", "client_email", "token_uri"}) {
            if (text(json, member).isBlank()) {
                throw new IllegalArgumentException("The service account in " + file + " has no " + member);
            }
        }
        String project = text(json, "project_id");
        if (!project.matches("[a-z0-9.:-]{1,64}")) {
            throw new IllegalArgumentException("The service account in " + file + " has a project_id that is none");
        }
        ServiceAccount account = new ServiceAccount(project, tokens(json, file, endpoint), hash(bytes), bytes);
        try {
            account.credentials(() -> null);
        } catch (IOException | RuntimeException e) {
            // Without the cause: it may quote the key.
            throw new IllegalArgumentException("The private key in " + file + " cannot be read");
        }
        return account;
    }

    /** Without the libraries' own retries: they sleep on the thread that sends. */
    GoogleCredentials credentials(HttpTransportFactory transport) throws IOException {
        return ServiceAccountCredentials.fromStream(new ByteArrayInputStream(json), transport)
                .createWithCustomRetryStrategy(false);
    }

    private static JsonObject parse(byte[] bytes, Path file) {
        try {
            JsonElement json = JsonParser.parseString(new String(bytes, StandardCharsets.UTF_8));
            if (json.isJsonObject()) {
                return json.getAsJsonObject();
            }
        } catch (JsonParseException e) {
            // Said below, without what stands there.
        }
        throw new IllegalArgumentException("The file " + file + " is not a JSON object");
    }

    /** Empty where it is missing or no text. */
    private static String text(JsonObject json, String member) {
        JsonElement value = json.get(member);
        return value != null && value.isJsonPrimitive() ? value.getAsString() : "";
    }

    private static URI tokens(JsonObject json, Path file, FcmEndpoint endpoint) {
        try {
            URI tokens = URI.create(text(json, "token_uri"));
            if (endpoint.admits(tokens)) {
                return tokens;
            }
        } catch (IllegalArgumentException e) {
            // Said below.
        }
        throw new IllegalArgumentException("The token_uri in " + file + " is no https address");
    }

    private static String hash(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes), 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Holds a private key. */
    @Override
    public String toString() {
        return "ServiceAccount[" + projectId + "]";
    }
}
