package io.bloksec.keycloak.wsfed.message;

import java.io.IOException;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.xml.sax.ErrorHandler;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;

/**
 * XML that somebody else wrote: read without document types, entities, XInclude or anything outside the text itself. How long it may
 * be is the caller's to check first.
 */
public final class UntrustedXml {

    /** Elements within each other; what we read has a dozen, and the JDK walks a tree by recursion. */
    private static final String MAX_DEPTH = "100";

    private UntrustedXml() {}

    /**
     * @throws SAXException when it is no such XML, or its encoding is not what it says
     */
    public static Element root(InputSource source) throws SAXException {
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newDefaultInstance();
            factory.setNamespaceAware(true);
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            factory.setAttribute("http://www.oracle.com/xml/jaxp/properties/maxElementDepth", MAX_DEPTH);
            factory.setXIncludeAware(false);
            factory.setExpandEntityReferences(false);
            var builder = factory.newDocumentBuilder();
            builder.setErrorHandler(new Strict());
            return builder.parse(source).getDocumentElement();
        } catch (IOException e) {
            throw new SAXException("Not in the encoding that it names", e);
        } catch (ParserConfigurationException e) {
            throw new IllegalStateException("The JDK's own XML parser cannot be set up", e);
        }
    }

    /** Refuses instead of printing to the server's console, which is what the parser does by default. */
    private static final class Strict implements ErrorHandler {
        @Override
        public void warning(SAXParseException e) throws SAXException {
            throw e;
        }

        @Override
        public void error(SAXParseException e) throws SAXException {
            throw e;
        }

        @Override
        public void fatalError(SAXParseException e) throws SAXException {
            throw e;
        }
    }
}
