package io.bloksec.keycloak.wsfed.schema;

import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import javax.xml.XMLConstants;
import javax.xml.transform.Source;
import javax.xml.transform.stream.StreamSource;
import javax.xml.validation.Schema;
import javax.xml.validation.SchemaFactory;
import org.w3c.dom.bootstrap.DOMImplementationRegistry;
import org.w3c.dom.ls.DOMImplementationLS;
import org.w3c.dom.ls.LSInput;
import org.w3c.dom.ls.LSResourceResolver;
import org.xml.sax.SAXException;

/**
 * The schemas that every token and every metadata document must keep. OASIS and W3C schemas come from Keycloak's saml-core jar;
 * those that it lacks stand in {@code src/test/resources/schema}, written from their specifications.
 */
public final class FederationSchemas {

    private static final Map<String, String> BY_NAMESPACE = Map.ofEntries(
            Map.entry("urn:oasis:names:tc:SAML:1.0:assertion", "/schema/saml/v1/saml-schema-assertion-1.0.xsd"),
            Map.entry("urn:oasis:names:tc:SAML:2.0:assertion", "/schema/saml/v2/saml-schema-assertion-2.0.xsd"),
            Map.entry("urn:oasis:names:tc:SAML:2.0:metadata", "/schema/saml/v2/saml-schema-metadata-2.0.xsd"),
            Map.entry("http://www.w3.org/2000/09/xmldsig#", "/schema/w3c/xmldsig/xmldsig-core-schema.xsd"),
            Map.entry("http://www.w3.org/2001/04/xmlenc#", "/schema/w3c/xmlenc/xenc-schema.xsd"),
            Map.entry("http://www.w3.org/XML/1998/namespace", "/schema/w3c/xmlschema/xml.xsd"),
            Map.entry(
                    "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd",
                    "/schema/wstrust/v1_3/oasis-200401-wss-wssecurity-utility-1.0.xsd"),
            Map.entry("http://schemas.xmlsoap.org/ws/2004/09/policy", "/schema/ws-policy-2004-09.xsd"),
            Map.entry("http://www.w3.org/2005/08/addressing", "/schema/ws-addressing-2005-08.xsd"),
            Map.entry(
                    "http://docs.oasis-open.org/wsfed/authorization/200706",
                    "/schema/ws-federation-authorization-200706.xsd"),
            Map.entry(
                    "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd",
                    "/schema/wstrust/v1_3/oasis-200401-wss-wssecurity-secext-1.0.xsd"),
            Map.entry("http://docs.oasis-open.org/ws-sx/ws-trust/200512", "/schema/wstrust/v1_3/ws-trust-1.3.xsd"));

    private static final Schema RESPONSE = compile("/schema/ws-trust-2005-02.xsd");
    private static final Schema COLLECTION = compile("/schema/ws-trust-1.3-with-tokens.xsd");
    private static final Schema ASSERTION = compile("/schema/saml/v1/saml-schema-assertion-1.0.xsd");
    private static final Schema ASSERTION_2 = compile("/schema/saml/v2/saml-schema-assertion-2.0.xsd");
    private static final Schema METADATA = compile("/schema/ws-federation-200706.xsd");

    private FederationSchemas() {}

    /** A whole {@code wresult} of either version of WS-Trust, the token in it included. */
    public static void validateResponse(String wresult) throws SAXException {
        validate(wresult.startsWith("<t:RequestSecurityTokenResponseCollection") ? COLLECTION : RESPONSE, wresult);
    }

    /** Of either version of SAML. */
    public static void validateAssertion(String assertion) throws SAXException {
        validate(assertion.contains("urn:oasis:names:tc:SAML:2.0:assertion") ? ASSERTION_2 : ASSERTION, assertion);
    }

    public static void validateMetadata(String metadata) throws SAXException {
        validate(METADATA, metadata);
    }

    private static void validate(Schema schema, String xml) throws SAXException {
        try {
            schema.newValidator().validate(new StreamSource(new StringReader(xml)));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Schema compile(String path) {
        try {
            SchemaFactory schemas = SchemaFactory.newInstance(XMLConstants.W3C_XML_SCHEMA_NS_URI);
            schemas.setResourceResolver(new FromTheClassPath());
            Source source = new StreamSource(new StringReader(read(path)));
            return schemas.newSchema(source);
        } catch (SAXException e) {
            throw new IllegalStateException("Schema " + path, e);
        }
    }

    /** Without what a file may start with: a byte order mark, and the W3C's document types, which would be fetched. */
    private static String read(String path) {
        try (InputStream schema = FederationSchemas.class.getResourceAsStream(path)) {
            return new String(schema.readAllBytes(), StandardCharsets.UTF_8)
                    .replace("\uFEFF", "")
                    .replaceFirst("(?s)<!DOCTYPE[^\\[>]*(\\[.*?])?\\s*>", "");
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static final class FromTheClassPath implements LSResourceResolver {

        @Override
        public LSInput resolveResource(
                String type, String namespace, String publicId, String systemId, String baseUri) {
            String path = BY_NAMESPACE.get(namespace);
            if (path == null) {
                throw new IllegalStateException("No schema for " + namespace + " (" + systemId + ")");
            }
            try {
                LSInput input = ((DOMImplementationLS)
                                DOMImplementationRegistry.newInstance().getDOMImplementation("LS"))
                        .createLSInput();
                input.setSystemId(path);
                input.setPublicId(publicId);
                input.setStringData(read(path));
                return input;
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
