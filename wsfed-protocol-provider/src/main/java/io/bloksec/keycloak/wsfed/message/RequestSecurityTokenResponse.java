package io.bloksec.keycloak.wsfed.message;

import io.bloksec.keycloak.wsfed.token.Timestamps;
import io.bloksec.keycloak.wsfed.token.XmlText;
import java.time.Instant;

/**
 * The {@code wresult} of an answer: a bare {@code RequestSecurityTokenResponse} in the WS-Trust February 2005 namespace,
 * which is what Entra ID reads (MS-MWBF 2.2.4.1). The signed assertion is embedded as text, never parsed again, so that
 * nothing can change a byte of what was signed; it is the first node of {@code RequestedSecurityToken}.
 *
 * @param created when the token becomes valid
 * @param expires when it ends
 * @param appliesTo the relying party's {@code wtrealm}, equal to the assertion's audience
 * @param assertion the serialised, signed SAML 1.1 assertion
 */
public record RequestSecurityTokenResponse(Instant created, Instant expires, String appliesTo, String assertion) {

    private static final String TRUST = "http://schemas.xmlsoap.org/ws/2005/02/trust";
    private static final String UTILITY =
            "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd";
    private static final String POLICY = "http://schemas.xmlsoap.org/ws/2004/09/policy";
    private static final String ADDRESSING = "http://www.w3.org/2005/08/addressing";
    private static final String SAML_1_1 = "urn:oasis:names:tc:SAML:1.0:assertion";
    private static final String ISSUE = TRUST + "/Issue";
    private static final String NO_PROOF_KEY = "http://schemas.xmlsoap.org/ws/2005/05/identity/NoProofKey";

    /** One line without white space between elements. */
    public String toXml() {
        return "<t:RequestSecurityTokenResponse xmlns:t=\"" + TRUST + "\">"
                + "<t:Lifetime xmlns:wsu=\"" + UTILITY + "\">"
                + "<wsu:Created>" + Timestamps.format(created) + "</wsu:Created>"
                + "<wsu:Expires>" + Timestamps.format(expires) + "</wsu:Expires>"
                + "</t:Lifetime>"
                + "<wsp:AppliesTo xmlns:wsp=\"" + POLICY + "\">"
                + "<wsa:EndpointReference xmlns:wsa=\"" + ADDRESSING + "\">"
                + "<wsa:Address>" + XmlText.escape(appliesTo) + "</wsa:Address>"
                + "</wsa:EndpointReference></wsp:AppliesTo>"
                + "<t:RequestedSecurityToken>" + assertion + "</t:RequestedSecurityToken>"
                + "<t:TokenType>" + SAML_1_1 + "</t:TokenType>"
                + "<t:RequestType>" + ISSUE + "</t:RequestType>"
                + "<t:KeyType>" + NO_PROOF_KEY + "</t:KeyType>"
                + "</t:RequestSecurityTokenResponse>";
    }
}
