package io.bloksec.keycloak.blokkey.waiting;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Pages of this node that wait for news of a request, without a thread each. A decision on this node wakes them at once, the
 * watcher brings what other nodes have decided, and time answers the rest.
 */
public final class Waiters {

    private final Map<String, List<Waiter>> byRequest = new ConcurrentHashMap<>();
    private final Map<String, AtomicInteger> byAddress = new ConcurrentHashMap<>();
    private final AtomicInteger all = new AtomicInteger();
    private final int most;
    private final int mostOfAddress;

    /**
     * @param most pages on this node
     * @param mostOfAddress pages behind one network address: an office shares one
     */
    public Waiters(int most, int mostOfAddress) {
        this.most = most;
        this.mostOfAddress = mostOfAddress;
    }

    /**
     * @param until milliseconds of {@link System#currentTimeMillis()}
     * @param interested which states' names are news to this page; the others must not make it stir
     * @param answer called once, with the new state's name, or with null when nothing has happened
     * @return false when there are too many already: the page asks again later
     */
    public boolean add(
            String request, String address, long until, Predicate<String> interested, Consumer<String> answer) {
        AtomicInteger ofAddress = byAddress.computeIfAbsent(address, any -> new AtomicInteger());
        if (all.incrementAndGet() > most | ofAddress.incrementAndGet() > mostOfAddress) {
            leave(address);
            return false;
        }
        Waiter waiter = new Waiter(address, until, interested, answer);
        byRequest.compute(request, (id, waiting) -> {
            List<Waiter> list = waiting == null ? new ArrayList<>(1) : waiting;
            list.add(waiter);
            return list;
        });
        return true;
    }

    public boolean isEmpty() {
        return byRequest.isEmpty();
    }

    public int size() {
        return all.get();
    }

    /** News of a request. */
    public void wake(String request, String state) {
        take(request, waiter -> waiter.interested().test(state)).forEach(waiter -> answer(waiter, state));
    }

    /** Answers those whose time is over with null. */
    public void release(long now) {
        for (String request : byRequest.keySet()) {
            take(request, waiter -> waiter.until() <= now).forEach(waiter -> answer(waiter, null));
        }
    }

    private List<Waiter> take(String request, Predicate<Waiter> which) {
        List<Waiter> taken = new ArrayList<>();
        byRequest.computeIfPresent(request, (id, waiting) -> {
            for (Iterator<Waiter> each = waiting.iterator(); each.hasNext(); ) {
                Waiter waiter = each.next();
                if (which.test(waiter)) {
                    taken.add(waiter);
                    each.remove();
                }
            }
            return waiting.isEmpty() ? null : waiting;
        });
        return taken;
    }

    private void answer(Waiter waiter, String state) {
        leave(waiter.address());
        waiter.answer().accept(state);
    }

    private void leave(String address) {
        all.decrementAndGet();
        byAddress.computeIfPresent(address, (any, count) -> count.decrementAndGet() <= 0 ? null : count);
    }

    private record Waiter(String address, long until, Predicate<String> interested, Consumer<String> answer) {}
}
