package io.bloksec.judge.fediz;

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

/** A judge that accepts what it should refuse is worse than none: Fediz, as configured here, is seen to refuse. */
class FedizJudgeTest {

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
                        "fediz",
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
    void replay() throws Exception {
        String wresult = token.signedBy(issuer);

        assertTrue(judge(wresult).accepted());
        refused(wresult, "ProcessingException TOKEN_REPLAY");
    }

    @Test
    void oneByteChanged() throws Exception {
        refused(token.signedBy(issuer).replace("ana@corp", "anb@corp"), "ProcessingException TOKEN_INVALID");
    }

    @Test
    void foreignKey() throws Exception {
        refused(token.signedBy(foreigner), "ProcessingException ISSUER_NOT_TRUSTED");
    }

    @Test
    void foreignKeyUnderTheRightCertificate() throws Exception {
        refused(token.signedBy(new Issuer(foreigner.key(), issuer.certificate())), "ProcessingException TOKEN_INVALID");
    }

    @Test
    void unsigned() throws Exception {
        refused(
                token.signedBy(issuer).replaceAll("(?s)<ds:Signature.*</ds:Signature>", ""),
                "ProcessingException TOKEN_NO_SIGNATURE");
    }

    @Test
    void expired() throws Exception {
        token.now = token.authenticated = Instant.now().minus(Duration.ofMinutes(64));

        refused(token.signedBy(issuer), "ProcessingException TOKEN_EXPIRED");
    }

    @Test
    void notValidYet() throws Exception {
        token.now = Instant.now().plus(Duration.ofMinutes(4));

        refused(token.signedBy(issuer), "ProcessingException TOKEN_INVALID");
    }

    @Test
    void wrongAudience() throws Exception {
        token.audience = "urn:other";

        refused(token.signedBy(issuer), "audience: urn:other, not urn:federation:MicrosoftOnline");
    }

    @Test
    void audienceNotTheExpectedOne() throws Exception {
        Judgement judgement = new FedizJudge(issuer.metadata(), "urn:mine").judge(token.signedBy(issuer));

        assertRefused(judgement, "audience: urn:federation:MicrosoftOnline, not urn:mine");
    }

    @Test
    void wrongIssuer() throws Exception {
        token.issuer = "https://idp.example/realms/other";

        refused(token.signedBy(issuer), "issuer: https://idp.example/realms/other");
    }

    @Test
    void saml2() throws Exception {
        String saml2 = "<saml2:Assertion xmlns:saml2='urn:oasis:names:tc:SAML:2.0:assertion'/>";

        refused(
                token.signedBy(issuer).replaceAll("(?s)<saml:Assertion.*</saml:Assertion>", saml2),
                "ProcessingException ");
    }

    @Test
    void documentType() throws Exception {
        String wresult = "<!DOCTYPE a>" + token.signedBy(issuer);

        refused(wresult, "SAXParseException: DOCTYPE is disallowed");
        assertRefused(
                new FedizJudge(issuer.metadata(), Token.AUDIENCE).judge(wresult),
                "SAXParseException: DOCTYPE is disallowed");
    }

    private static Judgement judge(String wresult) throws Exception {
        return new FedizJudge(issuer.metadata(), null).judge(wresult);
    }

    private static void refused(String wresult, String reason) throws Exception {
        assertRefused(judge(wresult), reason);
    }

    /** Exactly this reason, told by how it begins. */
    private static void assertRefused(Judgement judgement, String reason) {
        assertFalse(judgement.accepted());
        assertEquals(1, judgement.problems().size(), judgement.problems()::toString);
        assertTrue(judgement.problems().get(0).startsWith(reason), judgement.problems()::toString);
    }
}
