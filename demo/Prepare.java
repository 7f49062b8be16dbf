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
 * Run by {@code ./start} when Keycloak is up: does what an administrator does to offer BlokKey, which a realm's import cannot do
 * beside Keycloak's own flows. Arguments: Keycloak's address, realm, flow's file, flow's name. The administrator is the one that
 * Keycloak was started with, by the same variables of the environment: arguments are for everybody on the machine to read.
 */
final class Prepare {

    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final Pattern TOKEN = Pattern.compile("\"access_token\"\\s*:\\s*\"([^\"]+)\"");
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
        if (arguments.length != 4 || user == null || password == null) {
            System.err.println("prepare: KEYCLOAK REALM FLOW-FILE FLOW-NAME, and KC_BOOTSTRAP_ADMIN_USERNAME and ..._PASSWORD");
            System.exit(2);
        }
        Prepare prepare = new Prepare(arguments[0]);
        prepare.signIn(user, password);
        String realm = "/admin/realms/" + arguments[1];
        prepare.call("POST", realm + "/wsfed/flows", Files.readString(Path.of(arguments[2])));
        prepare.call("POST", realm + "/authentication/register-required-action", ACTION);
        prepare.call("PUT", realm + "/authentication/required-actions/blokkey-enrol", ACTION);
        prepare.call("PUT", realm + "/authentication/required-actions/CONFIGURE_RECOVERY_AUTHN_CODES", RECOVERY_CODES);
        if (arguments[0].startsWith("https:")) {
            prepare.call("PUT", realm, NO_HSTS);
            prepare.call("PUT", "/admin/realms/master", NO_HSTS);
        }
        prepare.call("PUT", realm, "{\"browserFlow\":\"" + arguments[3] + "\"}");
    }

    private void signIn(String user, String password) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create(keycloak + "/realms/master/protocol/openid-connect/token"))
                .timeout(LIMIT)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(
                        "grant_type=password&client_id=admin-cli&username=" + encode(user) + "&password=" + encode(password)))
                .build();
        Matcher found = TOKEN.matcher(send(request));
        if (!found.find()) {
            throw new IOException("no token for " + user);
        }
        token = found.group(1);
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private void call(String method, String path, String json) throws IOException, InterruptedException {
        send(HttpRequest.newBuilder(URI.create(keycloak + path))
                .timeout(LIMIT)
                .header("Content-Type", "application/json")
                .header("Authorization", "Bearer " + token)
                .method(method, BodyPublishers.ofString(json))
                .build());
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
