package io.bloksec.keycloak.wsfed.doctor;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Goes through the people of a realm one by one and remembers who cannot sign in, and who would be taken for another. */
public final class UserFindings {

    private final Group withoutImmutableId = new Group();
    private final Group sameImmutableId = new Group();
    private final Group outsideTable = new Group();
    private final Group withoutMethod = new Group();
    private final Map<String, String> namesByImmutableId = new HashMap<>();

    /**
     * One person's facts.
     *
     * @param immutableId absent: none can be told; null: the client sends none
     * @param hasIssuer whether we speak for the domain
     * @param hasMethod whether the client's flow can sign the person in
     */
    public void add(String name, Optional<String> immutableId, boolean hasIssuer, boolean hasMethod) {
        if (immutableId != null) {
            if (immutableId.isEmpty()) {
                withoutImmutableId.add(name);
            } else {
                String other = namesByImmutableId.putIfAbsent(immutableId.get(), name);
                if (other != null) {
                    sameImmutableId.add(other + " = " + name);
                }
            }
        }
        if (!hasIssuer) {
            outsideTable.add(name);
        }
        if (!hasMethod) {
            withoutMethod.add(name);
        }
    }

    public List<Finding> findings() {
        return Stream.of(
                        withoutImmutableId.finding(
                                "users_without_immutable_id",
                                Severity.ERROR,
                                "People without an ImmutableID: they are refused here.",
                                "Export the ImmutableIDs with the PowerShell script and import them, or change the mapper's source."),
                        sameImmutableId.finding(
                                "duplicate_immutable_id",
                                Severity.ERROR,
                                "People with the same ImmutableID: each signs in at Microsoft as the other.",
                                "Give each the onPremisesImmutableId of their own account."),
                        outsideTable.finding(
                                "domain_not_in_table",
                                Severity.ERROR,
                                "People whose domain is not in the issuer table: they are refused here.",
                                "Add the domain to the table, or correct their names."),
                        withoutMethod.finding(
                                "users_without_method",
                                Severity.WARNING,
                                "People who have none of the credentials that this client's sign-in flow asks for.",
                                "Let them enrol before the domain is federated, or keep another way in the flow."))
                .flatMap(Optional::stream)
                .toList();
    }

    private static final class Group {
        private final List<String> examples = new ArrayList<>();
        private long count;

        void add(String name) {
            count++;
            if (examples.size() < Finding.MAX_EXAMPLES) {
                examples.add(name);
            }
        }

        Optional<Finding> finding(String code, Severity severity, String message, String fix) {
            return count == 0
                    ? Optional.empty()
                    : Optional.of(new Finding(code, severity, message, fix, List.copyOf(examples), count));
        }
    }
}
