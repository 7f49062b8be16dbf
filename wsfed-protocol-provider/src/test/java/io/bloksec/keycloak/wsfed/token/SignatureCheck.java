package io.bloksec.keycloak.wsfed.token;

import java.io.StringReader;
import java.security.PublicKey;
import javax.xml.crypto.dsig.XMLSignatureFactory;
import javax.xml.crypto.dsig.dom.DOMValidateContext;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.InputSource;

/** A relying party's look at an assertion or metadata: parse it, find the signature, verify it with a key known beforehand. */
public final class SignatureCheck {

    private SignatureCheck() {}

    static Element parse(String xml) throws Exception {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setNamespaceAware(true);
        factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
        return factory.newDocumentBuilder()
                .parse(new InputSource(new StringReader(xml)))
                .getDocumentElement();
    }

    static boolean verifies(Element assertion, PublicKey key) throws Exception {
        return verifies(assertion, "AssertionID", assertion.getLastChild(), key);
    }

    public static boolean verifiesMetadata(String xml, PublicKey key) throws Exception {
        Element root = parse(xml);
        return verifies(root, "ID", root.getFirstChild(), key);
    }

    static boolean verifies(Element root, String id, Node signature, PublicKey key) throws Exception {
        root.setIdAttribute(id, true);
        DOMValidateContext context = new DOMValidateContext(key, signature);
        context.setProperty("org.jcp.xml.dsig.secureValidation", Boolean.TRUE);
        return XMLSignatureFactory.getInstance("DOM")
                .unmarshalXMLSignature(context)
                .validate(context);
    }
}
