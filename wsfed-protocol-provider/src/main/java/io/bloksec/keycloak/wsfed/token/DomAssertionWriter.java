package io.bloksec.keycloak.wsfed.token;

import java.io.StringWriter;
import java.security.GeneralSecurityException;
import java.security.Provider;
import java.security.Security;
import java.util.List;
import javax.xml.crypto.MarshalException;
import javax.xml.crypto.dsig.CanonicalizationMethod;
import javax.xml.crypto.dsig.DigestMethod;
import javax.xml.crypto.dsig.Reference;
import javax.xml.crypto.dsig.SignatureMethod;
import javax.xml.crypto.dsig.SignedInfo;
import javax.xml.crypto.dsig.Transform;
import javax.xml.crypto.dsig.XMLSignature;
import javax.xml.crypto.dsig.XMLSignatureException;
import javax.xml.crypto.dsig.XMLSignatureFactory;
import javax.xml.crypto.dsig.dom.DOMSignContext;
import javax.xml.crypto.dsig.keyinfo.KeyInfo;
import javax.xml.crypto.dsig.keyinfo.KeyInfoFactory;
import javax.xml.crypto.dsig.spec.C14NMethodParameterSpec;
import javax.xml.crypto.dsig.spec.TransformParameterSpec;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.transform.OutputKeys;
import javax.xml.transform.Transformer;
import javax.xml.transform.TransformerException;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.dom.DOMSource;
import javax.xml.transform.stream.StreamResult;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/**
 * Writes an assertion as a DOM and signs it with the JDK's own XML signature provider, named explicitly: Keycloak has others
 * on its class path, with settings that anyone in the process may change.
 */
public final class DomAssertionWriter implements AssertionWriter {

    private static final String SAML = "urn:oasis:names:tc:SAML:1.0:assertion";
    private static final String XMLNS = "http://www.w3.org/2000/xmlns/";
    private static final String BEARER = "urn:oasis:names:tc:SAML:1.0:cm:bearer";

    private static final Provider XMLDSIG = Security.getProvider("XMLDSig");
    private static final DocumentBuilderFactory DOCUMENTS = DocumentBuilderFactory.newDefaultInstance();
    private static final TransformerFactory TRANSFORMERS = TransformerFactory.newDefaultInstance();

    static {
        DOCUMENTS.setNamespaceAware(true);
    }

    @Override
    public String write(Assertion assertion, SigningKey key) {
        try {
            Element root = toElement(assertion);
            sign(root, assertion.assertionId(), key);
            return serialise(root);
        } catch (GeneralSecurityException
                | MarshalException
                | XMLSignatureException
                | ParserConfigurationException
                | TransformerException e) {
            throw new IllegalStateException("The assertion could not be signed", e);
        }
    }

    private static Element toElement(Assertion assertion) throws ParserConfigurationException {
        Document document = newDocument();
        Element root = document.createElementNS(SAML, "saml:Assertion");
        document.appendChild(root);
        root.setAttributeNS(XMLNS, "xmlns:saml", SAML);
        root.setAttribute("MajorVersion", "1");
        root.setAttribute("MinorVersion", "1");
        root.setAttribute("AssertionID", assertion.assertionId());
        root.setAttribute("Issuer", assertion.issuer());
        root.setAttribute("IssueInstant", Timestamps.format(assertion.issueInstant()));

        Element conditions = child(root, "Conditions");
        conditions.setAttribute("NotBefore", Timestamps.format(assertion.notBefore()));
        conditions.setAttribute("NotOnOrAfter", Timestamps.format(assertion.notOnOrAfter()));
        child(child(conditions, "AudienceRestrictionCondition"), "Audience").setTextContent(assertion.audience());

        AuthenticationStatement authentication = assertion.authentication();
        Element authenticationStatement = child(root, "AuthenticationStatement");
        authenticationStatement.setAttribute("AuthenticationMethod", authentication.authenticationMethod());
        authenticationStatement.setAttribute(
                "AuthenticationInstant", Timestamps.format(authentication.authenticationInstant()));
        addSubject(authenticationStatement, assertion.subject());

        if (!assertion.attributes().isEmpty()) {
            Element attributeStatement = child(root, "AttributeStatement");
            addSubject(attributeStatement, assertion.subject());
            assertion.attributes().forEach(attribute -> addAttribute(attributeStatement, attribute));
        }
        return root;
    }

