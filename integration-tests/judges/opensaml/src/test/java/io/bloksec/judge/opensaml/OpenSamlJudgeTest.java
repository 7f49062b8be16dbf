package io.bloksec.judge.opensaml;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bloksec.judge.Issuer;
import io.bloksec.judge.Judgement;
import io.bloksec.judge.Token;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A judge that accepts what it should refuse is worse than none: each of its reasons is seen once. */
class OpenSamlJudgeTest {

    @TempDir
    static Path directory;

    private static Issuer issuer;
    private static Issuer foreigner;

    private final Token token = new Token();

    @BeforeAll
    static void makeKeys() throws Exception {
        issuer = Issuer.create(directory, "issuer");
        foreigner = Issuer.create(directory, "foreigner");
    }

    @Test
    void aGoodTokenIsAcceptedAndReadExactly() throws Exception {
        token.subject = token.attributesSubject = " ana&#13; ";
        token.attributeValue = " &#13;&#10;\ud83d\ude00&amp;" + "x".repeat(4096) + "\t ";

        Judgement judgement = judge(token.signedBy(issuer));

        assertEquals(
                new Judgement(
                        "opensaml",
                        true,
                        List.of(),
                        token.id,
                        Issuer.ID,
                        Token.AUDIENCE,
                        " ana\r ",
                        "urn:oasis:names:tc:SAML:1.1:nameid-format:unspecified",
                        "urn:oasis:names:tc:SAML:1.0:am:password",
                        token.authenticated.toString(),
                        Map.of(
                                "http://schemas.xmlsoap.org/claims/UPN",
                                List.of(" \r\n\ud83d\ude00&" + "x".repeat(4096) + "\t "))),
                judgement);
    }

    @Test
    void attributesMayBeAbsent() throws Exception {
        token.withAttributes = false;

        assertEquals(List.of(), judge(token.signedBy(issuer)).problems());
    }

    @Test
    void oneByteChanged() throws Exception {
        refused(token.signedBy(issuer).replace("ana@corp", "anb@corp"), "signature: does not verify");
    }

    @Test
    void foreignKey() throws Exception {
        refused(
                token.signedBy(foreigner),
                "signature: the certificate in KeyInfo is not in the metadata",
                "signature: does not verify");
    }

    @Test
    void foreignKeyUnderTheRightCertificate() throws Exception {
        refused(token.signedBy(new Issuer(foreigner.key(), issuer.certificate())), "signature: does not verify");
    }

    @Test
    void unsigned() throws Exception {
        refused(token.signedBy(issuer).replaceAll("(?s)<ds:Signature.*</ds:Signature>", ""), "signature: none");
    }

    @Test
    void signatureNotLast() throws Exception {
        token.signatureFirst = true;

        refused(token.signedBy(issuer), "schema: ", "signature: not where it belongs");
    }

    @Test
    void expired() throws Exception {
        token.now = token.authenticated = Instant.now().minus(Duration.ofMinutes(64));

        refused(token.signedBy(issuer), "conditions: expired");
    }

    @Test
    void notValidYet() throws Exception {
        token.now = Instant.now().plus(Duration.ofMinutes(4));

        refused(token.signedBy(issuer), "conditions: not valid yet");
    }

    @Test
    void authenticatedInTheFuture() throws Exception {
        token.authenticated = Instant.now().plus(Duration.ofMinutes(4));

        refused(token.signedBy(issuer), "AuthenticationInstant: in the future");
    }

    @Test
    void wrongAudience() throws Exception {
        token.audience = "urn:other";

        refused(token.signedBy(issuer), "audience: [urn:other]");
    }

    @Test
    void audienceNotTheExpectedOne() throws Exception {
        Judgement judgement = new OpenSamlJudge(issuer.metadata(), "urn:mine").judge(token.signedBy(issuer));

        assertRefused(judgement, "AppliesTo: ", "audience: ");
    }

    @Test
    void wrongIssuer() throws Exception {
        token.issuer = "https://idp.example/realms/other";

        refused(token.signedBy(issuer), "issuer: https://idp.example/realms/other");
    }

    @Test
    void differingSubjects() throws Exception {
        token.attributesSubject = "eva";

        refused(token.signedBy(issuer), "Subject: not the same");
    }

    @Test
    void notBearer() throws Exception {
        token.confirmation = "urn:oasis:names:tc:SAML:1.0:cm:holder-of-key";

        refused(token.signedBy(issuer), "SubjectConfirmation: not bearer", "SubjectConfirmation: not bearer");
    }

    @Test
    void spaceBeforeTheAssertion() throws Exception {
        refused(
                token.signedBy(issuer).replace("<saml:Assertion", " <saml:Assertion"),
                "IllegalArgumentException: RequestedSecurityToken does not hold");
    }

    @Test
    void anEmptySaml2Assertion() throws Exception {
        String saml2 =
                "<saml2:Assertion xmlns:saml2='urn:oasis:names:tc:SAML:2.0:assertion'><saml2:Issuer>x</saml2:Issuer></saml2:Assertion>";

        refused(
                token.signedBy(issuer).replaceAll("(?s)<saml:Assertion.*</saml:Assertion>", saml2),
                "schema: ",
                "signature: none",
                "issuer: x",
                "conditions: a time is missing",
                "Subject: no NameID",
                "SubjectConfirmation: not bearer",
                "no AuthnStatement");
    }

    @Test
    void noAssertionAtAll() throws Exception {
        refused(
                token.signedBy(issuer).replaceAll("(?s)<saml:Assertion.*</saml:Assertion>", "<x/>"),
                "IllegalArgumentException: not a SAML assertion but x");
    }

    @Test
    void aBareResponseOfTheVersionThatHasCollections() throws Exception {
        refused(
                token.signedBy(issuer)
                        .replace(
                                "http://schemas.xmlsoap.org/ws/2005/02/trust",
                                "http://docs.oasis-open.org/ws-sx/ws-trust/200512"),
                "IllegalArgumentException: no RequestSecurityTokenResponse");
    }

    @Test
    void documentType() throws Exception {
        refused("<!DOCTYPE a>" + token.signedBy(issuer), "SAXParseException: DOCTYPE is disallowed");
    }

    @Test
    void metadataWithDocumentType() throws Exception {
        assertRefused(
                new OpenSamlJudge("<!DOCTYPE a>" + issuer.metadata(), null).judge(token.signedBy(issuer)),
                "SAXParseException: DOCTYPE is disallowed");
    }

    private static Judgement judge(String wresult) throws Exception {
        return new OpenSamlJudge(issuer.metadata(), null).judge(wresult);
    }

    private static void refused(String wresult, String... reasons) throws Exception {
        assertRefused(judge(wresult), reasons);
    }

    /** Exactly these reasons, in this order, told by how they begin. */
    private static void assertRefused(Judgement judgement, String... reasons) {
        assertFalse(judgement.accepted());
        assertEquals(reasons.length, judgement.problems().size(), judgement.problems()::toString);
        for (int i = 0; i < reasons.length; i++) {
            assertTrue(judgement.problems().get(i).startsWith(reasons[i]), judgement.problems()::toString);
        }
    }
}
