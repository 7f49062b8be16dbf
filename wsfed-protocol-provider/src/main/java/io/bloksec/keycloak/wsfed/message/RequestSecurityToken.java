package io.bloksec.keycloak.wsfed.message;

import io.bloksec.keycloak.wsfed.token.TokenType;
import io.bloksec.keycloak.wsfed.token.XmlText;
import java.io.StringReader;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

/**
 * What a {@code wreq} parameter asks for (WS-Federation 1.2, section 13.2.2: a {@code wst:RequestSecurityToken}). Only its
 * token type is honoured.
 *
 * @param tokenType the {@code TokenType} URI; absent when the relying party leaves the choice to us
 */
public record RequestSecurityToken(Optional<String> tokenType) {

    /** Characters; a request for a token type needs a few hundred. */
    public static final int MAX_LENGTH = 8 * 1024;

    private static final Set<String> WS_TRUST =
            Arrays.stream(TrustVersion.values()).map(TrustVersion::namespace).collect(Collectors.toSet());

    /**
     * What answers this request.
     *
     * @param allowed the kinds that this relying party may have, the usual one first
     * @return empty when it asks for none of them
     */
    public Optional<TokenType> choose(List<TokenType> allowed) {
        return tokenType.isEmpty()
                ? allowed.stream().findFirst()
                : tokenType.flatMap(TokenType::ofUri).filter(allowed::contains);
    }

    /** As a {@code wreq}, for a request that has to be made again. */
    public String toXml() {
        return "<t:RequestSecurityToken xmlns:t=\"" + TrustVersion.FEBRUARY_2005.namespace() + "\">"
                + tokenType
                        .map(type -> "<t:TokenType>" + XmlText.escape(type) + "</t:TokenType>")
                        .orElse("")
                + "</t:RequestSecurityToken>";
    }

    /**
     * Reads without DTDs, entities or anything outside the text itself.
     *
     * @throws InvalidRequestException {@code wreq_too_long}, or {@code wreq_invalid} when it is no
     *     {@code RequestSecurityToken} or names several token types
     */
    static RequestSecurityToken parse(String wreq) throws InvalidRequestException {
        if (wreq.length() > MAX_LENGTH) {
            throw new InvalidRequestException("wreq_too_long");
        }
        Element root = root(wreq);
        String namespace = root.getNamespaceURI();
        if (!"RequestSecurityToken".equals(root.getLocalName()) || namespace == null || !WS_TRUST.contains(namespace)) {
            throw new InvalidRequestException("wreq_invalid");
        }
        NodeList tokenTypes = root.getElementsByTagNameNS(namespace, "TokenType");
        if (tokenTypes.getLength() > 1) {
            throw new InvalidRequestException("wreq_invalid");
        }
        return new RequestSecurityToken(Optional.ofNullable(tokenTypes.item(0))
                .map(tokenType -> tokenType.getTextContent().strip()));
    }

    private static Element root(String wreq) throws InvalidRequestException {
        try {
            return UntrustedXml.root(new InputSource(new StringReader(wreq)));
        } catch (SAXException e) {
            throw new InvalidRequestException("wreq_invalid");
        }
    }
}
