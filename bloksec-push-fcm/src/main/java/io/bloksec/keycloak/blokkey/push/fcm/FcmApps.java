package io.bloksec.keycloak.blokkey.push.fcm;

import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * The apps of all realms: one each, for the service account that its file holds now. The file is looked at again after a while, so that a
 * new key needs no restart; what it cannot be used for is kept as long.
 */
final class FcmApps implements AutoCloseable {

    private static final Duration FRESH = Duration.ofSeconds(10);

    private final FcmEndpoint endpoint;
    private final LongSupplier nanos;
    private final HttpClient http = FcmTransport.client();
    private final Map<String, Held> held = new HashMap<>();
    private int made;

    FcmApps(FcmEndpoint endpoint, LongSupplier nanos) {
        this.endpoint = endpoint;
        this.nanos = nanos;
    }

    ServiceAccount read(Path file) {
        return ServiceAccount.read(file, endpoint);
    }

    /**
     * Reads the file, where it must, on the calling thread: a push's own.
     *
     * @throws IllegalArgumentException when it is not usable; the message says why, without a secret
     */
    synchronized FcmApp of(String realm, Path file) {
        Held now = held.get(realm);
        if (now == null || !now.file.equals(file) || nanos.getAsLong() - now.since >= FRESH.toNanos()) {
            now = renew(realm, file, now);
            held.put(realm, now);
        }
        if (now.app == null) {
            throw new IllegalArgumentException(now.problem);
        }
        return now.app;
    }

    private Held renew(String realm, Path file, Held before) {
        long now = nanos.getAsLong();
        try {
            ServiceAccount account = read(file);
            if (before != null && before.app != null && account.hash().equals(before.hash)) {
                return new Held(file, now, before.hash, before.app, null);
            }
            String name = realm + "/" + account.hash() + "/" + ++made;
            FcmApp app = new FcmApp(name, account, http, endpoint);
            end(before);
            return new Held(file, now, account.hash(), app, null);
        } catch (IllegalArgumentException e) {
            end(before);
            return new Held(file, now, null, null, e.getMessage());
        }
    }

    /** What another thread sends by it just now ends well: the SDK asks no deleted app for anything it has already. */
    private static void end(Held before) {
        if (before != null && before.app != null) {
            before.app.close();
        }
    }

    @Override
    public synchronized void close() {
        held.values().forEach(FcmApps::end);
        held.clear();
    }

    private record Held(Path file, long since, String hash, FcmApp app, String problem) {}
}
