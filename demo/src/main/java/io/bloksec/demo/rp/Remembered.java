package io.bloksec.demo.rp;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Keeps the newest few values for a while, so that nobody fills the memory. */
final class Remembered<V> {

    private final Map<String, Entry<V>> entries;
    private final Duration lifetime;

    Remembered(int most, Duration lifetime) {
        this.lifetime = lifetime;
        this.entries = new LinkedHashMap<>() {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Entry<V>> eldest) {
                return size() > most;
            }
        };
    }

    synchronized void put(String key, V value) {
        entries.put(key, new Entry<>(value, Instant.now().plus(lifetime)));
    }

    /** Whether the key was not there. */
    synchronized boolean putIfAbsent(String key, V value) {
        boolean absent = get(key).isEmpty();
        if (absent) {
            put(key, value);
        }
        return absent;
    }

    synchronized Optional<V> get(String key) {
        return Optional.ofNullable(entries.get(key))
                .filter(entry -> Instant.now().isBefore(entry.until()))
                .map(Entry::value);
    }

    synchronized Optional<V> take(String key) {
        Optional<V> value = get(key);
        entries.remove(key);
        return value;
    }

    private record Entry<V>(V value, Instant until) {}
}
