package io.bloksec.keycloak.wsfed.keycloak;

import io.bloksec.keycloak.wsfed.claims.Claims;
import io.bloksec.keycloak.wsfed.claims.MissingClaimException;
import io.bloksec.keycloak.wsfed.keycloak.mapper.ClaimMapper;
import io.bloksec.keycloak.wsfed.keycloak.mapper.InvalidMapperException;
import io.bloksec.keycloak.wsfed.message.RequestSecurityTokenResponse;
import io.bloksec.keycloak.wsfed.token.Assertion;
import io.bloksec.keycloak.wsfed.token.AssertionIds;
import io.bloksec.keycloak.wsfed.token.AssertionWriter;
import io.bloksec.keycloak.wsfed.token.AuthenticationStatement;
import io.bloksec.keycloak.wsfed.token.DomAssertionWriter;
import io.bloksec.keycloak.wsfed.token.SigningKey;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.keycloak.models.ClientModel;
import org.keycloak.models.ClientSessionContext;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.ProtocolMapperModel;
import org.keycloak.models.UserModel;
import org.keycloak.protocol.ProtocolMapper;
import org.keycloak.protocol.ProtocolMapperUtils;

/** From a signed-in session to the signed answer: claims by the client's mappers, one assertion, one response around it. */
final class TokenIssuer {

    /** Relying parties with a clock a little behind ours would find the token not yet valid. */
    private static final Duration BACKDATING = Duration.ofMinutes(2);

    private static final AssertionWriter WRITER = new DomAssertionWriter();

    private final KeycloakSession session;

    TokenIssuer(KeycloakSession session) {
        this.session = session;
    }

    /**
     * @param issuer the assertion's {@code Issuer}
     * @param now the time of issue, milliseconds
     * @throws MissingClaimException when the relying party would refuse the token for want of a claim
     * @throws InvalidMapperException when a mapper of the client cannot be used
     */
    IssuedToken issue(
            String issuer,
            Instant now,
            UserModel user,
            AuthenticationStatement authentication,
            ClientSessionContext clientSession,
            SigningKey key)
            throws MissingClaimException, InvalidMapperException {
        ClientModel client = clientSession.getClientSession().getClient();
        Claims claims = claims(user, clientSession);
        Instant expires = now.plus(new WsFedClient(client).tokenLifetime());
        String wtrealm = client.getClientId();
        Assertion assertion = new Assertion(
                AssertionIds.next(),
                issuer,
                now,
                now.minus(BACKDATING),
                expires,
                wtrealm,
                claims.subject(),
                authentication,
                claims.attributes());
        String wresult = new RequestSecurityTokenResponse(now, expires, wtrealm, WRITER.write(assertion, key)).toXml();
        return new IssuedToken(assertion.assertionId(), wresult);
    }

    private Claims claims(UserModel user, ClientSessionContext clientSession)
            throws MissingClaimException, InvalidMapperException {
        Claims claims = new Claims(user.getUsername());
        List<Map.Entry<ProtocolMapperModel, ProtocolMapper>> mappers = ProtocolMapperUtils.getSortedProtocolMappers(
                        session, clientSession)
                .toList();
        for (Map.Entry<ProtocolMapperModel, ProtocolMapper> mapper : mappers) {
            if (mapper.getValue() instanceof ClaimMapper claimMapper) {
                claimMapper.addTo(claims, mapper.getKey(), user);
            }
        }
        return claims;
    }

    /**
     * @param assertionId for events
     * @param wresult the response, ready for the form
     */
    record IssuedToken(String assertionId, String wresult) {}
}
