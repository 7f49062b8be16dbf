package io.bloksec.keycloak.badge.keycloak;

import io.bloksec.keycloak.audit.AuditEntry;
import io.bloksec.keycloak.audit.AuditTrail;
import io.bloksec.keycloak.audit.record.Method;
import io.bloksec.keycloak.audit.record.Outcome;
import io.bloksec.keycloak.audit.record.RecordType;
import io.bloksec.keycloak.badge.card.BadgeEntity;
import io.bloksec.keycloak.badge.card.State;
import io.bloksec.keycloak.badge.evidence.Statement;
import jakarta.persistence.EntityManager;
import java.util.List;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.services.resource.RealmResourceProvider;

/** Writes into the audit trail. Only {@link Journals} makes one: without the audit trail's jar this class cannot be loaded. */
final class AuditJournal implements Journal {

    private final KeycloakSessionFactory factory;

    AuditJournal(KeycloakSessionFactory factory) {
        this.factory = factory;
    }

    @Override
    public void issued(EntityManager em, BadgeEntity badge) {
        write(
                em,
                of(badge, RecordType.BADGE_ISSUED, Outcome.DONE, badge.createdAt)
                        .detail("kind", badge.kind)
                        .detail("by", badge.createdBy)
                        .detail("codeChannel", badge.codeChannel)
                        .detail("renews", badge.renews)
                        .detail("notBefore", String.valueOf(badge.notBefore))
                        .detail("expires", String.valueOf(badge.expires)));
    }

    @Override
    public void changed(EntityManager em, BadgeEntity badge, State from, String by, long time) {
        write(
                em,
                of(badge, RecordType.BADGE_CHANGED, Outcome.DONE, time)
                        .detail("from", from.name())
                        .detail("to", badge.state)
                        .detail("by", by));
    }

    @Override
    public void refused(EntityManager em, BadgeEntity badge, String reason, long time) {
        write(em, of(badge, RecordType.BADGE_REFUSED, Outcome.DENIED, time).detail("reason", reason));
    }

    @Override
    public void signed(EntityManager em, BadgeEntity badge, List<Statement> statements, SignInPlace place) {
        RecordType type = switch (statements.get(0).transcript().purpose()) {
            case BIND -> RecordType.BADGE_BOUND;
            case REKEY -> RecordType.BADGE_REKEYED;
            case RENEW -> RecordType.BADGE_RENEWED;
            default -> RecordType.BADGE_SIGNED_IN;
        };
        AuditEntry.Builder entry = of(
                        badge, type, type == RecordType.BADGE_BOUND ? Outcome.DONE : Outcome.ACCEPTED, place.time())
                .client(place.client())
                .address(place.address())
                .detail("kiosk", place.kiosk());
        statements.forEach(each -> entry.statement(each.json()));
        write(em, entry);
    }

    private static AuditEntry.Builder of(BadgeEntity badge, RecordType type, Outcome outcome, long seconds) {
        return AuditEntry.of(badge.realmId, type, seconds * 1000, outcome)
                .method(Method.BLOKBADGE)
                .subject(badge.bid)
                .user(badge.userId)
                .detail("serial", badge.serial);
    }

    private void write(EntityManager em, AuditEntry.Builder entry) {
        if (factory.getProviderFactory(RealmResourceProvider.class, AuditTrail.ID) instanceof AuditTrail trail) {
            trail.write(em, entry.build());
        } else {
            throw new IllegalStateException("The audit trail is there but does not run");
        }
    }
}
