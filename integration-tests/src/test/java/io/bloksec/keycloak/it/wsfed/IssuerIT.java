package io.bloksec.keycloak.it.wsfed;

import static io.bloksec.keycloak.it.wsfed.WsFedRealm.ANA;
import static io.bloksec.keycloak.it.wsfed.WsFedRealm.ENTRA;
import static org.assertj.core.api.Assertions.assertThat;

import io.bloksec.demo.rp.DemoRelyingParty;
import io.bloksec.demo.rp.Directory;
import io.bloksec.demo.rp.Domain;
import io.bloksec.demo.rp.SignInOptions;
import io.bloksec.demo.rp.Verdict;
import io.bloksec.keycloak.it.house.KeycloakLogin;
import io.bloksec.keycloak.it.house.Page;
import io.bloksec.keycloak.it.house.UserSpec;
import io.bloksec.keycloak.it.house.WebUser;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** One realm for several domains of a tenant, each with its issuer: what Entra ID accepts, and whom we refuse beforehand. */
class IssuerIT {

    private static final String CORP = "https://idp.example/corp";
    private static final String OTHER = "urn:other";
    private static final UserSpec WARD =
            UserSpec.named("wes@ward.corp.example").attribute("immutableId", "d2VzLXdlcy13ZXMtd2VzLQ==");
    private static final UserSpec OTTO =
            UserSpec.named("otto@other.example").attribute("immutableId", "b3R0by1vdHRvLW90dG8tbw==");
    private static final UserSpec STRAY =
            UserSpec.named("sue@stray.example").attribute("immutableId", "c3VlLXN1ZS1zdWUtc3VlLQ==");

    private static WsFedRealm wsfed;
    private static DemoRelyingParty entra;

    private final WebUser browser = new WebUser();

    @BeforeAll
    static void federateTwoDomains() throws Exception {
        wsfed = WsFedRealm.create("issuers");
        List.of(WARD, OTTO, STRAY).forEach(wsfed.realm::createUser);
        entra = DemoRelyingParty.start(
                0,
                new Directory(
                        ENTRA,
                        List.of(domain("corp.example", CORP), domain("other.example", OTHER)),
                        Map.of(
                                ANA.username(), "q83vASNFZ4mrze8BI0VniQ==",
                                WARD.username(), "d2VzLXdlcy13ZXMtd2VzLQ==",
                                OTTO.username(), "b3R0by1vdHRvLW90dG8tbw==",
                                STRAY.username(), "c3VlLXN1ZS1zdWUtc3VlLQ==")));
        wsfed.realm.updateClient(ENTRA, client -> {
            client.put("baseUrl", entra.replyUrl());
            client.putArray("redirectUris").add(entra.replyUrl());
        });
    }

    @AfterAll
    static void stop() {
        entra.close();
        wsfed.close();
    }

    @AfterEach
    void forgetSettings() {
        wsfed.set(ENTRA, Map.of("wsfed.issuer", "", "wsfed.issuer.domains", ""));
    }

    @Test
    void eachDomainIsSpokenForByItsIssuer() {
        useTable();

        assertIssuer(signIn(ANA), CORP, "&domain=corp.example");
        // A subdomain takes its root's.
        assertIssuer(signIn(WARD), CORP, "&domain=ward.corp.example");
        assertIssuer(signIn(OTTO), OTHER, "&domain=other.example");
    }

    @Test
    void whoseDomainIsNotInTheTableGetsNoToken() {
        useTable();

        Page page = KeycloakLogin.signIn(browser.get(wsfed.signIn(ENTRA)), STRAY);

        wsfed.assertRefused(page, "wsfed_domain_not_federated");
    }

    /** The claim counts, not the user name: Entra ID reads the claim. */
    @Test
    void theDomainIsThatOfTheUpnClaim() {
        useTable();
        UserSpec local = UserSpec.named("local-name")
                .email("local@other.example")
                .attribute("immutableId", "b3R0by1vdHRvLW90dG8tbw==");
        wsfed.realm.createUser(local);
        String mapper = wsfed.mapperId(ENTRA, "UPN");
        wsfed.updateMapper(ENTRA, mapper, config -> config.put("user.attribute", "email"));
        try {
            assertIssuer(KeycloakLogin.signIn(browser.get(wsfed.signIn(ENTRA)), local), OTHER, "&domain=other.example");
        } finally {
            wsfed.updateMapper(ENTRA, mapper, config -> config.put("user.attribute", "username"));
        }
    }

    /** What Entra ID says when the realm speaks for everyone with one voice. */
    @Test
    void withoutATableEntraRefuses() {
        Verdict verdict = verdict(OTTO);

        assertThat(verdict.accepted()).isFalse();
        assertThat(verdict.code()).isEqualTo("AADSTS50107");
    }

    @Test
    void aFixedIssuerSpeaksForAll() {
        wsfed.set(ENTRA, Map.of("wsfed.issuer", CORP));

        assertIssuer(signIn(ANA), CORP, "");
        assertThat(verdict(OTTO).accepted())
                .as("another domain's user with corp's issuer")
                .isFalse();
    }

    @Test
    void aTableThatCannotBeReadMeansNoToken() {
        wsfed.set(ENTRA, Map.of("wsfed.issuer.domains", "corp.example"));

        wsfed.assertRefused(KeycloakLogin.signIn(browser.get(wsfed.signIn(ENTRA)), ANA), "wsfed_setting_invalid");
    }

    private static void useTable() {
        wsfed.set(ENTRA, Map.of("wsfed.issuer.domains", "corp.example=" + CORP + "\nother.example=" + OTHER));
        assertThat(verdict(ANA).accepted()).isTrue();
        assertThat(verdict(WARD).accepted()).isTrue();
        assertThat(verdict(OTTO).accepted()).isTrue();
    }

    private Page signIn(UserSpec user) {
        return KeycloakLogin.signIn(new WebUser().get(wsfed.signIn(ENTRA)), user);
    }

    /** By the metadata of that issuer, which a relying party reads. */
    private static void assertIssuer(Page page, String issuer, String domain) {
        String metadata = new WebUser()
                .get(URI.create(wsfed.endpoint()
                        + "/FederationMetadata/2007-06/FederationMetadata.xml?wtrealm=urn:federation:MicrosoftOnline"
                        + domain))
                .body();
        assertThat(metadata).contains("entityID=\"" + issuer + "\"");
        assertThat(Answer.on(page, metadata).judgement().issuer()).isEqualTo(issuer);
    }

    private static Verdict verdict(UserSpec user) {
        Page login = new WebUser()
                .get(entra.beginSignIn(SignInOptions.of(user.username())).requestUri());
        Page result =
                KeycloakLogin.signIn(login, user).form("form#wsfed-answer").submit();
        return entra.verdict(result.query().get("id")).orElseThrow();
    }

    /** As an administrator writes it down at Entra ID, who knows the realm's endpoint and certificate under another name. */
    private static Domain domain(String name, String issuer) {
        String metadata = wsfed.metadata().replace("entityID=\"" + wsfed.realm.url(), "entityID=\"" + issuer);
        return Domain.fromMetadata(name, metadata, Domain.MfaBehavior.acceptIfMfaDoneByFederatedIdp);
    }
}
