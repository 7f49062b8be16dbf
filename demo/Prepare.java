import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Run by {@code ./start} when Keycloak is up: does what an administrator does to offer BlokKey and BlokBadge, which a realm's import cannot
 * do beside Keycloak's own flows, and what a badge office does on its first day. Arguments: Keycloak's address, realm, what a workstation
 * opens, and where printed things go. The administrator is the one that Keycloak was started with, by the same variables of the
 * environment, and DEMO_MANAGER_PASSWORD becomes the password of the badge office's manager: arguments are for everybody on the machine
 * to read. Prints what a person needs to sign in with a badge.
 */
final class Prepare {

    private static final String MANAGER = "mia@corp.example";
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final String ACTION =
            "{\"alias\":\"blokkey-enrol\",\"providerId\":\"blokkey-enrol\",\"name\":\"Set up BlokKey on a phone\",\"enabled\":true,\"defaultAction\":false,\"priority\":200}";

    /** As Keycloak has it where the realm does not say otherwise. */
    private static final String RECOVERY_CODES =
            "{\"alias\":\"CONFIGURE_RECOVERY_AUTHN_CODES\",\"providerId\":\"CONFIGURE_RECOVERY_AUTHN_CODES\",\"name\":\"Recovery Authentication Codes\",\"enabled\":true,\"defaultAction\":false,\"priority\":130}";

    /** A browser would remember it for every port of the host: the phone would no longer get the certificate by plain HTTP. */
    private static final String NO_HSTS = "{\"browserSecurityHeaders\":{\"strictTransportSecurity\":\"\"}}";

    private final HttpClient http = HttpClient.newHttpClient();
    private final String keycloak;
    private String token;

    private Prepare(String keycloak) {
        this.keycloak = keycloak;
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        String user = System.getenv("KC_BOOTSTRAP_ADMIN_USERNAME");
        String password = System.getenv("KC_BOOTSTRAP_ADMIN_PASSWORD");
        String managers = System.getenv("DEMO_MANAGER_PASSWORD");
        if (arguments.length != 4 || user == null || password == null || managers == null) {
            System.err.println("prepare: KEYCLOAK REALM START DIRECTORY, and KC_BOOTSTRAP_ADMIN_USERNAME, ..._PASSWORD and"
                    + " DEMO_MANAGER_PASSWORD");
            System.exit(2);
        }
        Prepare prepare = new Prepare(arguments[0]);
        prepare.signIn("master", user, password);
        String realm = "/admin/realms/" + arguments[1];
        prepare.blokKey(realm);
        prepare.workstation(realm, arguments[2]);
        prepare.manager(realm, managers);
        prepare.signIn(arguments[1], MANAGER, managers);
        prepare.badge(realm, Path.of(arguments[3]));
    }

    private void blokKey(String realm) throws IOException, InterruptedException {
        flow(realm, "blokkey-or-password");
        call("POST", realm + "/authentication/register-required-action", ACTION);
        call("PUT", realm + "/authentication/required-actions/blokkey-enrol", ACTION);
        call("PUT", realm + "/authentication/required-actions/CONFIGURE_RECOVERY_AUTHN_CODES", RECOVERY_CODES);
        if (keycloak.startsWith("https:")) {
            call("PUT", realm, NO_HSTS);
            call("PUT", "/admin/realms/master", NO_HSTS);
        }
        call("PUT", realm, "{\"browserFlow\":\"BlokKey or password\"}");
    }

    private void workstation(String realm, String start) throws IOException, InterruptedException {
        flow(realm, "blokbadge-only");
        call("PUT", realm + "/blokbadge/settings", "{\"codeChannel\":\"letter\",\"mails\":false}");
        call("PUT", realm + "/blokbadge/kiosks/client", "{\"flow\":\"BlokBadge only\"}");
        String kiosk = call(
                "POST",
                realm + "/blokbadge/kiosks",
                "{\"name\":\"Ward 3, left\",\"site\":\"East\",\"start\":\"" + start + "\"}");
        System.out.println("pairing " + value(kiosk, "code"));
    }

    /** Whoever knows this password may manage people, so the realm's file has none. */
    private void manager(String realm, String password) throws IOException, InterruptedException {
        String id = value(call("GET", realm + "/users?exact=true&username=" + MANAGER, ""), "id");
        call(
                "PUT",
                realm + "/users/" + id + "/reset-password",
                "{\"type\":\"password\",\"temporary\":false,\"value\":\"" + password + "\"}");
    }

    /** For Ana, with its code, on paper: by the manager of the badge office, as a manager would. */
    private void badge(String realm, Path directory) throws IOException, InterruptedException {
        String ordered = call(
                "POST", realm + "/blokbadge/orders", "{\"rows\":[{\"person\":\"ana@corp.example\",\"codeChannel\":\"letter\"}]}");
        String badge = ordered.substring(ordered.indexOf("\"badge\""));
        String payload = value(badge, "payload");
        String code = value(badge, "code");
        print(
                realm + "/blokbadge/print/badges",
                "{\"layout\":\"cr80\",\"badges\":[{\"payload\":\"" + payload + "\"}]}",
                directory.resolve("badge.pdf"));
        print(
                realm + "/blokbadge/print/letters",
                "{\"letters\":[{\"badge\":\"" + value(badge, "id") + "\",\"code\":\"" + code + "\"}]}",
                directory.resolve("badge-letter.pdf"));
        System.out.println("payload " + payload);
        System.out.println("code " + code);
    }

    private void flow(String realm, String name) throws IOException, InterruptedException {
        call("POST", realm + "/wsfed/flows", Files.readString(Path.of("docker/flows", name + ".json")));
    }

    private static String value(String json, String name) throws IOException {
        Matcher found = Pattern.compile("\"" + name + "\"\\s*:\\s*\"([^\"]+)\"").matcher(json);
        if (!found.find()) {
            throw new IOException("no " + name + " in the answer");
        }
        return found.group(1);
    }

    private void print(String path, String json, Path file) throws IOException, InterruptedException {
        HttpResponse<byte[]> answer = http.send(request("POST", path, json), BodyHandlers.ofByteArray());
        if (answer.statusCode() != 200) {
            throw new IOException("POST " + path + " was answered with " + answer.statusCode());
        }
        Files.write(file, answer.body());
    }

    private void signIn(String realm, String user, String password) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create(keycloak + "/realms/" + realm + "/protocol/openid-connect/token"))
                .timeout(LIMIT)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(
                        "grant_type=password&client_id=admin-cli&username=" + encode(user) + "&password=" + encode(password)))
                .build();
        token = value(send(request), "access_token");
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private String call(String method, String path, String json) throws IOException, InterruptedException {
        return send(request(method, path, json));
    }

    private HttpRequest request(String method, String path, String json) {
        return HttpRequest.newBuilder(URI.create(keycloak + path))
                .timeout(LIMIT)
                .header("Content-Type", "application/json")
                .header("Authorization", "Bearer " + token)
                .method(method, BodyPublishers.ofString(json))
                .build();
    }

    private String send(HttpRequest request) throws IOException, InterruptedException {
        HttpResponse<String> answer = http.send(request, BodyHandlers.ofString());
        if (answer.statusCode() >= 300) {
            throw new IOException(request.method() + " " + request.uri() + " was answered with " + answer.statusCode() + ": "
                    + answer.body());
        }
        return answer.body();
    }
}
