package io.bloksec.keycloak.audit.verify;

import com.fasterxml.jackson.databind.JsonNode;
import io.bloksec.keycloak.audit.chain.KeyRotation;
import io.bloksec.keycloak.audit.chain.PublicJwk;
import java.security.PublicKey;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** The audit keys that the caller trusts, and those that they handed over to. */
final class TrustedKeys {

    private final Findings findings;
    /** What the export shows: enough to see that a signature is damaged, never to believe it. */
    private final Map<String, PublicKey> shown;

    private final boolean given;
    private final Map<String, PublicKey> inForce = new LinkedHashMap<>();
    private final Map<String, PublicKey> ever = new LinkedHashMap<>();
    private final Map<String, Long> replacedAt = new HashMap<>();

    TrustedKeys(Findings findings, Header header, Options options) {
        this.findings = findings;
        this.shown = new HashMap<>(header.keys());
        this.given = !options.keys().isEmpty() || !options.thumbprints().isEmpty();
        options.keys().forEach(this::trust);
        for (String thumbprint : options.thumbprints()) {
            if (shown.containsKey(thumbprint)) {
                trust(shown.get(thumbprint));
            } else {
                findings.add(Kind.ANCHOR, Place.WHOLE, "The export shows no key with the thumbprint " + thumbprint);
            }
        }
    }

    /** Whether the caller named any key. */
    boolean isGiven() {
        return given;
    }

    boolean isInForce(String kid) {
        return inForce.containsKey(kid);
    }

    /** Trusted at any time of the chain. */
    boolean wasTrusted(String kid) {
        return ever.containsKey(kid);
    }

    Set<String> thumbprints() {
        return new LinkedHashSet<>(ever.keySet());
    }

    /** For checking a signature, trusted or not; null when the key is nowhere. */
    PublicKey find(String kid) {
        PublicKey key = ever.get(kid);
        return key == null ? shown.get(kid) : key;
    }

    /** Why a key does not count now. */
    String refusal(String kid) {
        return replacedAt.containsKey(kid)
                ? "the key " + kid + ", which record " + replacedAt.get(kid) + " replaced"
                : "the key " + kid + ", which is neither given nor follows one that is";
    }

    /** A record {@code audit.key-rotated}. */
    void rotate(JsonNode linked, Place place) {
        KeyRotation rotation;
        try {
            rotation = KeyRotation.verified(linked, this::find);
        } catch (IllegalArgumentException e) {
            findings.add(Kind.KEY, place, "The rotation of the audit key does not hold: " + e.getMessage());
            return;
        }
        String next = PublicJwk.thumbprint(rotation.next());
        shown.put(next, rotation.next());
        if (isInForce(rotation.kid())) {
            inForce.remove(rotation.kid());
            replacedAt.put(rotation.kid(), place.number());
            trust(rotation.next());
        } else if (given && !isInForce(next)) {
            findings.add(Kind.KEY, place, "The audit key is rotated by " + refusal(rotation.kid()));
        }
    }

    private void trust(PublicKey key) {
        String kid = PublicJwk.thumbprint(key);
        inForce.put(kid, key);
        ever.put(kid, key);
    }
}
