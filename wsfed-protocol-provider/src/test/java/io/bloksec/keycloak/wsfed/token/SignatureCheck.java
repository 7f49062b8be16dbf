package io.bloksec.keycloak.wsfed.token;

import java.io.StringReader;
import java.security.PublicKey;
import javax.xml.crypto.dsig.XMLSignature;
import javax.xml.crypto.dsig.XMLSignatureFactory;
import javax.xml.crypto.dsig.dom.DOMValidateContext;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Element;
import org.xml.sax.InputSource;

/** A relying party's look at an assertion: parse it, find the signature, verify it with a key known beforehand. */
final class SignatureCheck {

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
        assertion.setIdAttribute("AssertionID", true);
        DOMValidateContext context = new DOMValidateContext(key, assertion.getLastChild());
        context.setProperty("org.jcp.xml.dsig.secureValidation", Boolean.TRUE);
        XMLSignature signature = XMLSignatureFactory.getInstance("DOM").unmarshalXMLSignature(context);
        return signature.validate(context);
    }
}
