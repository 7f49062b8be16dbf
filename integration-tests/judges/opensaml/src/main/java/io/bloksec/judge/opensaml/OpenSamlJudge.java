package io.bloksec.judge.opensaml;

import java.io.IOException;
import java.io.StringReader;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.xml.transform.dom.DOMSource;
import net.shibboleth.utilities.java.support.component.ComponentInitializationException;
import net.shibboleth.utilities.java.support.xml.BasicParserPool;
import net.shibboleth.utilities.java.support.xml.SerializeSupport;
import org.opensaml.core.config.InitializationException;
import org.opensaml.core.config.InitializationService;
import org.opensaml.core.xml.XMLObject;
import org.opensaml.core.xml.config.XMLObjectProviderRegistrySupport;
import org.opensaml.core.xml.util.XMLObjectSupport;
import org.opensaml.saml.common.xml.SAMLSchemaBuilder;
import org.opensaml.saml.saml1.core.Assertion;
import org.opensaml.saml.saml1.core.Attribute;
import org.opensaml.saml.saml1.core.AttributeStatement;
import org.opensaml.saml.saml1.core.Subject;
import org.opensaml.saml.security.impl.SAMLSignatureProfileValidator;
import org.opensaml.security.x509.BasicX509Credential;
import org.opensaml.xmlsec.keyinfo.KeyInfoSupport;
import org.opensaml.xmlsec.signature.Signature;
import org.opensaml.xmlsec.signature.support.SignatureException;
import org.opensaml.xmlsec.signature.support.SignatureValidator;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.SAXException;

/** A relying party built on OpenSAML: reads a token with OpenSAML's objects and collects everything that is wrong with it. */
final class OpenSamlJudge {

    private static final String NAME = "opensaml";
    private static final String TRUST = "http://schemas.xmlsoap.org/ws/2005/02/trust";
    private static final String ADDRESSING = "http://www.w3.org/2005/08/addressing";

    static {
        try {
            InitializationService.initialize();
            BasicParserPool pool = new BasicParserPool();
            pool.initialize();
            XMLObjectProviderRegistrySupport.setParserPool(pool);
        } catch (InitializationException | ComponentInitializationException e) {
            throw new IllegalStateException(e);
        }
    }

    private final String metadataXml;
    private final String expectedAudience;
    private final List<String> problems = new ArrayList<>();

    /** @param expectedAudience null: whatever the response applies to */
    OpenSamlJudge(String metadataXml, String expectedAudience) {
        this.metadataXml = metadataXml;
        this.expectedAudience = expectedAudience;
    }

    Judgement judge(String wresult) {
        try {
            Metadata metadata = Metadata.parse(metadataXml);
            Element response = Xml.parse(wresult);
            Assertion assertion = unmarshall(response);
            checkSchema(assertion);
            checkSignature(assertion, metadata);
            new StatementChecks(problems).check(assertion, metadata, audience(response));
            return judgement(assertion);
        } catch (Exception e) {
            // Whatever a token makes OpenSAML throw is a refusal, not the end of the judge.
            problems.add(e.getClass().getSimpleName() + ": " + e.getMessage());
            return Judgement.refused(NAME, problems);
        }
    }

    private String audience(Element response) {
        String appliesTo = Xml.elements(response, ADDRESSING, "Address").stream()
                .findFirst()
                .map(Element::getTextContent)
                .orElse(null);
        if (expectedAudience != null && !expectedAudience.equals(appliesTo)) {
            problems.add("AppliesTo is " + appliesTo + ", not " + expectedAudience);
        }
        return expectedAudience != null ? expectedAudience : appliesTo;
    }

