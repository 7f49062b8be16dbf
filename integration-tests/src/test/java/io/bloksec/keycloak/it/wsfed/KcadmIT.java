package io.bloksec.keycloak.it.wsfed;

import static io.bloksec.keycloak.it.wsfed.WsFedRealm.ENTRA;
import static io.bloksec.keycloak.it.wsfed.WsFedRealm.PLAIN;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.bloksec.keycloak.it.house.Kcadm;
import io.bloksec.keycloak.it.house.Settings;
import io.bloksec.keycloak.it.house.WebUser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The lines that the documentation gives for Keycloak's own command line, run by Keycloak's own command line. */
class KcadmIT {

    private static final String FLOW_LINE = "create wsfed/flows -r REALM -f docker/flows/";

    private static WsFedRealm wsfed;
    private static Kcadm kcadm;

    @BeforeAll
    static void logIn() {
        wsfed = WsFedRealm.create("kcadm");
        kcadm = Kcadm.loggedIn();
    }

    @AfterAll
    static void logOut() {
        kcadm.close();
        wsfed.close();
    }

    /** Each flow that we ship is named in the documentation, and its line works as it stands. */
    @Test
    void everyFlowIsAddedByItsLine() throws IOException {
        String docs = documentation();
        assertThat(docs).contains(FLOW_LINE + "microsoft-365.json");
        try (Stream<Path> files = Files.list(Settings.project().resolve("docker/flows"))) {
            for (Path file : files.toList()) {
                assertThat(docs).contains(file.getFileName().toString());
                kcadm.run((FLOW_LINE.replace("REALM", wsfed.realm.name()) + file.getFileName()).split(" "));
            }
        }

        assertThat(wsfed.realm.admin().get(wsfed.realm.path("authentication/flows")))
                .extracting(flow -> flow.get("alias").asText())
                .contains(
                        "Microsoft 365",
                        "Microsoft 365 first days",
                        "BlokKey only",
                        "BlokKey or passkey",
                        "Password then BlokKey",
                        "BlokKey with recovery codes");
    }

    @Test
    void aSettingIsAnAttributeOfTheClient() {
        String id = wsfed.realm.client(PLAIN).get("id").asText();

        kcadm.run(
                "update",
                "clients/" + id,
                "-r",
                wsfed.realm.name(),
                "-s",
                "attributes.\"wsfed.token.lifetime.minutes\"=30");

        Answer answer = wsfed.signInAna(new WebUser(), wsfed.signIn(PLAIN));
        assertThat(answer.notOnOrAfter())
                .isBetween(Instant.now().plusSeconds(28 * 60), Instant.now().plusSeconds(31 * 60));
    }

    /** As docs/kiosk.md says. */
    @Test
    void aWorkstationIsMadeByItsLines() {
        try (WsFedRealm own = WsFedRealm.create("kcadm-kiosk")) {
            String realm = own.realm.name();
            kcadm.run("create", "wsfed/flows", "-r", realm, "-f", "docker/flows/blokbadge-only.json");
            kcadm.run("update", "blokbadge/kiosks/client", "-r", realm, "-s", "flow=BlokBadge only", "-n");
            String name = "name=Ward 3, left";
            JsonNode made = kcadm.json("create", "blokbadge/kiosks", "-r", realm, "-s", name, "-s", "site=East", "-o");
            String group = own.realm.admin().create(own.realm.path("groups"), Map.of("name", "surgery"));
            String groups = "groups={\"" + group + "\":\"required\"}";
            kcadm.run("update", "blokbadge/settings", "-r", realm, "-s", "kiosk=off", "-s", groups, "-n");

            assertThat(made.get("code").asText()).matches("[A-Z2-9]{5}-[A-Z2-9]{5}");
            assertThat(own.realm.client("blokbadge-kiosk").get("enabled").asBoolean())
                    .isTrue();
            assertThat(own.realm
                            .admin()
                            .get(own.realm.path("blokbadge/settings"))
                            .path("groups")
                            .path(group)
                            .asText())
                    .isEqualTo("required");
        }
    }

    @Test
    void theDoctorAnswers() {
        String id = wsfed.realm.client(ENTRA).get("id").asText();

        JsonNode findings = kcadm.json("get", "wsfed/clients/" + id + "/doctor", "-r", wsfed.realm.name());

        assertThat(StreamSupport.stream(findings.spliterator(), false)
                        .map(finding -> finding.get("code").asText()))
                .contains("no_https", "key_not_pinned");
    }

    @Test
    void aClientIsMadeInOneLine() {
        kcadm.run(
                "create",
                "clients",
                "-r",
                wsfed.realm.name(),
                "-s",
                "clientId=https://sharepoint.example/",
                "-s",
                "protocol=wsfed",
                "-s",
                "redirectUris=[\"" + WsFedRealm.REPLY + "\"]");

        assertThat(wsfed.signInAna(new WebUser(), wsfed.signIn("https://sharepoint.example/"))
                        .wresult())
                .contains("<saml:Audience>https://sharepoint.example/</saml:Audience>");
    }

    private static String documentation() throws IOException {
        StringBuilder all = new StringBuilder();
        try (Stream<Path> docs = Files.walk(Settings.project().resolve("docs"))) {
            for (Path file : docs.filter(any -> any.toString().endsWith(".md")).toList()) {
                all.append(Files.readString(file).replace("kcadm.sh ", ""));
            }
        }
        return all.toString();
    }
}
