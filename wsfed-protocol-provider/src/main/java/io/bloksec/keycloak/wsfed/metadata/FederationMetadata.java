package io.bloksec.keycloak.wsfed.metadata;

import io.bloksec.keycloak.wsfed.claims.ClaimType;
import io.bloksec.keycloak.wsfed.token.SignedXml;
import io.bloksec.keycloak.wsfed.token.SigningKey;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import org.w3c.dom.Element;

/**
 * What a relying party needs to know to trust this realm (WS-Federation 1.2, section 3.1): its issuer, where to send browsers, the certificates
 * that tokens may be signed with, and what the tokens are and say. One document for each issuer.
 *
 * @param entityId the {@code Issuer} of the tokens
 * @param passiveEndpoint address for {@code wsignin1.0}
 * @param signingCertificates the one in use first; at least one
 * @param tokenTypes URIs, at least one
 * @param claimTypes what tokens may say about people
 */
public record FederationMetadata(
        String entityId,
        String passiveEndpoint,
        List<X509Certificate> signingCertificates,
        List<String> tokenTypes,
        List<ClaimType> claimTypes) {

    private static final String METADATA = "urn:oasis:names:tc:SAML:2.0:metadata";
    private static final String FEDERATION = "http://docs.oasis-open.org/wsfed/federation/200706";
    private static final String AUTHORIZATION = "http://docs.oasis-open.org/wsfed/authorization/200706";
    private static final String ADDRESSING = "http://www.w3.org/2005/08/addressing";
    private static final String SIGNATURE = "http://www.w3.org/2000/09/xmldsig#";
    private static final String INSTANCE = "http://www.w3.org/2001/XMLSchema-instance";
    private static final String XMLNS = "http://www.w3.org/2000/xmlns/";
    private static final String PROTOCOLS = FEDERATION
            + " http://docs.oasis-open.org/ws-sx/ws-trust/200512 http://schemas.xmlsoap.org/ws/2005/02/trust";

    public FederationMetadata {
        signingCertificates = List.copyOf(signingCertificates);
        tokenTypes = List.copyOf(tokenTypes);
        claimTypes = List.copyOf(claimTypes);
        if (signingCertificates.isEmpty()) {
            throw new IllegalArgumentException("Metadata without a certificate trusts nothing");
        }
    }

    /** The same for the same content and signer, so that it serves as {@code ETag} too; an {@code xs:ID}. */
    public String id(SigningKey signer) {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            sha256.update(SignedXml.serialise(toElement()).getBytes(StandardCharsets.UTF_8));
            sha256.update(signer.certificate().getEncoded());
            return "_" + HexFormat.of().formatHex(sha256.digest());
        } catch (NoSuchAlgorithmException | CertificateEncodingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Signed, the signature first, where the schema of SAML 2.0 metadata has it (section 2.3.2). */
    public String toXml(SigningKey signer) {
        Element root = toElement();
        root.setAttribute("ID", id(signer));
        SignedXml.sign(root, "ID", root.getFirstChild(), signer);
        return SignedXml.serialise(root);
    }

    private Element toElement() {
        Element root = SignedXml.root(METADATA, "", "EntityDescriptor");
        root.setAttribute("entityID", entityId);
        Element role = child(root, METADATA, "RoleDescriptor");
        // The type is a text to XML tools, so its prefix is declared where it is used.
        role.setAttributeNS(XMLNS, "xmlns:fed", FEDERATION);
        role.setAttributeNS(INSTANCE, "xsi:type", "fed:SecurityTokenServiceType");
        role.setAttribute("protocolSupportEnumeration", PROTOCOLS);
        signingCertificates.forEach(certificate -> addKey(role, certificate));
        Element offered = child(role, FEDERATION, "fed:TokenTypesOffered");
        tokenTypes.forEach(type -> child(offered, FEDERATION, "fed:TokenType").setAttribute("Uri", type));
        addClaimTypes(role, claimTypes);
        addEndpoint(role, "fed:SecurityTokenServiceEndpoint");
        addEndpoint(role, "fed:PassiveRequestorEndpoint");
        // Declares each prefix, as writing would do anyway: what is signed has to be what is read.
        root.getOwnerDocument().normalizeDocument();
        return root;
    }

    private static void addKey(Element role, X509Certificate certificate) {
        Element key = child(role, METADATA, "KeyDescriptor");
        key.setAttribute("use", "signing");
        Element data = child(child(key, SIGNATURE, "ds:KeyInfo"), SIGNATURE, "ds:X509Data");
        child(data, SIGNATURE, "ds:X509Certificate").setTextContent(base64(certificate));
    }

    private static void addClaimTypes(Element role, Collection<ClaimType> types) {
        if (types.isEmpty()) {
            return;
        }
        Element offered = child(role, FEDERATION, "fed:ClaimTypesOffered");
        for (ClaimType type : types) {
            Element claim = child(offered, AUTHORIZATION, "auth:ClaimType");
            claim.setAttribute("Uri", type.uri());
            claim.setAttribute("Optional", "true");
            child(claim, AUTHORIZATION, "auth:DisplayName").setTextContent(type.name());
        }
    }

    private void addEndpoint(Element role, String name) {
        Element reference = child(child(role, FEDERATION, name), ADDRESSING, "EndpointReference");
        child(reference, ADDRESSING, "Address").setTextContent(passiveEndpoint);
    }

    private static Element child(Element parent, String namespace, String name) {
        Element child = parent.getOwnerDocument().createElementNS(namespace, name);
        parent.appendChild(child);
        return child;
    }

    private static String base64(X509Certificate certificate) {
        try {
            return Base64.getEncoder().encodeToString(certificate.getEncoded());
        } catch (CertificateEncodingException e) {
            throw new IllegalArgumentException("A certificate that cannot be encoded", e);
        }
    }
}
