package io.bloksec.keycloak.it.wsfed;

import static io.bloksec.keycloak.it.wsfed.WsFedRealm.ENTRA;
import static io.bloksec.keycloak.it.wsfed.WsFedRealm.PLAIN;
import static io.bloksec.keycloak.it.wsfed.WsFedRealm.REPLY;
import static org.assertj.core.api.Assertions.assertThat;

import io.bloksec.keycloak.it.house.FormEncoding;
import io.bloksec.keycloak.it.house.KeycloakLogin;
import io.bloksec.keycloak.it.house.Page;
import io.bloksec.keycloak.it.house.WebUser;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** One session, three protocols: a sign-out by WS-Federation reaches the applications of the others, too, and the other way round. */
class MixedSignOutIT {

    private static final String OIDC = "https://oidc.example/";
    private static final String SAML = "https://saml.example/";

    private static WsFedRealm wsfed;

    private final WebUser browser =
            new WebUser().stopBefore(uri -> !uri.getHost().equals("localhost"));

    @BeforeAll
    static void createRealm() {
        wsfed = WsFedRealm.create("mixed");
        wsfed.set(ENTRA, Map.of("wsfed.signout.url", "https://entra.example/login.srf"));
        wsfed.realm.createClient(Map.of(
                "clientId",
                "oidc",
                "publicClient",
                true,
                "redirectUris",
                List.of(OIDC + "*"),
                "frontchannelLogout",
                true,
                "attributes",
                Map.of(
                        "frontchannel.logout.url", OIDC + "out",
                        "frontchannel.logout.session.required", "true",
                        "post.logout.redirect.uris", "+")));
        wsfed.realm.createClient(Map.of(
                "clientId",
                SAML,
                "protocol",
                "saml",
                "frontchannelLogout",
                true,
                "redirectUris",
                List.of(SAML + "*"),
                "attributes",
                Map.of(
                        "saml_idp_initiated_sso_url_name", "saml",
                        "saml_assertion_consumer_url_post", SAML + "acs",
                        "saml_single_logout_service_url_redirect", SAML + "slo",
                        "saml.client.signature", "false",
                        "saml.server.signature", "false",
                        "saml.force.post.binding", "false")));
    }

    @AfterAll
    static void removeRealm() {
        wsfed.close();
    }

    @Test
    void bySaml2AndOpenIdConnectToo() {
        signInEverywhere();

        Page slo = browser.get(URI.create(wsfed.endpoint() + "?wa=wsignout1.0&wreply=" + REPLY));
        assertThat(slo.location().toString()).as(slo.text()).startsWith(SAML + "slo?SAMLRequest=");

        Page page = browser.get(answered(slo.location()));

        assertThat(page.html().select("#wsfed-sign-out iframe").eachAttr("src"))
                .as(page.text())
                .hasSize(2)
                .anyMatch(address -> address.equals("https://entra.example/login.srf?wa=wsignoutcleanup1.0"))
                .anyMatch(address -> address.matches("https://oidc\\.example/out\\?iss=[^&]+&sid=[^&]+"));
        assertThat(page.link("#wsfed-onward").uri()).isEqualTo(URI.create(REPLY));
        assertThat(KeycloakLogin.isShown(browser.get(wsfed.signIn(PLAIN)))).isTrue();
    }

    /** Ended by the OpenID Connect application: the relying party that has an address is visited on the way. */
    @Test
    void endedByOpenIdConnectItReachesTheRelyingParty() {
        signInEverywhere();

        Page at = browser.get(wsfed.realm.url("protocol/openid-connect/logout"))
                .form()
                .submit();
        boolean visited = false;
        boolean asked = false;
        while (at.isRedirect()) {
            String where = at.location().toString();
            if (where.startsWith(SAML)) {
                asked = true;
                at = browser.get(answered(at.location()));
            } else {
                assertThat(where).startsWith("https://entra.example/login.srf?wa=wsignoutcleanup1.0&wreply=");
                visited = true;
                at = browser.get(URI.create(
                        FormEncoding.decode(at.location().getRawQuery()).get("wreply")));
            }
        }
        assertThat(visited).isTrue();
        assertThat(asked).isTrue();
        assertThat(KeycloakLogin.isShown(browser.get(wsfed.signIn(PLAIN)))).isTrue();
    }

    private void signInEverywhere() {
        wsfed.signInAna(browser, wsfed.signIn(ENTRA));
        Page oidc = browser.get(URI.create(wsfed.realm.url("protocol/openid-connect/auth")
                + "?client_id=oidc&response_type=code&scope=openid&redirect_uri=" + OIDC));
        assertThat(oidc.location().toString()).contains("code=");
        assertThat(browser.get(wsfed.realm.url("protocol/saml/clients/saml")).body())
                .contains("SAMLResponse");
    }

    /** What the SAML application answers to the request in the address: it has ended its session. */
    private static URI answered(URI slo) {
        Map<String, String> query = FormEncoding.decode(slo.getRawQuery());
        String request = inflate(query.get("SAMLRequest"));
        String id = request.replaceAll("(?s).*\\bID=\"([^\"]+)\".*", "$1");
        String response =
                "<samlp:LogoutResponse xmlns:samlp=\"urn:oasis:names:tc:SAML:2.0:protocol\" ID=\"_answer\" Version=\"2.0\""
                        + " IssueInstant=\"" + Instant.now() + "\" Destination=\"" + wsfed.realm.url("protocol/saml")
                        + "\" InResponseTo=\"" + id
                        + "\"><saml:Issuer xmlns:saml=\"urn:oasis:names:tc:SAML:2.0:assertion\">" + SAML
                        + "</saml:Issuer><samlp:Status><samlp:StatusCode Value=\"urn:oasis:names:tc:SAML:2.0:status:Success\"/>"
                        + "</samlp:Status></samlp:LogoutResponse>";
        return URI.create(wsfed.realm.url("protocol/saml") + "?"
                + WsFedRealm.query(
                        Map.of("SAMLResponse", deflate(response), "RelayState", query.getOrDefault("RelayState", ""))));
    }

    private static String inflate(String message) {
        try (InflaterInputStream in = new InflaterInputStream(
                new ByteArrayInputStream(Base64.getMimeDecoder().decode(message)), new Inflater(true))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String deflate(String message) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DeflaterOutputStream out =
                new DeflaterOutputStream(bytes, new Deflater(Deflater.DEFAULT_COMPRESSION, true))) {
            out.write(message.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Base64.getEncoder().encodeToString(bytes.toByteArray());
    }
}
