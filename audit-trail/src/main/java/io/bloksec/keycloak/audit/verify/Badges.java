package io.bloksec.keycloak.audit.verify;

import io.bloksec.keycloak.audit.record.RecordType;
import java.net.URI;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The badges that count at each record, by their own statements alone: whose key was not bound cannot sign in. */
final class Badges {

    /** How much older than its record a nonce can be, and how much younger, milliseconds. */
    private static final long OLDEST = 600_000;

    private static final long YOUNGEST = 120_000;
    private static final long SAME_INSTANT = 2_000;
    private static final Set<String> ENDS = Set.of("EXPIRED", "REPLACED", "REVOKED");

    private final Header header;
    private final Set<String> origins;
    private final Map<String, Badge> bound = new HashMap<>();
    private final Map<String, End> ended = new HashMap<>();
    private final Set<String> out = new HashSet<>();
    private final LongSet nonces = new LongSet();

    /** @param origins of pages beside the issuer's own */
    Badges(Header header, Set<String> origins) {
        this.header = header;
        this.origins = origins;
    }

    /** A key that is in force. */
    private record Badge(String user, String badgeKey, String userKey, int epoch) {}

    /** How and when a badge ended, milliseconds since 1970. */
    private record End(String as, long time) {}

    /**
     * Takes a record in the order of the chain.
     *
     * @param incomplete whether an earlier record is pruned or erased, so that a binding may be gone
     * @return whether the nonce of its statement is new
     * @throws IllegalArgumentException when the statement is not of a badge that counts
     */
    boolean take(RecordType type, Subject subject, boolean incomplete) {
        if (type == RecordType.BADGE_CHANGED) {
            changed(subject);
        }
        for (BadgeStatement statement : subject.badgeStatements()) {
            if (!nonces.add(statement.transcript().nonce())) {
                return false;
            }
            requireOfRecord(statement, subject);
            switch (statement.type()) {
                case "auth" -> signedIn(statement, subject, incomplete);
                case "bind" -> bound(statement, subject);
                case "rekey" -> rekeyed(statement, subject, incomplete);
                case "renew" -> renewed(statement, subject, incomplete);
                default -> vouched(statement, subject, incomplete);
            }
        }
        return true;
    }

    private void changed(Subject subject) {
        String to = subject.details().get("to");
        String badge = subject.subject();
        if (badge == null || to == null) {
            throw new IllegalArgumentException("The record does not say which badge became what");
        }
        if (ENDS.contains(to)) {
            ended.put(badge, new End(to, subject.time()));
        } else if (to.equals("SUSPENDED")) {
            out.add(badge);
        } else {
            out.remove(badge);
            if (to.equals("RESET_PENDING")) {
                bound.computeIfPresent(badge, (id, old) -> new Badge(old.user, old.badgeKey, null, old.epoch));
            }
        }
    }

    private void requireOfRecord(BadgeStatement statement, Subject subject) {
        BadgeTranscript transcript = statement.transcript();
        require(transcript.realm().equals(header.realm()), "is of another realm");
        require(
                transcript.origin().equals(origin(header.issuer())) || origins.contains(transcript.origin()),
                "was signed at another origin");
        long age = subject.time() - transcript.time() * 1000;
        require(age >= -YOUNGEST && age <= OLDEST, "is not of the record's time");
        String badge = switch (statement.type()) {
            case "renew" -> statement.field(3);
            case "vouch" -> statement.field(1);
            default -> transcript.badge();
        };
        require(badge.equals(subject.subject()), "is of another badge than the record");
        require(statement.salt() == null || statement.names(subject.user()), "names another person than the record");
        require(!hasEnded(badge, statement, subject), "is of a badge that had ended before");
        require(!hasEnded(transcript.badge(), statement, subject), "is of a badge that had ended before");
        require(!out.contains(badge) && !out.contains(transcript.badge()), "is of a badge that is suspended");
    }

    /** A renewal ends the old badge in the same instant: the two records may stand in either order. */
    private boolean hasEnded(String badge, BadgeStatement statement, Subject subject) {
        End end = ended.get(badge);
        boolean byThis = end != null
                && statement.type().equals("renew")
                && badge.equals(statement.transcript().badge())
                && end.as().equals("REPLACED")
                && Math.abs(end.time() - subject.time()) <= SAME_INSTANT;
        return end != null && !byThis;
    }

