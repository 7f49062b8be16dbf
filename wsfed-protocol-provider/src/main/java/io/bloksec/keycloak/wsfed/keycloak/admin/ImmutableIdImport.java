package io.bloksec.keycloak.wsfed.keycloak.admin;

import io.bloksec.keycloak.wsfed.entra.ImmutableIdTable.Row;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.utils.KeycloakModelUtils;

/**
 * Gives people the ImmutableIDs that Entra ID knows them by. Each row is answered for itself, and a wrong one does not keep the
 * others from being done. People are found by user name, else by e-mail address.
 */
final class ImmutableIdImport {

    /** Few enough that a transaction stays short, and its memory small. */
    private static final int BATCH = 200;

    private static final int MAX_LENGTH = 64;

    private final KeycloakSessionFactory sessions;
    private final String realmId;
    private final String attribute;
    private final boolean dryRun;
    private final Map<String, Integer> linesByImmutableId = new HashMap<>();
    private final Map<String, Integer> linesByName = new HashMap<>();

    ImmutableIdImport(KeycloakSession session, RealmModel realm, String attribute, boolean dryRun) {
        this.sessions = session.getKeycloakSessionFactory();
        this.realmId = realm.getId();
        this.attribute = attribute;
        this.dryRun = dryRun;
    }

    /** What became, or in a dry run would become, of a row. */
    enum Outcome {
        SET,
        CHANGED,
        UNCHANGED,
        UNKNOWN_USER,
        /** Twice in the file, or somebody else has it. */
        DUPLICATE,
        /** Empty, too long, or with characters that no ImmutableID has. */
        INVALID
    }

    record RowResult(int line, String userPrincipalName, Outcome outcome) {}

    record Result(boolean dryRun, Map<Outcome, Long> counts, List<RowResult> rows) {}

    Result run(List<Row> rows) {
        List<RowResult> results = new ArrayList<>();
        for (int from = 0; from < rows.size(); from += BATCH) {
            List<Row> batch = rows.subList(from, Math.min(from + BATCH, rows.size()));
            KeycloakModelUtils.runJobInTransaction(sessions, session -> {
                RealmModel realm = session.realms().getRealm(realmId);
                session.getContext().setRealm(realm);
                for (Row row : batch) {
                    results.add(new RowResult(row.number(), row.userPrincipalName(), apply(session, realm, row)));
                }
            });
        }
        Map<Outcome, Long> counts = new LinkedHashMap<>();
        results.forEach(result -> counts.merge(result.outcome(), 1L, Long::sum));
        return new Result(dryRun, counts, results);
    }

    private Outcome apply(KeycloakSession session, RealmModel realm, Row row) {
        String immutableId = row.immutableId();
        if (!isUsable(immutableId) || row.userPrincipalName().isEmpty()) {
            return Outcome.INVALID;
        }
        if (linesByImmutableId.putIfAbsent(immutableId, row.number()) != null
                || linesByName.putIfAbsent(row.userPrincipalName(), row.number()) != null) {
            return Outcome.DUPLICATE;
        }
        UserModel user = session.users().getUserByUsername(realm, row.userPrincipalName());
        if (user == null) {
            user = session.users().getUserByEmail(realm, row.userPrincipalName());
        }
        if (user == null) {
            return Outcome.UNKNOWN_USER;
        }
        String id = user.getId();
        if (session.users()
                .searchForUserByUserAttributeStream(realm, attribute, immutableId)
                .anyMatch(other -> !other.getId().equals(id))) {
            return Outcome.DUPLICATE;
        }
        String present = user.getFirstAttribute(attribute);
        if (immutableId.equals(present)) {
            return Outcome.UNCHANGED;
        }
        if (!dryRun) {
            user.setSingleAttribute(attribute, immutableId);
        }
        return present == null ? Outcome.SET : Outcome.CHANGED;
    }

    private static boolean isUsable(String immutableId) {
        return !immutableId.isEmpty()
                && immutableId.length() <= MAX_LENGTH
                && immutableId.chars().allMatch(c -> c > ' ' && c < 0x7f);
    }
}
