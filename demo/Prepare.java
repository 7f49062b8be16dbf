import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Run by {@code ./start} when Keycloak is up: does what an administrator does to offer BlokKey, which a realm's import cannot do
 * beside Keycloak's own flows. Arguments: Keycloak's address, administrator, password, realm, flow's file, flow's name.
 */
final class Prepare {

    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final Pattern TOKEN = Pattern.compile("\"access_token\"\\s*:\\s*\"([^\"]+)\"");
    private static final String ACTION =
            "{\"alias\":\"blokkey-enrol\",\"providerId\":\"blokkey-enrol\",\"name\":\"Set up BlokKey on a phone\",\"enabled\":true,\"defaultAction\":false,\"priority\":200}";

    private final HttpClient http = HttpClient.newHttpClient();
    private final String keycloak;
    private String token;

    private Prepare(String keycloak) {
        this.keycloak = keycloak;
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        if (arguments.length != 6) {
            System.err.println("prepare: KEYCLOAK USER PASSWORD REALM FLOW-FILE FLOW-NAME");
            System.exit(2);
        }
        Prepare prepare = new Prepare(arguments[0]);
        prepare.signIn(arguments[1], arguments[2]);
        String realm = "/admin/realms/" + arguments[3];
        prepare.call("POST", realm + "/wsfed/flows", Files.readString(Path.of(arguments[4])));
        prepare.call("POST", realm + "/authentication/register-required-action", ACTION);
        prepare.call("PUT", realm + "/authentication/required-actions/blokkey-enrol", ACTION);
        prepare.call("PUT", realm, "{\"browserFlow\":\"" + arguments[5] + "\"}");
    }

    private void signIn(String user, String password) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create(keycloak + "/realms/master/protocol/openid-connect/token"))
                .timeout(LIMIT)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(
                        "grant_type=password&client_id=admin-cli&username=" + user + "&password=" + password))
                .build();
        Matcher found = TOKEN.matcher(send(request));
        if (!found.find()) {
            throw new IOException("no token for " + user);
        }
        token = found.group(1);
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
