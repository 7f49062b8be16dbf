package io.bloksec.keycloak.wsfed.metadata;

import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.Base64;

/** Federation metadata of a relying party as tools on .NET write it, put together from parts. */
public final class RelyingPartyXml {

    private RelyingPartyXml() {}

    public static String document(String entityId, String... roles) {
        return "<?xml version=\"1.0\" encoding=\"utf-8\"?><EntityDescriptor ID=\"_a\" entityID=\"" + entityId
                + "\" xmlns=\"urn:oasis:names:tc:SAML:2.0:metadata\">" + String.join("", roles)
                + "</EntityDescriptor>";
    }

    public static String role(String... content) {
        return roleOf("fed:ApplicationServiceType", content);
    }

    public static String roleOf(String type, String... content) {
        return "<RoleDescriptor xsi:type=\"" + type + "\" xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\""
                + " xmlns:fed=\"http://docs.oasis-open.org/wsfed/federation/200706\" protocolSupportEnumeration="
                + "\"http://docs.oasis-open.org/wsfed/federation/200706\">" + String.join("", content)
                + "</RoleDescriptor>";
    }

    public static String passive(String address) {
        return endpoint("PassiveRequestorEndpoint", address);
    }

    public static String endpoint(String name, String address) {
        return "<fed:" + name + "><wsa:EndpointReference xmlns:wsa=\"http://www.w3.org/2005/08/addressing\">"
                + "<wsa:Address>" + address + "</wsa:Address></wsa:EndpointReference></fed:" + name + ">";
    }

    public static String key(String use, String base64) {
        return "<KeyDescriptor use=\"" + use + "\"><KeyInfo xmlns=\"http://www.w3.org/2000/09/xmldsig#\"><X509Data>"
                + "<X509Certificate>" + base64 + "</X509Certificate></X509Data></KeyInfo></KeyDescriptor>";
    }

    public static String key(String use, X509Certificate certificate) {
        try {
            return key(use, Base64.getMimeEncoder().encodeToString(certificate.getEncoded()));
        } catch (CertificateEncodingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    public static String claims(String... uris) {
        StringBuilder claims = new StringBuilder("<fed:ClaimTypesRequested>");
        for (String uri : uris) {
            claims.append("<auth:ClaimType Uri=\"")
                    .append(uri)
                    .append(
                            "\" Optional=\"true\" xmlns:auth=\"http://docs.oasis-open.org/wsfed/authorization/200706\"/>");
        }
        return claims.append("</fed:ClaimTypesRequested>").toString();
    }
}
