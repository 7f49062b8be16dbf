package io.bloksec.judge.opensaml;

import io.bloksec.judge.Judgement;
import io.bloksec.judge.Metadata;
import io.bloksec.judge.Wresult;
import io.bloksec.judge.Xml;
import java.io.IOException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.xml.transform.dom.DOMSource;
import javax.xml.validation.Schema;
import org.opensaml.core.config.InitializationException;
import org.opensaml.core.config.InitializationService;
import org.opensaml.core.xml.XMLObject;
import org.opensaml.core.xml.config.XMLObjectProviderRegistrySupport;
import org.opensaml.core.xml.io.Unmarshaller;
import org.opensaml.core.xml.io.UnmarshallingException;
import org.opensaml.saml.common.xml.SAMLSchemaBuilder;
import org.opensaml.saml.saml1.core.Assertion;
import org.opensaml.saml.saml1.core.Attribute;
import org.opensaml.saml.saml1.core.AttributeStatement;
import org.opensaml.saml.saml1.core.AuthenticationStatement;
import org.opensaml.saml.saml1.core.Subject;
import org.opensaml.saml.saml2.metadata.EntityDescriptor;
import org.opensaml.saml.security.impl.SAMLSignatureProfileValidator;
import org.opensaml.security.x509.BasicX509Credential;
import org.opensaml.xmlsec.keyinfo.KeyInfoSupport;
import org.opensaml.xmlsec.signature.SignableXMLObject;
import org.opensaml.xmlsec.signature.Signature;
import org.opensaml.xmlsec.signature.support.SignatureException;
import org.opensaml.xmlsec.signature.support.SignatureValidator;
import org.w3c.dom.Attr;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.SAXException;

/** A relying party built on OpenSAML: reads a token with OpenSAML's objects and collects everything that is wrong with it. */
final class OpenSamlJudge {

    static final String NAME = "opensaml";
    private static final Schema SCHEMA;

    static {
        try {
            InitializationService.initialize();
            SCHEMA = new SAMLSchemaBuilder(SAMLSchemaBuilder.SAML1Version.SAML_11).getSAMLSchema();
        } catch (InitializationException | SAXException e) {
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
            checkMetadataSignature(metadata);
            Wresult response = Wresult.parse(wresult);
            Element element = response.token();
            XMLObject token = unmarshal(element);
            if (token instanceof org.opensaml.saml.saml2.core.Assertion saml2) {
                checkSchema(element);
                // Its schema has the signature behind the issuer.
                checkSignature(saml2, element.getFirstChild().getNextSibling(), metadata);
                Saml2Checks checks = new Saml2Checks(saml2, problems);
                checks.check(metadata, audience(response));
                return checks.judgement();
            }
            if (!(token instanceof Assertion assertion)) {
                throw new IllegalArgumentException(
                        "not a SAML assertion but " + element.getNodeName() + " of " + element.getNamespaceURI());
            }
            checkSchema(element);
            checkSignature(assertion, element.getLastChild(), metadata);
            new StatementChecks(problems).check(assertion, metadata, audience(response));
            return judgement(assertion);
        } catch (Exception | StackOverflowError e) {
            // Whatever a token makes OpenSAML throw is a refusal, not the end of the judge.
            problems.add(e.getClass().getSimpleName() + ": " + e.getMessage());
            return Judgement.refused(NAME, problems);
        }
    }

    /** Who signs metadata has a key that it names; unsigned metadata came by a way that is trusted. */
    private void checkMetadataSignature(Metadata metadata) throws Exception {
        Element root = Xml.parse(metadataXml);
        if (!(unmarshal(root) instanceof EntityDescriptor entity) || entity.getSignature() == null) {
            return;
        }
        if (root.getFirstChild() != entity.getSignature().getDOM()) {
            problems.add("metadata signature: not the first child");
        }
        verify("metadata signature", entity.getSignature(), metadata);
    }

    private String audience(Wresult response) {
        String appliesTo = response.appliesTo();
        if (appliesTo == null) {
            problems.add("AppliesTo: not one address");
        } else if (expectedAudience != null && !expectedAudience.equals(appliesTo)) {
            problems.add("AppliesTo: " + appliesTo + ", not " + expectedAudience);
        }
        return expectedAudience != null ? expectedAudience : appliesTo;
    }

    /** Null for what OpenSAML does not know. */
    private static XMLObject unmarshal(Element element) throws UnmarshallingException {
        Unmarshaller unmarshaller =
                XMLObjectProviderRegistrySupport.getUnmarshallerFactory().getUnmarshaller(element);
        return unmarshaller == null ? null : unmarshaller.unmarshall(element);
    }

    private void checkSchema(Element assertion) throws IOException {
        try {
            SCHEMA.newValidator().validate(new DOMSource(assertion));
        } catch (SAXException e) {
            problems.add("schema: " + e.getMessage());
        }
    }

    /** @param place the node that it has to be */
    private void checkSignature(SignableXMLObject assertion, Node place, Metadata metadata) throws Exception {
        Signature signature = assertion.getSignature();
        if (signature == null) {
            problems.add("signature: none");
            return;
        }
        if (place != signature.getDOM()) {
            problems.add("signature: not where it belongs");
        }
        verify("signature", signature, metadata);
    }

    private void verify(String what, Signature signature, Metadata metadata) throws Exception {
        try {
            new SAMLSignatureProfileValidator().validate(signature);
        } catch (SignatureException e) {
            problems.add(what + " profile: " + e.getMessage());
        }
        List<X509Certificate> inKeyInfo = KeyInfoSupport.getCertificates(signature.getKeyInfo());
        if (inKeyInfo.isEmpty() || !metadata.certificates().containsAll(inKeyInfo)) {
            problems.add(what + ": the certificate in KeyInfo is not in the metadata");
        }
        List<String> refusals = new ArrayList<>();
        for (X509Certificate certificate : metadata.certificates()) {
            try {
                SignatureValidator.validate(signature, new BasicX509Credential(certificate));
                return;
            } catch (SignatureException e) {
                refusals.add(e.getMessage());
            }
        }
        problems.add(what + ": does not verify with any certificate of the metadata: " + refusals);
    }

    private Judgement judgement(Assertion assertion) {
        var authentication = assertion.getAuthenticationStatements().stream().findFirst();
        // From the DOM where OpenSAML's objects would trim a text or write a time anew.
        Element name = authentication
                .map(AuthenticationStatement::getSubject)
                .map(Subject::getNameIdentifier)
                .map(XMLObject::getDOM)
                .orElse(null);
        return new Judgement(
                NAME,
                problems.isEmpty(),
                problems,
                assertion.getID(),
                assertion.getIssuer(),
                StatementChecks.audiences(assertion).findFirst().orElse(null),
                name == null ? null : name.getTextContent(),
                name == null || !name.hasAttribute("Format") ? null : name.getAttribute("Format"),
                authentication
                        .map(AuthenticationStatement::getAuthenticationMethod)
                        .orElse(null),
                authentication
                        .map(statement -> statement.getDOM().getAttributeNode("AuthenticationInstant"))
                        .map(Attr::getValue)
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
                        .addAll(values(attribute));
            }
        }
        return claims;
    }

    private static List<String> values(Attribute attribute) {
        return attribute.getAttributeValues().stream()
                .map(value -> value.getDOM().getTextContent())
                .toList();
    }
}
