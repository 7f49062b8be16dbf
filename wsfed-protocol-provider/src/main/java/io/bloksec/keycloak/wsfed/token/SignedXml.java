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
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;

/**
 * A document as this module signs it: enveloped, exclusive canonicalisation, RSA-SHA256, one reference to the root's id, the certificate in
 * {@code KeyInfo}. By the JDK's own XML signature provider, named explicitly: Keycloak has others on its class path, with settings that anyone
 * in the process may change.
 */
public final class SignedXml {

    private static final String XMLNS = "http://www.w3.org/2000/xmlns/";

    private static final Provider XMLDSIG = Security.getProvider("XMLDSig");
    private static final DocumentBuilderFactory DOCUMENTS = DocumentBuilderFactory.newDefaultInstance();
    private static final TransformerFactory TRANSFORMERS = TransformerFactory.newDefaultInstance();

    static {
        DOCUMENTS.setNamespaceAware(true);
    }

    private SignedXml() {}

    /** The root of a new document, which declares its own prefix. */
    public static Element root(String namespace, String prefix, String name) {
        Document document = newDocument();
        Element root = document.createElementNS(namespace, prefix.isEmpty() ? name : prefix + ":" + name);
        document.appendChild(root);
        root.setAttributeNS(XMLNS, prefix.isEmpty() ? "xmlns" : "xmlns:" + prefix, namespace);
        return root;
    }

    /**
     * @param idAttribute name of the root's id
     * @param next the root's child that the signature stands before; null: it is the last one
     */
    public static void sign(Element root, String idAttribute, Node next, SigningKey key) {
        root.setIdAttribute(idAttribute, true);
        DOMSignContext context = new DOMSignContext(key.privateKey(), root);
        if (next != null) {
            context.setNextSibling(next);
        }
        context.setDefaultNamespacePrefix("ds");
        try {
            signature(root.getAttribute(idAttribute), key).sign(context);
        } catch (GeneralSecurityException | MarshalException | XMLSignatureException e) {
            throw new IllegalStateException("The document could not be signed", e);
        }
        Element signature = (Element) (next == null ? root.getLastChild() : next.getPreviousSibling());
        for (String base64 : List.of("SignatureValue", "X509Certificate")) {
            joinLines(signature, base64);
        }
    }

    /** One line, without XML declaration. */
    public static String serialise(Element root) {
        try {
            Transformer transformer = newTransformer();
            transformer.setOutputProperty(OutputKeys.OMIT_XML_DECLARATION, "yes");
            transformer.setOutputProperty(OutputKeys.ENCODING, "UTF-8");
            StringWriter xml = new StringWriter(8 * 1024);
            transformer.transform(new DOMSource(root), new StreamResult(xml));
            return xml.toString();
        } catch (TransformerException e) {
            throw new IllegalStateException("The document could not be written", e);
        }
    }

    private static XMLSignature signature(String id, SigningKey key) throws GeneralSecurityException {
        XMLSignatureFactory signatures = XMLSignatureFactory.getInstance("DOM", XMLDSIG);
        Reference reference = signatures.newReference(
                "#" + id,
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
        return signatures.newXMLSignature(signedInfo, keyInfo);
    }

    /** The JDK breaks base64 into lines that end in a carriage return, which would reach the relying party as a reference. */
    private static void joinLines(Element signature, String name) {
        NodeList elements = signature.getElementsByTagNameNS(XMLSignature.XMLNS, name);
        for (int i = 0; i < elements.getLength(); i++) {
            Element element = (Element) elements.item(i);
            element.setTextContent(element.getTextContent().replaceAll("\\s", ""));
        }
    }

    private static Document newDocument() {
        try {
            synchronized (DOCUMENTS) {
                return DOCUMENTS.newDocumentBuilder().newDocument();
            }
        } catch (ParserConfigurationException e) {
            throw new IllegalStateException("The JDK's own XML documents cannot be made", e);
        }
    }

    private static Transformer newTransformer() throws TransformerException {
        synchronized (TRANSFORMERS) {
            return TRANSFORMERS.newTransformer();
        }
    }
}
