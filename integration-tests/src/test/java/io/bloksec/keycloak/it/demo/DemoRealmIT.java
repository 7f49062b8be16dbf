package io.bloksec.keycloak.it.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.bloksec.demo.rp.DemoRelyingParty;
import io.bloksec.demo.rp.Directory;
import io.bloksec.demo.rp.Domain;
import io.bloksec.keycloak.it.house.KeycloakServer;
import io.bloksec.keycloak.it.house.Page;
import io.bloksec.keycloak.it.house.Settings;
import io.bloksec.keycloak.it.house.WebUser;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The realm that `./start` imports does for each of its accounts what `./start` says. */
class DemoRealmIT {

    private static final String ANA = "ana@corp.example";
    private static final String DANA = "dana@corp.example";
    private static final String CLEO = "cleo@corp.example";

    @TempDir
    static Path printed;

    private static KeycloakServer keycloak;
    private static DemoRelyingParty entra;

    private final WebUser browser = new WebUser();

    @BeforeAll
    static void importRealm() throws Exception {
        keycloak = KeycloakServer.running();
        entra = DemoRelyingParty.start(0, new Directory("urn:federation:MicrosoftOnline", List.of(), Map.of()));
        String json = Files.readString(Settings.project().resolve("demo/demo-realm.json"))
                .replaceAll(
                        "\\$\\{DEMO_RELYING_PARTY_URL:[^}]*}", entra.homeUrl().replaceAll("/$", ""));
        keycloak.admin().post("realms", new ObjectMapper().readTree(json));
        java("demo/Prepare.java", keycloak.url().toString(), "demo", entra.homeUrl(), printed.toString());
        String metadata = new WebUser()
                .get(URI.create(keycloak.realmUrl("demo")
                        + "/protocol/wsfed/FederationMetadata/2007-06/FederationMetadata.xml"))
                .body();
        entra.directory(new Directory(
                "urn:federation:MicrosoftOnline",
                List.of(Domain.fromMetadata(
                        "corp.example", metadata, Domain.MfaBehavior.acceptIfMfaDoneByFederatedIdp)),
                Map.of(
                        ANA,
                        "q83vASNFZ4mrze8BI0VniQ==",
                        CLEO,
                        "3q2+7wAAAAAAAAAAAAAAAA==",
                        DANA,
                        "ZGFuYS1kYW5hLWRhbmEtZA==")));
    }

    @AfterAll
    static void removeRealm() {
        entra.close();
        keycloak.admin().delete("realms/demo");
    }

    @Test
    void anaIsSignedIn() {
        assertAccepted(signIn(ANA), ANA);
    }

    @Test
    void benLacksAnImmutableId() {
        Page page = signIn("ben@corp.example");

        assertThat(page.has("#wsfed-error")).isTrue();
        assertThat(page.text()).contains("ImmutableID");
    }

    @Test
    void cleoChoosesANewPasswordFirst() {
        Page action = signIn(CLEO);
        assertThat(action.has("input[name=password-new]")).as(action.text()).isTrue();

        Page token = action.form("form#kc-passwd-update-form")
                .set("password-new", "another")
                .set("password-confirm", "another")
                .submit();

        assertAccepted(token, CLEO);
    }

    /** From a password to a phone, with the program that `./start` offers as target/phone. */
    @Test
    void danaSetsUpAPhoneAndSignsInWithIt(@TempDir Path directory) throws Exception {
        String file = directory.resolve("phone.json").toString();
        Page ticket = signIn(DANA).form("#blokkey-enrol form").submit("blokkey", "begin");
        String said = phone(
                "enrol",
                ticket.element("#blokkey-pairing").text(),
                "--issuer",
                keycloak.realmUrl("demo").toString(),
                "--file",
                file);
        Matcher digits = Pattern.compile("\\b[0-9]{3} ?[0-9]{3}\\b").matcher(said);
        assertThat(digits.find()).as(said).isTrue();
        Page codes = ticket.form("#blokkey-next")
                .submit()
                .form("#blokkey-code-form")
                .set("code", digits.group())
                .submit("blokkey", "code");
        assertAccepted(codes.form("#kc-recovery-codes-settings-form").submit(), DANA);

        Page waiting = name(new WebUser(), DANA).form("#blokkey-start").submit("blokkey", "start");
        phone("approve", "--number", waiting.element("#blokkey-number").text(), "--file", file);
        Page token = waiting.form("#blokkey-finish").submit();

        assertThat(token.element("input[name=wresult]").val()).contains("multipleauthn");
        assertAccepted(token, DANA);
    }

    private Page signIn(String account) {
        return name(browser, account)
                .form("#kc-form-login")
                .set("password", "demo")
                .submit();
    }

    private static Page name(WebUser browser, String account) {
        Page login = browser.get(URI.create(entra.homeUrl()))
                .form("form")
                .set("upn", account)
                .submit();
        return login.form("#kc-form-login").set("username", account).submit();
    }

    private static String phone(String... arguments) throws IOException, InterruptedException {
        List<String> all =
                new ArrayList<>(List.of("-jar", "integration-tests/simulators/phone/target/blokkey-phone.jar"));
        all.addAll(List.of(arguments));
        return java(all.toArray(String[]::new));
    }

    private static String java(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(Settings.project().toFile())
                .redirectErrorStream(true);
        builder.environment().put("KC_BOOTSTRAP_ADMIN_USERNAME", KeycloakServer.ADMIN);
        builder.environment().put("KC_BOOTSTRAP_ADMIN_PASSWORD", KeycloakServer.ADMIN_PASSWORD);
        builder.environment().put("DEMO_MANAGER_PASSWORD", "demo");
        Process process = builder.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        return said;
    }

    private void assertAccepted(Page token, String account) {
        Page result = token.form("form#wsfed-answer").submit();

        assertThat(result.text()).contains("Accepted: " + account + " is signed in");
    }
}
