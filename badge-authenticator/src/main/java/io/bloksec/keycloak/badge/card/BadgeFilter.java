package io.bloksec.keycloak.badge.card;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What badges have in common that somebody looks for; all that is named must hold.
 *
 * @param status how they are, or null for any
 * @param serial or null
 * @param issuedAfter seconds since 1970, or null; that moment included
 * @param issuedBefore seconds since 1970, or null; that moment not included
 * @param issuedBy id of an issuer, or null
 */
public record BadgeFilter(Status status, String serial, Long issuedAfter, Long issuedBefore, String issuedBy) {

    /** How badges are, as people who look after them see it. */
    public enum Status {
        WAITING("b.state in ('ISSUED', 'RESET_PENDING') and b.kind <> 'DECOY'"),
        ACTIVE("b.state = 'ACTIVE' and b.tries < :most"),
        LOCKED("b.state = 'ACTIVE' and b.tries >= :most"),
        SUSPENDED("b.state = 'SUSPENDED'"),
        /** Ends within thirty days, and nothing follows it yet. */
        EXPIRING("b.state = 'ACTIVE' and b.kind = 'STANDARD' and b.expires < :soon and not exists"
                + " (select 1 from BadgeEntity n where n.renews = b.bid and n.state = 'ISSUED')"),
        ALARM("b.alarm is not null");

        private final String condition;

        Status(String condition) {
            this.condition = condition;
        }
    }

    private static final Duration SOON = Duration.ofDays(30);

    public static BadgeFilter of(Status status) {
        return new BadgeFilter(status, null, null, null, null);
    }

    public static BadgeFilter ofSerial(String serial) {
        return new BadgeFilter(null, serial, null, null, null);
    }

    /** To be added to a WHERE over {@code BadgeEntity b}. */
    String condition() {
        List<String> all = new ArrayList<>();
        Optional.ofNullable(status).ifPresent(each -> all.add(each.condition));
        Optional.ofNullable(serial).ifPresent(each -> all.add("b.serial = :serial"));
        Optional.ofNullable(issuedAfter).ifPresent(each -> all.add("b.createdAt >= :after"));
        Optional.ofNullable(issuedBefore).ifPresent(each -> all.add("b.createdAt < :before"));
        Optional.ofNullable(issuedBy).ifPresent(each -> all.add("b.createdBy = :by"));
        return all.stream().map(each -> " and " + each).reduce("", String::concat);
    }

    Map<String, Object> parameters(long now) {
        Map<String, Object> all = new TreeMap<>();
        if (status == Status.ACTIVE || status == Status.LOCKED) {
            all.put("most", TryPolicy.MOST_TRIES);
        }
        if (status == Status.EXPIRING) {
            all.put("soon", now + SOON.toSeconds());
        }
        Optional.ofNullable(serial).ifPresent(each -> all.put("serial", each));
        Optional.ofNullable(issuedAfter).ifPresent(each -> all.put("after", each));
        Optional.ofNullable(issuedBefore).ifPresent(each -> all.put("before", each));
        Optional.ofNullable(issuedBy).ifPresent(each -> all.put("by", each));
        return all;
    }
}
