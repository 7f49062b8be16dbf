package io.bloksec.keycloak.it.wsfed;

import static org.assertj.core.api.Assertions.assertThat;

import io.bloksec.keycloak.it.house.Certificate;
import io.bloksec.keycloak.it.house.Form;
import io.bloksec.keycloak.it.house.Judge;
import io.bloksec.keycloak.it.house.Judgement;
import io.bloksec.keycloak.it.house.Page;
import io.bloksec.keycloak.it.house.Xmlsec1;
import io.bloksec.keycloak.wsfed.schema.FederationSchemas;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringReader;
import java.net.URI;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.jsoup.Jsoup;
import org.jsoup.parser.Parser;
import org.w3c.dom.Element;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

/**
 * Exists so that no token passes a test without every judge's look at it: the schemas, OpenSAML, Fediz and xmlsec1. To have an
 * answer is to have one that all of them accept.
 *
 * @param form the form that carries it to the relying party
 * @param judgement OpenSAML's reading of the token
 */
public record Answer(Form form, String wresult, String wctx, Judgement judgement) {

    public static Answer on(Page page, String metadata) {
        return on(page, metadata, UnaryOperator.identity());
    }

    /** @param open what a relying party does to a {@code wresult} before it can read it */
    static Answer on(Page page, String metadata, UnaryOperator<String> open) {
        assertThat(page.status()).as("%s: %s", page.uri(), page.text()).isEqualTo(200);
        assertThat(page.has("form#wsfed-answer")).as(page.body()).isTrue();
        Form form = page.form("form#wsfed-answer");
        assertThat(form.value("wa")).isEqualTo("wsignin1.0");
        String wresult = open.apply(form.value("wresult"));
        return new Answer(form, wresult, form.value("wctx"), judge(wresult, metadata));
    }

    /** What a relying party with this key reads; opened by xmlsec1, which shares no code with what closed it. */
    static String decrypted(String wresult, Certificate relyingParty) {
        String token = assertion(wresult);
        String plain = Xmlsec1.decrypt(token, relyingParty.privateKeyPem());
        return wresult.replace(
                token, plain.substring(plain.indexOf("<saml:Assertion")).strip());
    }

    public URI action() {
        return form.action();
    }

    public String subject() {
        return judgement.subject();
    }

    public Map<String, List<String>> claims() {
        return judgement.claims();
    }

    Instant authenticationInstant() {
        return Instant.parse(statement("AuthenticationStatement", "AuthenticationInstant"));
    }

    String authenticationMethod() {
        return statement("AuthenticationStatement", "AuthenticationMethod");
    }

    String assertionId() {
        return parse(wresult)
                .getElementsByTagNameNS("*", "Assertion")
                .item(0)
                .getAttributes()
                .getNamedItem("AssertionID")
                .getNodeValue();
    }

    Instant notOnOrAfter() {
        return Instant.parse(statement("Conditions", "NotOnOrAfter"));
    }

    private String statement(String element, String attribute) {
        return ((Element) parse(wresult).getElementsByTagNameNS("*", element).item(0)).getAttribute(attribute);
    }

    private static Judgement judge(String wresult, String metadata) {
        try {
            FederationSchemas.validateResponse(wresult);
        } catch (SAXException e) {
            throw new AssertionError("Not schema-valid: " + e.getMessage() + "\n" + wresult, e);
        }
        Judgement openSaml = Judge.openSaml().judge(wresult, metadata);
        assertThat(openSaml.accepted())
                .as("OpenSAML: %s\n%s", openSaml.problems(), wresult)
                .isTrue();
        Judgement fediz = Judge.fediz().judge(wresult, metadata);
        assertThat(fediz.accepted())
                .as("Fediz: %s\n%s", fediz.problems(), wresult)
                .isTrue();
        Xmlsec1.Verification xmlsec1 = Xmlsec1.verify(assertion(wresult), certificate(wresult, metadata));
        assertThat(xmlsec1.valid())
                .as("xmlsec1: %s\n%s", xmlsec1.output(), wresult)
                .isTrue();
        return openSaml;
    }

    /** Cut out as text: that is how it is embedded. */
    static String assertion(String wresult) {
        String open = "<t:RequestedSecurityToken>";
        return wresult.substring(wresult.indexOf(open) + open.length(), wresult.indexOf("</t:RequestedSecurityToken>"));
    }

    /** That certificate of the metadata which the token names; which of several signs is a setting of the client. */
    private static X509Certificate certificate(String wresult, String metadata) {
        List<String> published = Jsoup.parse(metadata, "", Parser.xmlParser())
                .getElementsByTag("ds:X509Certificate")
                .eachText();
        String base64 = published.stream()
                .filter(wresult::contains)
                .findFirst()
                .orElseThrow(() -> new AssertionError("Signed with a certificate that is not in the metadata"));
        try {
            return (X509Certificate) CertificateFactory.getInstance("X.509")
                    .generateCertificate(
                            new ByteArrayInputStream(Base64.getDecoder().decode(base64)));
        } catch (CertificateException e) {
            throw new AssertionError("The metadata holds no certificate", e);
        }
    }

    private static Element parse(String xml) {
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
            factory.setNamespaceAware(true);
            return factory.newDocumentBuilder()
                    .parse(new InputSource(new StringReader(xml)))
                    .getDocumentElement();
        } catch (SAXException | ParserConfigurationException | IOException e) {
            throw new AssertionError(e);
        }
    }
}
