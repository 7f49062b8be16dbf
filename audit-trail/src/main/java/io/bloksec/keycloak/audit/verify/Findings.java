package io.bloksec.keycloak.audit.verify;

import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** What was found: counted in full, kept as far as the first of each severity. Takes findings of several threads. */
final class Findings {

    /** As many are kept of each severity, the first in the file. */
    static final int KEPT = 200;

    /** The whole comes last: a reader wants to know where. */
    private static final Comparator<Finding> ORDER = Comparator.comparingLong(
                    (Finding finding) -> finding.place().line() == 0
                            ? Long.MAX_VALUE
                            : finding.place().line())
            .thenComparing(Finding::kind)
            .thenComparing(Finding::message);

    private final Map<Severity, TreeSet<Finding>> kept = new EnumMap<>(Severity.class);
    private final Map<Severity, Long> counts = new EnumMap<>(Severity.class);

    synchronized void add(Kind kind, Place place, String message) {
        TreeSet<Finding> same = kept.computeIfAbsent(kind.severity(), severity -> new TreeSet<>(ORDER));
        counts.merge(kind.severity(), 1L, Long::sum);
        same.add(new Finding(kind, place, message));
        if (same.size() > KEPT) {
            same.pollLast();
        }
    }

    synchronized long count(Severity severity) {
        return counts.getOrDefault(severity, 0L);
    }

    /** The first ones, in the order of the file. */
    synchronized List<Finding> of(Severity severity) {
        return List.copyOf(kept.getOrDefault(severity, new TreeSet<>(ORDER)));
    }

    Optional<Finding> first(Severity severity) {
        return of(severity).stream().findFirst();
    }
}
