package io.bloksec.keycloak.blokkey.keycloak;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** How often one network address may do something on this node: a bound on what a stranger can cost, not a lock. */
final class AddressLimit {

    private static final int MOST_ADDRESSES = 100_000;

    private final Map<String, long[]> windows = new ConcurrentHashMap<>();
    private final int most;
    private final long window;

    /** @param window milliseconds */
    AddressLimit(int most, long window) {
        this.most = most;
        this.window = window;
    }

    boolean allows(String address, long now) {
        if (windows.size() > MOST_ADDRESSES) {
            windows.values().removeIf(each -> each[0] + window <= now);
        }
        boolean[] allowed = new boolean[1];
        windows.compute(address, (any, each) -> {
            long[] current = each == null || each[0] + window <= now ? new long[] {now, 0} : each;
            current[1]++;
            allowed[0] = current[1] <= most;
            return current;
        });
        return allowed[0];
    }
}
