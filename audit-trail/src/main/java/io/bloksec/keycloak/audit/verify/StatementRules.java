package io.bloksec.keycloak.audit.verify;

import io.bloksec.keycloak.audit.record.RecordType;
import java.util.List;
import java.util.Set;

/** Which statements a type of record has: the table Types of the format. */
final class StatementRules {

    private static final Set<String> APPROVALS = Set.of("approve", "add-device");

    private StatementRules() {}

    /** @param type null for one of a later version, which may have any */
    static boolean allows(RecordType type, List<String> statements) {
        if (type == null) {
            return true;
        }
        return switch (type) {
            case ENROLLED -> statements.equals(List.of("enrol"));
            case DEVICE_RESTATED -> isHistory(statements);
            case ROTATED -> statements.equals(List.of("rotate"));
            case APPROVED, BURNT_REQUEST -> isApproval(statements);
            case DENIED_REQUEST -> statements.equals(List.of("deny"));
            case REPORTED_REQUEST -> statements.equals(List.of("report"));
            case ENDED -> statements.isEmpty() || isApproval(statements);
            case BADGE_BOUND -> statements.equals(List.of("bind")) || statements.equals(List.of("bind", "vouch"));
            case BADGE_SIGNED_IN -> statements.equals(List.of("auth"));
            case BADGE_REKEYED -> statements.equals(List.of("rekey"));
            case BADGE_RENEWED -> statements.equals(List.of("renew"));
            case BADGE_ISSUED,
                    BADGE_CHANGED,
                    BADGE_REFUSED,
                    DEVICE_REMOVED,
                    PASSCODE_ISSUED,
                    PASSCODE_USED,
                    ADMINISTERED,
                    WSFED_ISSUED,
                    EXPORTED,
                    ERASED,
                    PRUNED,
                    KEY_ROTATED -> statements.isEmpty();
        };
    }

    private static boolean isApproval(List<String> statements) {
        return statements.size() == 1 && APPROVALS.contains(statements.get(0));
    }

    private static boolean isHistory(List<String> statements) {
        return !statements.isEmpty()
                && statements.get(0).equals("enrol")
                && statements.stream().skip(1).allMatch("rotate"::equals);
    }
}
