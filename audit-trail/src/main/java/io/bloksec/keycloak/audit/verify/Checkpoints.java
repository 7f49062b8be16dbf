package io.bloksec.keycloak.audit.verify;

import io.bloksec.keycloak.audit.chain.Checkpoint;

/** The checkpoints of the export: signed by a trusted key, one after the other, each of the record it stands behind. */
final class Checkpoints {

    private final Findings findings;
    private final Header header;
    private final TrustedKeys keys;
    private final Chain chain;
    private final Witnesses witnesses;
    private long count;
    private long trusted;
    private long lastTrusted;
    private long withoutAnchor;
    private long sequence;
    private String last;

    Checkpoints(Findings findings, Header header, TrustedKeys keys, Chain chain, Witnesses witnesses) {
        this.findings = findings;
        this.header = header;
        this.keys = keys;
        this.chain = chain;
        this.witnesses = witnesses;
    }

    void take(String jws, long line) {
        count++;
        Place place = new Place(line, 0);
        Checkpoint checkpoint;
        boolean counts;
        try {
            String kid = Checkpoint.kid(jws);
            counts = keys.isInForce(kid);
            if (!counts && keys.isGiven()) {
                findings.add(Kind.KEY, place, "The checkpoint is signed by " + keys.refusal(kid));
                checkpoint = Checkpoint.unverified(jws);
            } else {
                checkpoint = Checkpoint.verified(jws, keys::find);
            }
        } catch (IllegalArgumentException e) {
            findings.add(Kind.CHECKPOINT, place, "The checkpoint does not hold: " + e.getMessage());
            // The next one cannot be held against this one.
            sequence++;
            last = Checkpoint.hash(jws);
            return;
        }
        if (isOfThisChain(checkpoint, place) && counts) {
            trusted++;
            lastTrusted = checkpoint.number();
            if (checkpoint.anchor() == Checkpoint.Anchor.NONE) {
                withoutAnchor++;
            }
            witnesses.found(jws);
        }
        sequence = checkpoint.sequence();
        last = Checkpoint.hash(jws);
    }

    long count() {
        return count;
    }

    /** How many are signed by a trusted key and right. */
    long trusted() {
        return trusted;
    }

    /** The number that the last trusted one names, 0 when there is none. */
    long lastTrusted() {
        return lastTrusted;
    }

    /** How many trusted ones say that their key lies in the database. */
    long withoutAnchor() {
        return withoutAnchor;
    }

    private boolean isOfThisChain(Checkpoint checkpoint, Place place) {
        String wrong = null;
        if (!checkpoint.issuer().equals(header.issuer())
                || !checkpoint.realm().equals(header.realm())
                || !checkpoint.epoch().equals(header.epoch())) {
            wrong = "The checkpoint is of another issuer, realm or epoch than the export";
        } else if (last == null && checkpoint.sequence() != 1 && announcesWholeChain()) {
            wrong = "The checkpoints before " + checkpoint.sequence() + " are missing";
        } else if (last != null && checkpoint.sequence() != sequence + 1) {
            wrong = "Checkpoint " + checkpoint.sequence() + " comes after " + sequence;
        } else if (last != null && !last.equals(checkpoint.previous())) {
            wrong = "Checkpoint " + checkpoint.sequence()
                    + " does not follow the one before: its previous hash is another";
        } else if (checkpoint.number() != chain.number()) {
            wrong = "The checkpoint is of record " + checkpoint.number() + " and stands behind record "
                    + chain.number();
        } else if (!checkpoint.head().equals(chain.head())) {
            wrong = "The checkpoint has another hash of record " + checkpoint.number() + " than the export";
        }
        if (wrong != null) {
            findings.add(Kind.CHECKPOINT, place, wrong);
        }
        return wrong == null;
    }

    /** Pruning takes the checkpoints of pruned records along. */
    private boolean announcesWholeChain() {
        return chain.first() == 1;
    }
}
