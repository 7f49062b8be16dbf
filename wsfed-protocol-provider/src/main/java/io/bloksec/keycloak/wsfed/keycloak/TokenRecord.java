package io.bloksec.keycloak.wsfed.keycloak;

import io.bloksec.keycloak.audit.AuditEntry;
import io.bloksec.keycloak.audit.AuditTrail;
import io.bloksec.keycloak.audit.record.Method;
import io.bloksec.keycloak.audit.record.Outcome;
import io.bloksec.keycloak.audit.record.RecordType;
import java.time.Instant;
import java.util.Optional;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserSessionModel;
import org.keycloak.services.resource.RealmResourceProvider;

/** Tells the audit trail of a token, where its jar is and wants to know. The answer to the browser does not wait for it. */
final class TokenRecord {

    private static final boolean POSSIBLE = isPossible();

    private TokenRecord() {}

    static void tell(
            KeycloakSession session,
            ClientModel client,
            UserSessionModel userSession,
            Instant now,
            String assertionId,
            boolean multiFactor,
            Optional<String> correlationId) {
        if (POSSIBLE) {
            Writer.write(session, client, userSession, now, assertionId, multiFactor, correlationId);
        }
    }

    private static boolean isPossible() {
        try {
            Class.forName("io.bloksec.keycloak.audit.AuditTrail", false, TokenRecord.class.getClassLoader());
            return true;
        } catch (ClassNotFoundException e) {
            return false;
        }
    }

    /** Not loaded where the audit trail's classes are not there. */
    private static final class Writer {
        private static void write(
                KeycloakSession session,
                ClientModel client,
                UserSessionModel userSession,
                Instant now,
                String assertionId,
                boolean multiFactor,
                Optional<String> correlationId) {
            if (session.getKeycloakSessionFactory().getProviderFactory(RealmResourceProvider.class, AuditTrail.ID)
                            instanceof AuditTrail trail
                    && trail.keepsTokens()) {
                trail.writeLater(AuditEntry.of(
                                client.getRealm().getId(),
                                RecordType.WSFED_ISSUED,
                                now.toEpochMilli(),
                                Outcome.ACCEPTED)
                        .method(Method.WSFED)
                        .subject(assertionId)
                        .user(userSession.getUser().getId())
                        .client(client.getClientId())
                        .address(session.getContext().getConnection().getRemoteHost())
                        .correlation(correlationId.orElse(null))
                        .detail("multiFactor", String.valueOf(multiFactor))
                        .build());
            }
        }
    }
}
