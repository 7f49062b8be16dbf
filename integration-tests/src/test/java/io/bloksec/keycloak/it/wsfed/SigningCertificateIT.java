package io.bloksec.keycloak.it.wsfed;

import static io.bloksec.keycloak.it.wsfed.WsFedRealm.ENTRA;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.bloksec.keycloak.it.house.Certificate;
import io.bloksec.keycloak.it.house.Event;
import io.bloksec.keycloak.it.house.KeycloakLogin;
import io.bloksec.keycloak.it.house.Page;
import io.bloksec.keycloak.it.house.Poll;
import io.bloksec.keycloak.it.house.WebUser;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The end of the signing certificate is told long before, to the administrator and in each sign-in's event. */
class SigningCertificateIT {

    private WsFedRealm wsfed;

    @BeforeEach
    void createRealm() {
        wsfed = WsFedRealm.create("certificate");
    }

    @AfterEach
    void removeRealm() {
        wsfed.close();
    }

    @Test
    void aYoungCertificateIsNoFinding() {
        assertThat(findings()).doesNotContain("certificate_expires", "certificate_expired");
        assertThat(eventOfASignIn().details()).doesNotContainKey("signing_certificate_expires");
    }

    @Test
    void oneWithSixWeeksLeftIsAWarning() {
        Instant end = useCertificate("-300d", 342);

        assertThat(findings()).contains("certificate_expires").doesNotContain("certificate_expired");
        assertThat(Instant.parse(eventOfASignIn().detail("signing_certificate_expires")))
                .isEqualTo(end.truncatedTo(ChronoUnit.SECONDS));
    }

    @Test
    void oneWithSevenWeeksLeftIsNot() {
        useCertificate("-300d", 349);

        assertThat(findings()).doesNotContain("certificate_expires", "certificate_expired");
    }

    /** Keycloak takes no key whose certificate has ended, and uses another one then; but this one is pinned. */
    @Test
    void oneThatHasEndedIsAnError() {
        Instant end = useCertificate("-1d+10S", 1);
        JsonNode keys = wsfed.realm.admin().get(wsfed.realm.path("keys"));
        wsfed.set(ENTRA, Map.of("wsfed.signing.kid", keys.at("/active/RS256").asText()));
        assertThat(findings()).contains("certificate_expires").doesNotContain("certificate_expired");

        Poll.until(
                "the end of the certificate",
                Duration.ofSeconds(15),
                () -> Instant.now().isAfter(end));

        assertThat(findings()).contains("certificate_expired").doesNotContain("certificate_expires");
        Page answer = KeycloakLogin.signIn(new WebUser().get(wsfed.signIn(ENTRA)), WsFedRealm.ANA);
        assertThat(answer.has("form#wsfed-answer"))
                .as("signed on with the key that Entra ID knows, which decides for itself")
                .isTrue();
        assertThat(Instant.parse(issued().detail("signing_certificate_expires")))
                .isEqualTo(end);
    }

    private Instant useCertificate(String start, int days) {
        Certificate certificate = Certificate.selfSigned("CN=signing", start, days);
        String component = wsfed.realm
                .admin()
                .create(
                        wsfed.realm.path("components"),
                        Map.of(
                                "name", "imported",
                                "providerId", "rsa",
                                "providerType", "org.keycloak.keys.KeyProvider",
                                "config",
                                        Map.of(
                                                "priority", List.of("300"),
                                                "enabled", List.of("true"),
                                                "active", List.of("true"),
                                                "algorithm", List.of("RS256"),
                                                "privateKey", List.of(certificate.privateKeyPem()),
                                                "certificate", List.of(certificate.pem()))));
        assertThat(component).isNotEmpty();
        wsfed.forgetMetadata();
        return certificate.end();
    }

    private List<String> findings() {
        JsonNode findings = wsfed.realm.admin().get(wsfed.doctorPath(ENTRA));
        return StreamSupport.stream(findings.spliterator(), false)
                .map(finding -> finding.get("code").asText())
                .toList();
    }

    private Event eventOfASignIn() {
        wsfed.signInAna(new WebUser(), wsfed.signIn(ENTRA));
        return issued();
    }

    private Event issued() {
        return wsfed.realm.awaitEvent(event -> "CODE_TO_TOKEN".equals(event.type()));
    }
}
