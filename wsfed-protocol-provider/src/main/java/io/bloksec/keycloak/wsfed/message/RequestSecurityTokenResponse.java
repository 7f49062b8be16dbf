package io.bloksec.keycloak.wsfed.message;

import io.bloksec.keycloak.wsfed.token.Timestamps;
import io.bloksec.keycloak.wsfed.token.XmlText;
import java.time.Instant;

/**
 * The {@code wresult} of an answer: by default a bare {@code RequestSecurityTokenResponse} in the WS-Trust February 2005 namespace,
 * which is what Entra ID reads (MS-MWBF 2.2.4.1). The signed assertion is embedded as text, never parsed again, so that
 * nothing can change a byte of what was signed; it is the first node of {@code RequestedSecurityToken}.
 *
 * @param created when the token becomes valid
 * @param expires when it ends
 * @param appliesTo the relying party's {@code wtrealm}, equal to the assertion's audience
 * @param tokenType URI, as the relying party named it where it did
 * @param token the serialised, signed assertion, or what it was encrypted to
 */
public record RequestSecurityTokenResponse(
        TrustVersion version, Instant created, Instant expires, String appliesTo, String tokenType, String token) {

    private static final String UTILITY =
            "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd";
    private static final String POLICY = "http://schemas.xmlsoap.org/ws/2004/09/policy";
    private static final String ADDRESSING = "http://www.w3.org/2005/08/addressing";
    private static final String COLLECTION = "t:RequestSecurityTokenResponseCollection";

    /** One line without white space between elements. */
    public String toXml() {
        String declared = " xmlns:t=\"" + version.namespace() + "\"";
        return version == TrustVersion.V1_3
                ? "<" + COLLECTION + declared + ">" + response("") + "</" + COLLECTION + ">"
                : response(declared);
    }

    private String response(String declared) {
        return "<t:RequestSecurityTokenResponse" + declared + ">"
                + "<t:Lifetime xmlns:wsu=\"" + UTILITY + "\">"
                + "<wsu:Created>" + Timestamps.format(created) + "</wsu:Created>"
                + "<wsu:Expires>" + Timestamps.format(expires) + "</wsu:Expires>"
                + "</t:Lifetime>"
                + "<wsp:AppliesTo xmlns:wsp=\"" + POLICY + "\">"
                + "<wsa:EndpointReference xmlns:wsa=\"" + ADDRESSING + "\">"
                + "<wsa:Address>" + XmlText.escape(appliesTo) + "</wsa:Address>"
                + "</wsa:EndpointReference></wsp:AppliesTo>"
                + "<t:RequestedSecurityToken>" + token + "</t:RequestedSecurityToken>"
                + "<t:TokenType>" + XmlText.escape(tokenType) + "</t:TokenType>"
                + "<t:RequestType>" + version.namespace() + "/Issue</t:RequestType>"
                + "<t:KeyType>" + version.keyType() + "</t:KeyType>"
                + "</t:RequestSecurityTokenResponse>";
    }
}
