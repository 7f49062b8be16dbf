package io.bloksec.keycloak.blokkey.keycloak;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bloksec.keycloak.audit.AuditEntry;
import io.bloksec.keycloak.audit.AuditTrail;
import io.bloksec.keycloak.audit.record.Grade;
import io.bloksec.keycloak.audit.record.Method;
import io.bloksec.keycloak.audit.record.Outcome;
import io.bloksec.keycloak.audit.record.RecordType;
import io.bloksec.keycloak.blokkey.device.DeviceEntity;
import io.bloksec.keycloak.blokkey.passcode.PasscodeEntity;
import io.bloksec.keycloak.blokkey.request.RequestEntity;
import io.bloksec.keycloak.blokkey.request.State;
import jakarta.persistence.EntityManager;
import java.util.Locale;
import java.util.Map;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.services.resource.RealmResourceProvider;

/** Writes into the audit trail. Only {@link Journals} makes one: without the audit trail's jar this class cannot be loaded. */
final class AuditJournal implements Journal {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final KeycloakSessionFactory factory;

    AuditJournal(KeycloakSessionFactory factory) {
        this.factory = factory;
    }

    @Override
    public boolean isKept() {
        return true;
    }

    @Override
    public void enrolled(EntityManager em, DeviceEntity device, String enrolment, String statement) {
        write(
                em,
                of(device, RecordType.ENROLLED, device.createdAt)
                        .subject(enrolment)
                        .grade(Grade.valueOf(device.grade))
                        .statement(json(statement))
                        .detail("name", device.name)
                        .detail("model", device.model)
                        .detail("platform", device.platform));
    }

    @Override
    public void rotated(EntityManager em, DeviceEntity device, long time, String statement) {
        write(em, of(device, RecordType.ROTATED, time).statement(json(statement)));
    }

    @Override
    public void removed(EntityManager em, DeviceEntity device, long time) {
        write(em, of(device, RecordType.DEVICE_REMOVED, time));
    }

    @Override
    public void used(EntityManager em, RequestEntity row) {
        write(
                em,
                of(row, RecordType.APPROVED, Outcome.ACCEPTED)
                        .grade(Grade.valueOf(row.grade))
                        .time("responded", row.approvedAt)
                        .time("consumed", row.changedAt)
                        .statement(json(row.evidence)));
    }

    @Override
    public void ended(EntityManager em, RequestEntity row, State state) {
        AuditEntry.Builder entry = switch (state) {
            case DENIED -> of(row, RecordType.DENIED_REQUEST, Outcome.DENIED).statement(json(row.refusal));
            case REPORTED ->
                of(row, RecordType.REPORTED_REQUEST, Outcome.REPORTED).statement(json(row.refusal));
            case BURNT -> of(row, RecordType.BURNT_REQUEST, Outcome.BURNT).statement(json(row.refusal));
            case SUPERSEDED -> of(row, RecordType.ENDED, Outcome.SUPERSEDED);
            case CANCELLED -> of(row, RecordType.ENDED, Outcome.CANCELLED).statement(json(row.evidence));
            default -> of(row, RecordType.ENDED, Outcome.EXPIRED).statement(json(row.evidence));
        };
        boolean answered = state == State.DENIED || state == State.REPORTED || state == State.BURNT;
        write(em, entry.time("responded", answered ? Long.valueOf(row.changedAt) : row.approvedAt));
    }

    @Override
    public void passcodeIssued(EntityManager em, PasscodeEntity row) {
        write(
                em,
                AuditEntry.of(row.realmId, RecordType.PASSCODE_ISSUED, row.createdAt, Outcome.DONE)
                        .subject(row.id)
                        .user(row.userId)
                        .detail("by", row.issuedBy)
                        .detail("reason", row.reason)
                        .detail("expires", String.valueOf(row.expiresAt)));
    }

    @Override
    public void passcodeUsed(EntityManager em, PasscodeEntity row, long time) {
        write(
                em,
                AuditEntry.of(row.realmId, RecordType.PASSCODE_USED, time, Outcome.ACCEPTED)
                        .method(Method.PASSCODE)
                        .subject(row.id)
                        .user(row.userId)
                        .time("issued", row.createdAt)
                        .time("consumed", time));
    }

    @Override
    public void administered(EntityManager em, String realmId, long time, String by, Map<String, String> what) {
        AuditEntry.Builder entry = AuditEntry.of(realmId, RecordType.ADMINISTERED, time, Outcome.DONE)
                .detail("by", by);
        what.forEach(entry::detail);
        write(em, entry);
    }

    private static AuditEntry.Builder of(DeviceEntity device, RecordType type, long time) {
        return AuditEntry.of(device.realmId, type, time, Outcome.DONE)
                .user(device.userId)
                .device(device.id);
    }

    private static AuditEntry.Builder of(RequestEntity row, RecordType type, Outcome outcome) {
        return AuditEntry.of(row.realmId, type, row.changedAt, outcome)
                .method(Method.valueOf(row.channel))
                .subject(row.id)
                .user(row.userId)
                .device(row.deviceId)
                .client(row.client)
                .address(row.address)
                .place(row.place)
                .time("issued", row.createdAt)
                .time("retrieved", row.shownAt)
                .detail("clientName", row.clientName)
                .detail("browser", row.browser)
                .detail("system", row.system)
                .detail("lane", row.lane.toLowerCase(Locale.ROOT))
                .detail("minimumGrade", row.leastGrade)
                .detail("number", row.numberNeeded ? String.valueOf(row.numberDigits) : null)
                .detail("sameNetwork", row.sameNetwork ? "required" : null)
                .detail("acr", row.acr)
                .detail("newDevice", row.newDevice);
    }

    private void write(EntityManager em, AuditEntry.Builder entry) {
        if (factory.getProviderFactory(RealmResourceProvider.class, AuditTrail.ID) instanceof AuditTrail trail) {
            trail.write(em, entry.build());
        } else {
            throw new IllegalStateException("The audit trail is there but does not run");
        }
    }

    private static ObjectNode json(String text) {
        if (text == null) {
            return null;
        }
        try {
            return (ObjectNode) JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
