package io.bloksec.keycloak.wsfed.keycloak.admin;

import io.bloksec.keycloak.wsfed.doctor.Finding;
import io.bloksec.keycloak.wsfed.doctor.UserFindings;
import io.bloksec.keycloak.wsfed.issuer.IssuerStrategy;
import io.bloksec.keycloak.wsfed.keycloak.RelyingPartyCheck;
import io.bloksec.keycloak.wsfed.keycloak.mapper.ImmutableIdMapper;
import io.bloksec.keycloak.wsfed.keycloak.mapper.InvalidMapperException;
import io.bloksec.keycloak.wsfed.keycloak.mapper.UserAttributeMapper;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.keycloak.authentication.Authenticator;
import org.keycloak.authentication.AuthenticatorFactory;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.ProtocolMapperModel;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

/** What the doctor finds among the realm's enabled people. Reads each of them once. */
record PeopleCheck(KeycloakSession session, RealmModel realm, ClientModel client) {

    List<Finding> findings() {
        Optional<ProtocolMapperModel> immutableId = ImmutableIdMapper.of(client);
        Optional<IssuerStrategy> issuers = RelyingPartyCheck.issuers(session, realm, client);
        Set<String> credentialTypes = credentialTypes();
        UserFindings people = new UserFindings();
        try (Stream<UserModel> users =
                session.users().searchForUserStream(realm, Map.of(UserModel.INCLUDE_SERVICE_ACCOUNT, "false"))) {
            users.filter(UserModel::isEnabled)
                    .forEach(user -> people.add(
                            user.getUsername(),
                            immutableId.map(mapper -> valueOf(mapper, user)).orElse(null),
                            issuers.map(strategy -> strategy.issuerOf(UserAttributeMapper.upnOf(client, user))
                                            .isPresent())
                                    .orElse(true),
                            hasMethod(user, credentialTypes)));
        }
        return people.findings();
    }

    private static Optional<String> valueOf(ProtocolMapperModel mapper, UserModel user) {
        try {
            return ImmutableIdMapper.valueOf(mapper, user);
        } catch (InvalidMapperException e) {
            return Optional.empty();
        }
    }

    /** Of the authenticators in the client's flow; empty where none of them asks for a credential. */
    private Set<String> credentialTypes() {
        FlowCheck flow = new FlowCheck(realm, client);
        return flow.executions(flow.flow())
                .map(execution -> (AuthenticatorFactory) session.getKeycloakSessionFactory()
                        .getProviderFactory(Authenticator.class, execution.getAuthenticator()))
                .filter(Objects::nonNull)
                .map(AuthenticatorFactory::getReferenceCategory)
                .filter(Objects::nonNull)
                .collect(Collectors.toSet());
    }

    private static boolean hasMethod(UserModel user, Set<String> credentialTypes) {
        return credentialTypes.isEmpty()
                || credentialTypes.stream()
                        .anyMatch(type -> user.credentialManager().isConfiguredFor(type));
    }
}
