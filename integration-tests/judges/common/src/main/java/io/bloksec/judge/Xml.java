package io.bloksec.judge;

import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import javax.xml.XMLConstants;
import javax.xml.namespace.QName;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

/** Reads documents that anyone may have written: no document type, nothing fetched. */
public final class Xml {

    private Xml() {}

    public static Element parse(String xml) throws SAXException {
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newDefaultInstance();
            factory.setNamespaceAware(true);
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            var builder = factory.newDocumentBuilder();
            builder.setErrorHandler(null);
            return builder.parse(new InputSource(new StringReader(xml))).getDocumentElement();
        } catch (ParserConfigurationException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    public static List<Element> elements(Element root, String namespace, String name) {
        NodeList found = root.getElementsByTagNameNS(namespace, name);
        List<Element> elements = new ArrayList<>();
        for (int i = 0; i < found.getLength(); i++) {
            elements.add((Element) found.item(i));
        }
        return elements;
    }

    /** The only element one finds by going down these children; null when there is none, or a choice. */
    public static Element path(Element root, QName... names) {
        Element at = root;
        for (QName name : names) {
            List<Element> found = new ArrayList<>();
            for (Node child = at.getFirstChild(); child != null; child = child.getNextSibling()) {
                if (child instanceof Element element
                        && name.getLocalPart().equals(element.getLocalName())
                        && name.getNamespaceURI().equals(element.getNamespaceURI())) {
                    found.add(element);
                }
            }
            if (found.size() != 1) {
                return null;
            }
            at = found.get(0);
        }
        return at;
    }
}
