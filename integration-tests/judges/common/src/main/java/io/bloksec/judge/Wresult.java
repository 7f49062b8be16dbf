package io.bloksec.judge;

import java.util.Map;
import javax.xml.namespace.QName;
import org.w3c.dom.Element;
import org.xml.sax.SAXException;

/**
 * The response around a token, in either version of WS-Trust: bare in that of February 2005, alone in a collection in 1.3.
 *
 * @param namespace of WS-Trust
 */
public record Wresult(Element response, String namespace) {

    private static final String ADDRESSING = "http://www.w3.org/2005/08/addressing";
    private static final String POLICY = "http://schemas.xmlsoap.org/ws/2004/09/policy";
    private static final String RESPONSE = "RequestSecurityTokenResponse";
    private static final Map<String, String> ROOTS = Map.of(
            "http://schemas.xmlsoap.org/ws/2005/02/trust",
            RESPONSE,
            "http://docs.oasis-open.org/ws-sx/ws-trust/200512",
            RESPONSE + "Collection");

    public static Wresult parse(String xml) throws SAXException {
        Element root = Xml.parse(xml);
        String namespace = String.valueOf(root.getNamespaceURI());
        if (!String.valueOf(root.getLocalName()).equals(ROOTS.get(namespace))) {
            throw new IllegalArgumentException(
                    "no RequestSecurityTokenResponse of WS-Trust 2005/02, no collection of WS-Trust 1.3");
        }
        Element response = root.getLocalName().equals(RESPONSE) ? root : Xml.path(root, new QName(namespace, RESPONSE));
        if (response == null) {
            throw new IllegalArgumentException("not one RequestSecurityTokenResponse in the collection");
        }
        return new Wresult(response, namespace);
    }

    /** Null where there is not one. */
    public String appliesTo() {
        Element address = Xml.path(
                response,
                new QName(POLICY, "AppliesTo"),
                new QName(ADDRESSING, "EndpointReference"),
                new QName(ADDRESSING, "Address"));
        return address == null ? null : address.getTextContent();
    }

    /** Many relying parties take the first node for the token, so not even white space may stand before it. */
    public Element token() {
        Element requested = Xml.path(response, new QName(namespace, "RequestedSecurityToken"));
        if (requested == null) {
            throw new IllegalArgumentException("not one RequestedSecurityToken");
        }
        if (!(requested.getFirstChild() instanceof Element element) || element.getNextSibling() != null) {
            throw new IllegalArgumentException("RequestedSecurityToken does not hold the assertion and nothing else");
        }
        return element;
    }
}
