package io.bloksec.keycloak.blokkey.keycloak;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** How often one caller, a network address or a device, may do something on this node: a bound on what it can cost, not a lock. */
final class CallLimit {

    private static final int MOST_CALLERS = 100_000;

    private final Map<String, long[]> windows = new ConcurrentHashMap<>();
    private final int most;
    private final long window;

    /** @param window milliseconds */
    CallLimit(int most, long window) {
        this.most = most;
        this.window = window;
    }

    boolean allows(String caller, long now) {
        if (windows.size() > MOST_CALLERS) {
            windows.values().removeIf(each -> each[0] + window <= now);
        }
        boolean[] allowed = new boolean[1];
        windows.compute(caller, (any, each) -> {
            long[] current = each == null || each[0] + window <= now ? new long[] {now, 0} : each;
            current[1]++;
            allowed[0] = current[1] <= most;
            return current;
        });
        return allowed[0];
    }
}
