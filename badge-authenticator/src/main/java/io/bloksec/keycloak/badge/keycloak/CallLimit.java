package io.bloksec.keycloak.badge.keycloak;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** How often one network address may do something on this node: a bound on what it can cost, not a lock. */
final class CallLimit {

    private static final int MOST_CALLERS = 100_000;

    private final Map<String, Window> windows = new ConcurrentHashMap<>();
    private final int most;
    private final long length;

    /** @param length milliseconds */
    CallLimit(int most, long length) {
        this.most = most;
        this.length = length;
    }

    /** Counts this one. */
    boolean allows(String caller, long now) {
        return count(caller, now).calls() <= most;
    }

    /** Counts nothing. */
    boolean isReached(String caller, long now) {
        Window window = windows.get(caller);
        return window != null && window.since() + length > now && window.calls() >= most;
    }

    private Window count(String caller, long now) {
        if (windows.size() > MOST_CALLERS) {
            windows.values().removeIf(each -> each.since() + length <= now);
        }
        return windows.merge(
                caller,
                new Window(now, 1),
                (old, one) -> old.since() + length <= now ? one : new Window(old.since(), old.calls() + 1));
    }

    private record Window(long since, int calls) {}
}
