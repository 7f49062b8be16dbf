package io.bloksec.demo.rp;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import javax.xml.crypto.dsig.SignatureMethod;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Each rule refuses what breaks it, with Entra ID's code, and nothing else is wrong with the token. */
class EntraRulesTest {

    private static final TokenFixture IDP = TokenFixture.withNewKey();
    private static final TokenFixture STRANGER = TokenFixture.withNewKey();
    private static final Directory TENANT =
            new Directory(Directory.ENTRA, List.of(IDP.domain()), Map.of("ana@corp.example", "id-of-ana"));

    private DemoRelyingParty entra;

    @BeforeEach
    void start() throws Exception {
        entra = DemoRelyingParty.start(0, TENANT);
    }

    @AfterEach
    void stop() {
        entra.close();
    }

    @Test
    void acceptsAGoodToken() {
        Verdict verdict = judge(TokenFixture.response(IDP.signed(TokenFixture.assertion())));

        assertThat(verdict.failure()).isEmpty();
        assertThat(verdict.facts()).containsEntry("Account", "ana@corp.example");
    }

    @Test
    void refusesWhatTheTokenSays() {
        assertCode("AADSTS50107", changed(TokenFixture.ISSUER, TokenFixture.ISSUER + "/"));
        assertCode("AADSTS51004", changed("<s:AttributeValue>id-of-ana", "<s:AttributeValue>other"));
        assertCode("AADSTS50107", changed("ana@corp.example", "ana@other.example"));
        assertCode("AADSTS50008", changed("<s:Audience>urn:federation:", "<s:Audience>urn:other:"));
        assertCode("AADSTS50008", changed("MinorVersion=\"1\"", "MinorVersion=\"0\""));
        assertCode("AADSTS50008", changed("AssertionID=\"_", "AssertionID=\"0"));
        assertCode("AADSTS50008", changed("cm:bearer", "cm:holder-of-key"));
        assertCode("AADSTS50008", a -> a.replaceFirst("id-of-ana</s:NameIdentifier>", "id-of-bob</s:NameIdentifier>"));
        assertCode(
                "AADSTS50008",
                a -> a.replaceFirst(
                        "NotBefore=\"[^\"]*",
                        "NotBefore=\"" + TokenFixture.now().plusSeconds(400)));
        assertCode(
                "AADSTS50008",
                a -> a.replaceFirst(
                        "NotOnOrAfter=\"[^\"]*",
                        "NotOnOrAfter=\"" + TokenFixture.now().minusSeconds(400)));
        assertCode(
                "AADSTS50008",
                a -> a.replaceFirst(
                        "AuthenticationInstant=\"[^\"]*",
                        "AuthenticationInstant=\"" + TokenFixture.now().plusSeconds(400)));
        assertCode(
                "AADSTS50008",
                a -> a.replaceFirst(
                        "AuthenticationInstant=\"[^\"]*", "AuthenticationInstant=\"2026-11-23T10:00:00.12345678Z"));
    }

    @Test
    void refusesSignaturesThatDoNotHold() {
        String good = IDP.signed(TokenFixture.assertion());
        assertThat(judge(TokenFixture.response(good.replace("ana@corp", "eve@corp")))
                        .code())
                .isEqualTo("AADSTS50006");
        assertThat(judge(TokenFixture.response(TokenFixture.assertion())).code())
                .isEqualTo("AADSTS50006");
        assertThat(judge(TokenFixture.response(STRANGER.signed(TokenFixture.assertion())))
                        .code())
                .isEqualTo("AADSTS5000811");
        assertThat(judge(TokenFixture.response(IDP.signed(TokenFixture.assertion(), SignatureMethod.RSA_SHA1)))
                        .code())
                .isEqualTo("AADSTS50006");
    }

    /** The signed assertion is moved into a forged one, which comes first. */
    @Test
    void refusesAWrappedAssertion() {
        String good = IDP.signed(TokenFixture.assertion());
        String signature = good.substring(good.indexOf("<Signature"), good.indexOf("</s:Assertion>"));
        String forged = TokenFixture.assertion()
                .replace("ana@corp.example", "eve@corp.example")
                .replace("</s:Assertion>", "<s:Advice>" + good + "</s:Advice>" + signature + "</s:Assertion>");

        assertThat(judge(TokenFixture.response(forged)).code()).isEqualTo("AADSTS50006");
    }