    private void signedIn(BadgeStatement statement, Subject subject, boolean incomplete) {
        inForce(statement, subject.user(), statement.keys().get(0), null, incomplete);
    }

    private void bound(BadgeStatement statement, Subject subject) {
        String badgeKey = statement.field(2);
        String userKey = statement.field(3);
        int epoch = number(statement.field(4));
        require(statement.keys().equals(List.of(badgeKey, userKey)), "is not signed by the keys that it names");
        require(statement.transcript().epoch() == epoch, "is of another epoch than it names");
        boolean vouched = subject.badgeStatements().size() > 1;
        require(
                statement.field(5).equals(vouched ? "vouch" : "code"),
                "was bound in another way than the record shows");
        Badge before = bound.get(subject.subject());
        if (before != null) {
            require(before.user.equals(subject.user()), "binds a badge to another person than before");
            require(
                    before.badgeKey == null || before.badgeKey.equals(badgeKey),
                    "is signed by another badge key than before");
            require(before.userKey == null, "binds a badge that has a PIN");
            require(epoch > before.epoch, "is not of a later epoch than before");
        }
        bound.put(subject.subject(), new Badge(subject.user(), badgeKey, userKey, epoch));
    }

    private void rekeyed(BadgeStatement statement, Subject subject, boolean incomplete) {
        List<String> keys = statement.keys();
        require(
                keys.equals(List.of(statement.field(2), statement.field(3), statement.field(4))),
                "is not signed by the keys that it names");
        inForce(statement, subject.user(), keys.get(1), keys.get(0), incomplete);
        int epoch = number(statement.field(5));
        require(epoch == statement.transcript().epoch() + 1, "does not go on to the next epoch");
        bound.put(subject.subject(), new Badge(subject.user(), keys.get(0), keys.get(2), epoch));
    }

    private void renewed(BadgeStatement statement, Subject subject, boolean incomplete) {
        List<String> keys = statement.keys();
        require(
                keys.equals(List.of(statement.field(4), statement.field(5), statement.field(6))),
                "is not signed by the keys that it names");
        require(statement.field(2).equals(statement.transcript().badge()), "names another old badge");
        require(!bound.containsKey(subject.subject()), "gives a badge to somebody that had a PIN before");
        inForce(statement, subject.user(), keys.get(0), null, incomplete);
        bound.put(subject.subject(), new Badge(subject.user(), keys.get(1), keys.get(2), number(statement.field(7))));
    }

    /** Another person's badge says whose the new key is, in the same tab. */
    private void vouched(BadgeStatement statement, Subject subject, boolean incomplete) {
        BadgeStatement of = subject.badgeStatements().get(0);
        require(
                statement.field(3).equals(of.field(4)) && statement.field(4).equals(of.field(3)),
                "vouches for another key than the one that is bound");
        BadgeTranscript transcript = statement.transcript();
        require(transcript.session().equals(of.transcript().session()), "was signed in another tab");
        require(!transcript.badge().equals(subject.subject()), "vouches for itself");
        Badge by = bound.get(transcript.badge());
        if (by == null) {
            require(incomplete, "is of a badge that has no valid binding statement before this record");
            return;
        }
        require(!by.user.equals(subject.user()), "vouches for its own person");
        inForce(statement, by.user, statement.keys().get(0), null, incomplete);
    }

    /** The key of the badge in the transcript is the one that was bound last, and its person's. */
    private void inForce(BadgeStatement statement, String user, String userKey, String badgeKey, boolean incomplete) {
        BadgeTranscript transcript = statement.transcript();
        Badge badge = bound.get(transcript.badge());
        if (badge == null) {
            require(incomplete, "is of a badge that has no valid binding statement before this record");
            bound.put(transcript.badge(), new Badge(user, badgeKey, userKey, transcript.epoch()));
            return;
        }
        require(badge.user.equals(user), "is of another person than the badge's");
        require(userKey.equals(badge.userKey), "is signed by another key than the badge's");
        require(
                badgeKey == null || badge.badgeKey == null || badgeKey.equals(badge.badgeKey),
                "is signed by another badge key");
        require(badge.epoch == transcript.epoch(), "is of another epoch than the badge's");
    }

    private static int number(String text) {
        return Integer.parseInt(text);
    }

    private static String origin(String issuer) {
        URI uri = URI.create(issuer);
        return uri.getScheme() + "://" + uri.getAuthority();
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException("The statement " + otherwise);
        }
    }
}
