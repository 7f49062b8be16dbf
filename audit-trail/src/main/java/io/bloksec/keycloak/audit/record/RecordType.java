package io.bloksec.keycloak.audit.record;

import static io.bloksec.keycloak.audit.record.Outcome.ACCEPTED;
import static io.bloksec.keycloak.audit.record.Outcome.BURNT;
import static io.bloksec.keycloak.audit.record.Outcome.CANCELLED;
import static io.bloksec.keycloak.audit.record.Outcome.DENIED;
import static io.bloksec.keycloak.audit.record.Outcome.DONE;
import static io.bloksec.keycloak.audit.record.Outcome.ERROR;
import static io.bloksec.keycloak.audit.record.Outcome.EXPIRED;
import static io.bloksec.keycloak.audit.record.Outcome.REPORTED;
import static io.bloksec.keycloak.audit.record.Outcome.SUPERSEDED;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What happened, as far as this version knows it, and how it can have ended. */
public enum RecordType {
    ENROLLED("blokkey.enrolled", DONE),
    DEVICE_RESTATED("blokkey.device-restated", DONE),
    ROTATED("blokkey.rotated", DONE),
    DEVICE_REMOVED("blokkey.device-removed", DONE),
    APPROVED("blokkey.approved", ACCEPTED),
    DENIED_REQUEST("blokkey.denied", DENIED),
    REPORTED_REQUEST("blokkey.reported", REPORTED),
    BURNT_REQUEST("blokkey.burnt", BURNT),
    ENDED("blokkey.ended", EXPIRED, SUPERSEDED, CANCELLED, ERROR),
    PASSCODE_ISSUED("blokkey.passcode-issued", DONE),
    PASSCODE_USED("blokkey.passcode-used", ACCEPTED),
    ADMINISTERED("blokkey.administered", DONE),
    BADGE_ISSUED("blokbadge.issued", DONE),
    BADGE_BOUND("blokbadge.bound", DONE),
    BADGE_SIGNED_IN("blokbadge.signed-in", ACCEPTED),
    BADGE_REKEYED("blokbadge.rekeyed", ACCEPTED),
    BADGE_RENEWED("blokbadge.renewed", ACCEPTED),
    BADGE_CHANGED("blokbadge.changed", DONE),
    BADGE_REFUSED("blokbadge.refused", DENIED),
    WSFED_ISSUED("wsfed.issued", ACCEPTED),
    EXPORTED("audit.exported", DONE),
    ERASED("audit.erased", DONE),
    PRUNED("audit.pruned", DONE),
    KEY_ROTATED("audit.key-rotated", DONE);

    private static final Map<String, RecordType> BY_LABEL =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(RecordType::label, Function.identity()));

    private final String label;
    private final Set<Outcome> outcomes;

    RecordType(String label, Outcome first, Outcome... others) {
        this.label = label;
        this.outcomes = EnumSet.of(first, others);
    }

    /** As in records. */
    public String label() {
        return label;
    }

    public boolean endsAs(Outcome outcome) {
        return outcomes.contains(outcome);
    }

    /** Empty for a type of a later version. */
    public static Optional<RecordType> of(String label) {
        return Optional.ofNullable(BY_LABEL.get(label));
    }
}