    @Test
    void refusesOtherEnvelopes() {
        String good = IDP.signed(TokenFixture.assertion());
        String response = TokenFixture.response(good);
        assertThat(judge("<!DOCTYPE a>" + response).code()).isEqualTo("AADSTS20001");
        assertThat(judge(response.replace("ws/2005/02/trust", "ws-sx/200512")).code())
                .isEqualTo("AADSTS20001");
        assertThat(judge(TokenFixture.response(" " + good)).code()).isEqualTo("AADSTS20001");
        assertThat(judge(TokenFixture.response(good + good)).code()).isEqualTo("AADSTS20001");
        assertThat(judge("").code()).isEqualTo("AADSTS20001");
        assertThat(judge(response.replace("<a:Address>urn:", "<a:Address>other:"))
                        .code())
                .isEqualTo("AADSTS50008");
        assertThat(judge(response.replace("SAML:1.0:assertion</t:TokenType>", "SAML:2.0:assertion</t:TokenType>"))
                        .code())
                .isEqualTo("AADSTS50008");
    }

    @Test
    void refusesReplays() {
        PendingSignIn request = entra.beginSignIn(SignInOptions.of("ana@corp.example"));
        String response = TokenFixture.response(IDP.signed(TokenFixture.assertion()));
        assertThat(entra.judge("wsignin1.0", response, request.wctx()).accepted())
                .isTrue();

        assertThat(entra.judge("wsignin1.0", response, request.wctx()).code()).isEqualTo("AADSTS20012");
        assertThat(judge(response).code()).isEqualTo("AADSTS50008");
    }

    @Test
    void refusesAnOldAuthenticationWhereANewOneWasAskedFor() {
        String old = TokenFixture.response(IDP.signed(TokenFixture.assertion()
                .replaceFirst(
                        "AuthenticationInstant=\"[^\"]*",
                        "AuthenticationInstant=\"" + TokenFixture.now().minusSeconds(60))));
        PendingSignIn request =
                entra.beginSignIn(SignInOptions.of("ana@corp.example").prompting());

        assertThat(entra.judge("wsignin1.0", old, request.wctx()).code()).isEqualTo("AADSTS50133");
    }

    @Test
    void demandsTheMultiFactorClaimWhereAsked() {
        SignInOptions asked = SignInOptions.of("ana@corp.example")
                .authenticatedBy("http://schemas.microsoft.com/claims/multipleauthn");
        String without = TokenFixture.response(IDP.signed(TokenFixture.assertion()));
        assertThat(entra.judge("wsignin1.0", without, entra.beginSignIn(asked).wctx())
                        .code())
                .isEqualTo("AADSTS50079");

        String with = TokenFixture.response(IDP.signed(TokenFixture.assertion()
                .replace(
                        "</s:AttributeStatement>",
                        TokenFixture.attribute(
                                        "http://schemas.microsoft.com/claims",
                                        "authnmethodsreferences",
                                        "http://schemas.microsoft.com/claims/multipleauthn")
                                + "</s:AttributeStatement>")));
        assertThat(entra.judge("wsignin1.0", with, entra.beginSignIn(asked).wctx())
                        .accepted())
                .isTrue();

        entra.directory(new Directory(
                Directory.ENTRA,
                List.of(IDP.domain().withMfaBehavior(Domain.MfaBehavior.enforceMfaByFederatedIdp)),
                TENANT.users()));
        assertThat(judge(TokenFixture.response(IDP.signed(TokenFixture.assertion())))
                        .code())
                .isEqualTo("AADSTS50079");
    }

    @Test
    void showsHostileTextAsText() throws Exception {
        String markup = "<script>alert(1)</script>\"'&";
        String wresult = TokenFixture.response(IDP.signed(
                TokenFixture.assertion().replace("ana@corp.example", "&lt;script&gt;alert(1)&lt;/script&gt;\"'&amp;")));
        HttpClient http = HttpClient.newBuilder()
                .followRedirects(HttpClient.Redirect.NORMAL)
                .build();
        String body = "wa=" + encode(markup) + "&wctx=" + encode(markup) + "&wresult=" + encode(wresult);

        HttpResponse<String> page = http.send(
                HttpRequest.newBuilder(URI.create(entra.replyUrl()))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());

        assertThat(page.uri().getHost()).isEqualTo("127.0.0.1");
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body()).doesNotContain("<script>alert").contains("&lt;script&gt;alert(1)");
        assertThat(page.headers().firstValue("Content-Security-Policy"))
                .hasValueSatisfying(policy -> assertThat(policy).doesNotContain("unsafe"));
    }

    private static String encode(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }

    private static UnaryOperator<String> changed(String from, String to) {
        return assertion -> {
            assertThat(assertion).contains(from);
            return assertion.replace(from, to);
        };
    }

    private void assertCode(String code, UnaryOperator<String> change) {
        Verdict verdict = judge(TokenFixture.response(IDP.signed(change.apply(TokenFixture.assertion()))));
        assertThat(verdict.code()).as("%s", verdict.failure()).isEqualTo(code);
    }

    private Verdict judge(String wresult) {
        return entra.judge(
                "wsignin1.0",
                wresult,
                entra.beginSignIn(SignInOptions.of("ana@corp.example")).wctx());
    }
}
