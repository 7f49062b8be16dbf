package io.bloksec.keycloak.badge.keys;

import io.bloksec.keycloak.badge.protocol.MasterKey;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/**
 * All versions of the master key that this server knows. What is wrong with the file is logged and never keeps the server from
 * starting: badges are then refused, everything else works.
 */
public final class KeyRing {

    private static final Logger LOG = Logger.getLogger(KeyRing.class);

    private final TreeMap<Integer, MasterKey> keys;
    private final String problem;

    private KeyRing(List<MasterKey> keys, String problem) {
        this.keys = new TreeMap<>();
        keys.forEach(key -> this.keys.put(key.version(), key));
        this.problem = problem;
    }

    /** @throws IllegalArgumentException when two are of one version, or there is none */
    public static KeyRing of(List<MasterKey> keys) {
        KeyRing ring = new KeyRing(keys, null);
        if (keys.isEmpty() || ring.keys.size() != keys.size()) {
            throw new IllegalArgumentException("Each key needs a version of its own");
        }
        return ring;
    }

    /** Where there is none, and why. */
    public static KeyRing missing(String problem) {
        return new KeyRing(List.of(), problem);
    }

    /**
     * @param file as configured; null or empty when it is not
     * @param development where to make one when none is configured; null in production
     */
    public static KeyRing load(String file, Path development) {
        try {
            if (file != null && !file.isBlank()) {
                return of(KeyFile.read(Path.of(file)));
            }
            if (development != null) {
                KeyFile.make(development);
                LOG.warnf(
                        "BlokBadge uses a key that it made itself: %s. For development only; see key-file in docs/blokbadge.md",
                        development);
                return of(KeyFile.read(development));
            }
            LOG.info("BlokBadge is off: no master key is configured (option key-file, docs/blokbadge.md)");
            return missing("no key file is configured");
        } catch (IllegalArgumentException | IOException e) {
            LOG.errorf("BlokBadge is off: %s", e.getMessage());
            return missing(e.getMessage());
        }
    }

    /** Whether badges can be used at all. */
    public boolean isUsable() {
        return !keys.isEmpty();
    }

    /** Why they cannot; names a file at most. */
    public Optional<String> problem() {
        return Optional.ofNullable(problem);
    }

    /**
     * What new rows are made with.
     *
     * @throws KeysMissingException when there is none
     */
    public MasterKey newest() {
        return Optional.ofNullable(keys.lastEntry()).map(Map.Entry::getValue).orElseThrow(KeysMissingException::new);
    }

    /** Every version, newest first. */
    public Stream<MasterKey> all() {
        return keys.descendingMap().values().stream();
    }

    /** Empty for a version that is no longer in the file, or not yet. */
    public Optional<MasterKey> version(int version) {
        return Optional.ofNullable(keys.get(version));
    }
}