    private static Assertion unmarshall(Element response) throws Exception {
        if (!TRUST.equals(response.getNamespaceURI())
                || !"RequestSecurityTokenResponse".equals(response.getLocalName())) {
            throw new IllegalArgumentException("no RequestSecurityTokenResponse of WS-Trust 2005/02");
        }
        List<Element> requested = Xml.elements(response, TRUST, "RequestedSecurityToken");
        if (requested.size() != 1) {
            throw new IllegalArgumentException(requested.size() + " RequestedSecurityToken elements");
        }
        Node first = requested.get(0).getFirstChild();
        if (!(first instanceof Element element) || first.getNextSibling() != null) {
            throw new IllegalArgumentException("RequestedSecurityToken does not hold the assertion and nothing else");
        }
        // A document of its own, as a relying party cuts it out.
        XMLObject token = XMLObjectSupport.unmarshallFromReader(
                XMLObjectProviderRegistrySupport.getParserPool(),
                new StringReader(SerializeSupport.nodeToString(element)));
        if (!(token instanceof Assertion assertion)) {
            throw new IllegalArgumentException("not a SAML 1.1 assertion but " + token.getElementQName());
        }
        return assertion;
    }

    private void checkSchema(Assertion assertion) throws SAXException, IOException {
        try {
            new SAMLSchemaBuilder(SAMLSchemaBuilder.SAML1Version.SAML_11)
                    .getSAMLSchema()
                    .newValidator()
                    .validate(new DOMSource(assertion.getDOM()));
        } catch (SAXException e) {
            problems.add("schema: " + e.getMessage());
        }
    }

    private void checkSignature(Assertion assertion, Metadata metadata) throws Exception {
        Signature signature = assertion.getSignature();
        if (signature == null) {
            problems.add("signature: none");
            return;
        }
        if (assertion.getDOM().getLastChild() != signature.getDOM()) {
            problems.add("signature: not the last child");
        }
        try {
            new SAMLSignatureProfileValidator().validate(signature);
        } catch (SignatureException e) {
            problems.add("signature profile: " + e.getMessage());
        }
        List<X509Certificate> inKeyInfo = KeyInfoSupport.getCertificates(signature.getKeyInfo());
        if (inKeyInfo.size() != 1 || !metadata.certificates().contains(inKeyInfo.get(0))) {
            problems.add("signature: the certificate in KeyInfo is not in the metadata");
        }
        if (metadata.certificates().stream().noneMatch(certificate -> verifies(signature, certificate))) {
            problems.add("signature: does not verify with any certificate of the metadata");
        }
    }

    private static boolean verifies(Signature signature, X509Certificate certificate) {
        try {
            SignatureValidator.validate(signature, new BasicX509Credential(certificate));
            return true;
        } catch (SignatureException e) {
            return false;
        }
    }

    private Judgement judgement(Assertion assertion) {
        var authentication = assertion.getAuthenticationStatements().stream().findFirst();
        Subject subject =
                authentication.map(statement -> statement.getSubject()).orElse(null);
        var name = subject == null ? null : subject.getNameIdentifier();
        return new Judgement(
                NAME,
                problems.isEmpty(),
                problems,
                assertion.getID(),
                assertion.getIssuer(),
                StatementChecks.audiences(assertion).findFirst().orElse(null),
                name == null ? null : name.getValue(),
                name == null ? null : name.getFormat(),
                authentication
                        .map(statement -> statement.getAuthenticationMethod())
                        .orElse(null),
                authentication
                        .map(statement -> String.valueOf(statement.getAuthenticationInstant()))
                        .orElse(null),
                claims(assertion));
    }

    private static Map<String, List<String>> claims(Assertion assertion) {
        Map<String, List<String>> claims = new LinkedHashMap<>();
        for (AttributeStatement statement : assertion.getAttributeStatements()) {
            for (Attribute attribute : statement.getAttributes()) {
                claims.computeIfAbsent(
                                attribute.getAttributeNamespace() + "/" + attribute.getAttributeName(),
                                type -> new ArrayList<>())
                        .addAll(values(attribute).collect(Collectors.toList()));
            }
        }
        return claims;
    }

    private static Stream<String> values(Attribute attribute) {
        return attribute.getAttributeValues().stream()
                .map(value -> value.getDOM().getTextContent());
    }
}
