package io.bloksec.keycloak.wsfed.keycloak;

import io.bloksec.keycloak.wsfed.message.RequestSecurityToken;
import io.bloksec.keycloak.wsfed.message.TrustVersion;
import io.bloksec.keycloak.wsfed.token.TokenEncryption;
import io.bloksec.keycloak.wsfed.token.TokenType;
import java.util.Optional;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * How the answer to one request looks: by the relying party's settings, and by what it asked for where they let it choose.
 *
 * @param typeUri the type as the relying party called it
 * @param encryption absent: the token is signed alone
 */
record TokenShape(TokenType type, String typeUri, TrustVersion version, Optional<TokenEncryption> encryption) {

    /** Client note, which a restarted login keeps: the URI that {@code wreq} asked for. */
    static final String REQUESTED_TYPE = "wsfed.token_type";

    static TokenShape of(WsFedClient client, AuthenticationSessionModel authSession)
            throws InvalidSettingException, RefusedException {
        Optional<String> asked = Optional.ofNullable(authSession.getClientNote(REQUESTED_TYPE));
        TokenType type = new RequestSecurityToken(asked)
                .choose(client.tokenTypes())
                .orElseThrow(() -> new RefusedException(Refusal.UNSUPPORTED_TOKEN_TYPE));
        return new TokenShape(type, asked.orElse(type.uri()), client.trustVersion(), client.encryption());
    }

    /** For events. */
    String label() {
        return type.label() + (encryption.isPresent() ? ", encrypted" : "");
    }
}