    private static void addSubject(Element statement, NameIdentifier name) {
        Element subject = child(statement, "Subject");
        Element nameIdentifier = child(subject, "NameIdentifier");
        nameIdentifier.setAttribute("Format", name.format());
        nameIdentifier.setTextContent(name.value());
        child(child(subject, "SubjectConfirmation"), "ConfirmationMethod").setTextContent(BEARER);
    }

    private static void addAttribute(Element attributeStatement, Attribute attribute) {
        Element element = child(attributeStatement, "Attribute");
        element.setAttribute("AttributeName", attribute.name());
        element.setAttribute("AttributeNamespace", attribute.namespace());
        attribute.values().forEach(value -> child(element, "AttributeValue").setTextContent(value));
    }

    private static Element child(Element parent, String name) {
        Element child = parent.getOwnerDocument().createElementNS(SAML, "saml:" + name);
        parent.appendChild(child);
        return child;
    }

    private static void sign(Element root, String assertionId, SigningKey key)
            throws GeneralSecurityException, MarshalException, XMLSignatureException {
        root.setIdAttribute("AssertionID", true);
        XMLSignatureFactory signatures = XMLSignatureFactory.getInstance("DOM", XMLDSIG);
        Reference reference = signatures.newReference(
                "#" + assertionId,
                signatures.newDigestMethod(DigestMethod.SHA256, null),
                List.of(
                        signatures.newTransform(Transform.ENVELOPED, (TransformParameterSpec) null),
                        signatures.newTransform(CanonicalizationMethod.EXCLUSIVE, (TransformParameterSpec) null)),
                null,
                null);
        SignedInfo signedInfo = signatures.newSignedInfo(
                signatures.newCanonicalizationMethod(CanonicalizationMethod.EXCLUSIVE, (C14NMethodParameterSpec) null),
                signatures.newSignatureMethod(SignatureMethod.RSA_SHA256, null),
                List.of(reference));
        KeyInfoFactory keyInfos = signatures.getKeyInfoFactory();
        KeyInfo keyInfo = keyInfos.newKeyInfo(List.of(keyInfos.newX509Data(List.of(key.certificate()))));
        DOMSignContext context = new DOMSignContext(key.privateKey(), root);
        context.setDefaultNamespacePrefix("ds");
        signatures.newXMLSignature(signedInfo, keyInfo).sign(context);
        for (String base64 : List.of("SignatureValue", "X509Certificate")) {
            joinLines(root, base64);
        }
    }

    /** The JDK breaks base64 into lines that end in a carriage return, which would reach the relying party as a reference. */
    private static void joinLines(Element root, String name) {
        NodeList elements = root.getElementsByTagNameNS(XMLSignature.XMLNS, name);
        for (int i = 0; i < elements.getLength(); i++) {
            Element element = (Element) elements.item(i);
            element.setTextContent(element.getTextContent().replaceAll("\\s", ""));
        }
    }

    private static Document newDocument() throws ParserConfigurationException {
        synchronized (DOCUMENTS) {
            return DOCUMENTS.newDocumentBuilder().newDocument();
        }
    }

    private static String serialise(Element root) throws TransformerException {
        Transformer transformer = newTransformer();
        transformer.setOutputProperty(OutputKeys.OMIT_XML_DECLARATION, "yes");
        transformer.setOutputProperty(OutputKeys.ENCODING, "UTF-8");
        StringWriter xml = new StringWriter(8 * 1024);
        transformer.transform(new DOMSource(root), new StreamResult(xml));
        return xml.toString();
    }

    private static Transformer newTransformer() throws TransformerException {
        synchronized (TRANSFORMERS) {
            return TRANSFORMERS.newTransformer();
        }
    }
}
