package io.bloksec.keycloak.it.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.bloksec.demo.rp.DemoRelyingParty;
import io.bloksec.demo.rp.Directory;
import io.bloksec.demo.rp.Domain;
import io.bloksec.keycloak.it.house.KeycloakLogin;
import io.bloksec.keycloak.it.house.KeycloakServer;
import io.bloksec.keycloak.it.house.Page;
import io.bloksec.keycloak.it.house.Settings;
import io.bloksec.keycloak.it.house.UserSpec;
import io.bloksec.keycloak.it.house.WebUser;
import java.net.URI;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The realm that `./start` imports does for each of its accounts what `./start` says. */
class DemoRealmIT {

    private static final String ANA = "ana@corp.example";
    private static final String CLEO = "cleo@corp.example";

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
        String metadata = new WebUser()
                .get(URI.create(keycloak.realmUrl("demo")
                        + "/protocol/wsfed/FederationMetadata/2007-06/FederationMetadata.xml"))
                .body();
        entra.directory(new Directory(
                "urn:federation:MicrosoftOnline",
                List.of(Domain.fromMetadata(
                        "corp.example", metadata, Domain.MfaBehavior.acceptIfMfaDoneByFederatedIdp)),
                Map.of(ANA, "q83vASNFZ4mrze8BI0VniQ==", CLEO, "3q2+7wAAAAAAAAAAAAAAAA==")));
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

    private Page signIn(String account) {
        Page login = browser.get(URI.create(entra.homeUrl()))
                .form("form")
                .set("upn", account)
                .submit();
        return KeycloakLogin.signIn(login, UserSpec.named(account).password("demo"));
    }

    private void assertAccepted(Page token, String account) {
        Page result = token.form("form#wsfed-answer").submit();

        assertThat(result.text()).contains("Accepted: " + account + " is signed in");
    }
}
