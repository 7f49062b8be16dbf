package io.bloksec.keycloak.wsfed.metadata;

import io.bloksec.keycloak.wsfed.message.UntrustedXml;
import io.bloksec.keycloak.wsfed.token.TokenEncryption;
import java.io.ByteArrayInputStream;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

/**
 * What a relying party says about itself in its FederationMetadata.xml (WS-Federation 1.2, section 3.1; SAML 2.0 metadata, section
 * 2.3.2): the roles of type {@code fed:ApplicationServiceType} of one {@code EntityDescriptor}, taken together. Its signature is
 * not looked at, so whoever hands it in has to know where it is from.
 *
 * @param entityId its {@code wtrealm}
 * @param replyAddresses usable ones, in the document's order: the passive endpoints; without any, the service's endpoints; without
 *     those, its target scopes
 * @param ignoredAddresses those that are not usable
 * @param otherScopes target scopes beside {@code entityId}: names under which it may ask as well
 * @param encryptionCertificates for which tokens may be encrypted; each can be used
 * @param claimTypes URIs of what it wants to be told
 */
public record RelyingPartyMetadata(
        String entityId,
        List<String> replyAddresses,
        List<String> ignoredAddresses,
        List<String> otherScopes,
        List<X509Certificate> encryptionCertificates,
        List<String> claimTypes) {

    /** Bytes; real documents have 5 to 80 KiB. */
    public static final int MAX_BYTES = 256 * 1024;

    private static final String METADATA = "urn:oasis:names:tc:SAML:2.0:metadata";
    private static final String FEDERATION = "http://docs.oasis-open.org/wsfed/federation/200706";
    private static final String AUTHORIZATION = "http://docs.oasis-open.org/wsfed/authorization/200706";
    private static final String ADDRESSING = "http://www.w3.org/2005/08/addressing";
    private static final String SIGNATURE = "http://www.w3.org/2000/09/xmldsig#";
    private static final String INSTANCE = "http://www.w3.org/2001/XMLSchema-instance";

    /**
     * Reads without fetching anything.
     *
     * @throws InvalidRelyingPartyException {@code metadata_too_large}; {@code metadata_invalid} when it is not the XML of one
     *     relying party; {@code encryption_certificate_invalid}
     */
    public static RelyingPartyMetadata read(byte[] xml) throws InvalidRelyingPartyException {
        if (xml.length > MAX_BYTES) {
            throw new InvalidRelyingPartyException(
                    "metadata_too_large", "The metadata has more than " + MAX_BYTES / 1024 + " KiB.");
        }
        Element root = root(xml);
        if (!is(root, METADATA, "EntityDescriptor")
                || root.getAttribute("entityID").isBlank()) {
            throw invalid("The root is no EntityDescriptor of SAML 2.0 metadata with an entityID.");
        }
        List<Element> roles = children(root, METADATA, "RoleDescriptor").stream()
                .filter(RelyingPartyMetadata::isApplication)
                .toList();
        if (roles.isEmpty()) {
            throw invalid("No RoleDescriptor is of the type fed:ApplicationServiceType.");
        }
        String entityId = root.getAttribute("entityID");
        Set<String> scopes = addresses(roles, "TargetScopes");
        Set<String> addresses = Stream.of(
                        addresses(roles, "PassiveRequestorEndpoint"),
                        addresses(roles, "ApplicationServiceEndpoint"),
                        scopes)
                .filter(found -> !found.isEmpty())
                .findFirst()
                .orElse(Set.of());
        return new RelyingPartyMetadata(
                entityId,
                addresses.stream().filter(ReplyAddress::isUsable).toList(),
                addresses.stream()
                        .filter(address -> !ReplyAddress.isUsable(address))
                        .toList(),
                scopes.stream().filter(scope -> !scope.equals(entityId)).toList(),
                encryptionCertificates(roles),
                claimTypes(roles));
    }

    private static Element root(byte[] xml) throws InvalidRelyingPartyException {
        try {
            return UntrustedXml.root(new InputSource(new ByteArrayInputStream(xml)));
        } catch (SAXException e) {
            throw invalid("Not well-formed XML without a document type: " + e.getMessage());
        }
    }

    /** The type is a text with a prefix, which counts as it is declared there. */
    private static boolean isApplication(Element role) {
        String type = role.getAttributeNS(INSTANCE, "type").strip();
        int colon = type.indexOf(':');
        return type.substring(colon + 1).equals("ApplicationServiceType")
                && FEDERATION.equals(role.lookupNamespaceURI(colon < 0 ? null : type.substring(0, colon)));
    }

    private static Set<String> addresses(List<Element> roles, String name) throws InvalidRelyingPartyException {
        Set<String> addresses = new LinkedHashSet<>();
        for (Element role : roles) {
            for (Element endpoint : children(role, FEDERATION, name)) {
                for (Element reference : children(endpoint, ADDRESSING, "EndpointReference")) {
                    for (Element address : children(reference, ADDRESSING, "Address")) {
                        addresses.add(text(address));
                    }
                }
            }
        }
        return addresses;
    }

    /** Only those that say so: a key without {@code use} may be one that the relying party signs with. */
    private static List<X509Certificate> encryptionCertificates(List<Element> roles)
            throws InvalidRelyingPartyException {
        Set<X509Certificate> certificates = new LinkedHashSet<>();
        for (Element role : roles) {
            for (Element key : children(role, METADATA, "KeyDescriptor")) {
                if (key.getAttribute("use").equals("encryption")) {
                    certificates.addAll(certificates(key));
                }
            }
        }
        return List.copyOf(certificates);
    }

    private static List<X509Certificate> certificates(Element key) throws InvalidRelyingPartyException {
        List<X509Certificate> certificates = new ArrayList<>();
        for (Element info : children(key, SIGNATURE, "KeyInfo")) {
            for (Element data : children(info, SIGNATURE, "X509Data")) {
                for (Element certificate : children(data, SIGNATURE, "X509Certificate")) {
                    try {
                        certificates.add(TokenEncryption.certificate(text(certificate)));
                    } catch (IllegalArgumentException e) {
                        throw new InvalidRelyingPartyException(
                                "encryption_certificate_invalid",
                                "An encryption certificate is none, or has no RSA key of 2048 bits or more.");
                    }
                }
            }
        }
        if (certificates.isEmpty()) {
            throw new InvalidRelyingPartyException(
                    "encryption_certificate_invalid", "A key for encryption comes without its certificate.");
        }
        return certificates;
    }

    private static List<String> claimTypes(List<Element> roles) {
        Set<String> types = new LinkedHashSet<>();
        for (Element role : roles) {
            for (Element requested : children(role, FEDERATION, "ClaimTypesRequested")) {
                children(requested, AUTHORIZATION, "ClaimType").stream()
                        .map(type -> type.getAttribute("Uri").strip())
                        .filter(uri -> !uri.isEmpty())
                        .forEach(types::add);
            }
        }
        return List.copyOf(types);
    }

    private static String text(Element element) throws InvalidRelyingPartyException {
        for (Node child = element.getFirstChild(); child != null; child = child.getNextSibling()) {
            if (child.getNodeType() == Node.ELEMENT_NODE) {
                throw invalid("There is an element in " + element.getTagName() + ", where only text belongs.");
            }
        }
        return element.getTextContent().strip();
    }

    /** Children only: what stands deeper, in an extension or a foreign document, was not said in this place. */
    private static List<Element> children(Element parent, String namespace, String name) {
        List<Element> children = new ArrayList<>();
        for (Node child = parent.getFirstChild(); child != null; child = child.getNextSibling()) {
            if (child instanceof Element element && is(element, namespace, name)) {
                children.add(element);
            }
        }
        return children;
    }

    private static boolean is(Element element, String namespace, String name) {
        return name.equals(element.getLocalName()) && namespace.equals(element.getNamespaceURI());
    }

    private static InvalidRelyingPartyException invalid(String message) {
        return new InvalidRelyingPartyException("metadata_invalid", message);
    }
}
