package io.bloksec.keycloak.wsfed.keycloak;

import io.bloksec.keycloak.wsfed.claims.ClaimType;
import io.bloksec.keycloak.wsfed.claims.Claims;
import io.bloksec.keycloak.wsfed.claims.MissingClaimException;
import io.bloksec.keycloak.wsfed.issuer.IssuerStrategy;
import io.bloksec.keycloak.wsfed.keycloak.mapper.ClaimMapper;
import io.bloksec.keycloak.wsfed.keycloak.mapper.InvalidMapperException;
import io.bloksec.keycloak.wsfed.keycloak.mapper.Person;
import io.bloksec.keycloak.wsfed.message.RequestSecurityTokenResponse;
import io.bloksec.keycloak.wsfed.message.RequestedAuthentication;
import io.bloksec.keycloak.wsfed.token.Assertion;
import io.bloksec.keycloak.wsfed.token.AssertionIds;
import io.bloksec.keycloak.wsfed.token.SigningKey;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.keycloak.models.ClientModel;
import org.keycloak.models.ClientSessionContext;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.ProtocolMapperModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.protocol.ProtocolMapper;
import org.keycloak.protocol.ProtocolMapperUtils;

/** From a signed-in session to the signed answer: claims by the client's mappers, one assertion, one response around it. */
final class TokenIssuer {

    /** Relying parties with a clock a little behind ours would find the token not yet valid. */
    private static final Duration BACKDATING = Duration.ofMinutes(2);

    private final KeycloakSession session;

    TokenIssuer(KeycloakSession session) {
        this.session = session;
    }

    /**
     * @param shape how the answer looks
     * @param issuers as whom we speak to the relying party
     * @param now the time of issue, milliseconds
     * @param multiFactor whether the sign-in has more than one factor, as the relying party counts
     * @throws MissingClaimException when the relying party would refuse the token for want of a claim
     * @throws InvalidMapperException when a mapper of the client cannot be used
     * @throws NoIssuerException when the person's domain is not among those we speak for
     */
    IssuedToken issue(
            TokenShape shape,
            IssuerStrategy issuers,
            Instant now,
            UserSessionModel userSession,
            SessionAuthentication authentication,
            boolean multiFactor,
            ClientSessionContext clientSession,
            SigningKey key)
            throws MissingClaimException, InvalidMapperException, NoIssuerException {
        ClientModel client = clientSession.getClientSession().getClient();
        Claims claims = claims(new Person(session, userSession, clientSession, authentication.methods()), multiFactor);
        String userPrincipalName = claims.first(ClaimType.UPN)
                .orElseGet(() -> userSession.getUser().getUsername());
        String issuer = issuers.issuerOf(userPrincipalName).orElseThrow(NoIssuerException::new);
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
                authentication.statement(now),
                claims.attributes());
        String signed = shape.type().writer().write(assertion, key);
        String token =
                shape.encryption().map(encryption -> encryption.encrypt(signed)).orElse(signed);
        String wresult = new RequestSecurityTokenResponse(
                        shape.version(), now, expires, wtrealm, shape.typeUri(), token)
                .toXml();
        return new IssuedToken(assertion.assertionId(), wresult);
    }

    private Claims claims(Person person, boolean multiFactor) throws MissingClaimException, InvalidMapperException {
        Claims claims = new Claims(person.user().getUsername());
        if (multiFactor) {
            // Entra ID reads one or the other, depending on which of its documents one believes.
            List<String> value = List.of(RequestedAuthentication.MULTIPLE_AUTHN);
            claims.add(ClaimType.AUTHENTICATION_METHODS_REFERENCES, value);
            claims.add(ClaimType.AUTHENTICATION_METHOD, value);
        }
        List<Map.Entry<ProtocolMapperModel, ProtocolMapper>> mappers = ProtocolMapperUtils.getSortedProtocolMappers(
                        session, person.clientSession())
                .toList();
        for (Map.Entry<ProtocolMapperModel, ProtocolMapper> mapper : mappers) {
            if (mapper.getValue() instanceof ClaimMapper claimMapper) {
                claimMapper.addTo(claims, mapper.getKey(), person);
            }
        }
        return claims;
    }

    /**
     * @param assertionId for events
     * @param wresult the response, ready for the form
     */
    record IssuedToken(String assertionId, String wresult) {}

    /** We do not speak for the person's domain. */
    static final class NoIssuerException extends Exception {

        private static final long serialVersionUID = 1L;
    }
}
