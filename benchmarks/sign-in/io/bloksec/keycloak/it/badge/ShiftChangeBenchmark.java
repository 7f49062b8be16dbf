package io.bloksec.keycloak.it.badge;

import com.fasterxml.jackson.databind.JsonNode;
import io.bloksec.keycloak.it.house.Page;
import io.bloksec.keycloak.it.house.WebUser;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/**
 * A shift change: 500 people come to 20 workstations within 15 minutes, each to one where somebody else is still signed in. Every one ends the
 * session before, scans, types the PIN and arrives; one server, whose guests make their own signatures on the same two cores.
 * {@code -Dbenchmark.minutes}, {@code -Dbenchmark.people} for other sizes.
 */
class ShiftChangeBenchmark {

    private static final int KIOSKS = 20;
    private static final int PEOPLE = Integer.getInteger("benchmark.people", 500);
    private static final long MILLIS = Integer.getInteger("benchmark.minutes", 15) * 60_000L;
    private static final String[] STEPS = {"page", "scan", "sign-out", "PIN", "sign-in"};

    private final Map<String, List<Long>> times = new TreeMap<>();
    private final AtomicInteger errors = new AtomicInteger();
    private BadgeRealm ward;

    @Test
    void everybodyGetsIn() throws Exception {
        ward = BadgeRealm.create("shift-change");
        ward.settings(Map.of("mails", "false"));
        ward.realm.admin().put(ward.realm.path("blokbadge/kiosks/client"), Map.of("flow", "BlokBadge only"));
        Queue<PaperBadge> people = new ConcurrentLinkedQueue<>(badges());
        for (String step : STEPS) {
            times.put(step, Collections.synchronizedList(new ArrayList<>()));
        }
        times.put("all", Collections.synchronizedList(new ArrayList<>()));
        ExecutorService kiosks = Executors.newFixedThreadPool(KIOSKS);
        long start = System.currentTimeMillis();
        for (int i = 0; i < KIOSKS; i++) {
            int number = i;
            kiosks.execute(() -> work(number, people, start));
        }
        kiosks.shutdown();
        kiosks.awaitTermination(MILLIS * 2, TimeUnit.MILLISECONDS);
        System.out.printf(
                Locale.ROOT,
                "BENCHMARK shift: %d people at %d workstations within %.1f minutes, %d errors; milliseconds, median / 95%% / longest: %s%n",
                PEOPLE,
                KIOSKS,
                (System.currentTimeMillis() - start) / 60_000.0,
                errors.get(),
                times.entrySet().stream()
                        .map(each -> each.getKey() + " " + quantile(each.getValue(), 0.5) + " / "
                                + quantile(each.getValue(), 0.95) + " / " + quantile(each.getValue(), 1))
                        .toList());
        ward.close();
        if (errors.get() > 0) {
            throw new AssertionError(errors + " people did not get in");
        }
    }

    private List<PaperBadge> badges() throws InterruptedException {
        List<PaperBadge> badges = Collections.synchronizedList(new ArrayList<>());
        ExecutorService issuers = Executors.newFixedThreadPool(4);
        for (int i = 0; i < PEOPLE; i++) {
            String name = "person" + i;
            issuers.execute(() -> badges.add(ward.active(ward.person(name))));
        }
        issuers.shutdown();
        issuers.awaitTermination(30, TimeUnit.MINUTES);
        if (badges.size() != PEOPLE) {
            throw new IllegalStateException("Only " + badges.size() + " badges");
        }
        return badges;
    }

    /** Its share of the people, at moments that nobody chose, more of them at the beginning. */
    private void work(int number, Queue<PaperBadge> people, long start) {
        PaperKiosk kiosk;
        synchronized (this) {
            kiosk = PaperKiosk.registered(ward, Map.of("name", "Kiosk " + number, "start", "https://ward.example/"));
        }
        Random random = new Random(number);
        int share = PEOPLE / KIOSKS;
        List<Long> moments = new ArrayList<>();
        for (int i = 0; i < share; i++) {
            moments.add((long) (MILLIS * Math.pow(random.nextDouble(), 1.5)));
        }
        Collections.sort(moments);
        WebUser browser = BadgeRealm.browser();
        for (long moment : moments) {
            try {
                Thread.sleep(Math.max(0, start + moment - System.currentTimeMillis()));
                signIn(browser, kiosk, people.remove());
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException | AssertionError e) {
                errors.incrementAndGet();
                System.err.println("Kiosk " + number + ": " + e);
            }
        }
    }

    private void signIn(WebUser browser, PaperKiosk kiosk, PaperBadge badge) {
        long begun = System.nanoTime();
        BadgePage page = timed("page", () -> open(browser, kiosk));
        JsonNode shown = timed("scan", () -> page.scan(badge));
        BadgePage last = page;
        if ("switch".equals(shown.path("next").asText())) {
            URI out = URI.create(shown.get("signOut").asText());
            timed("sign-out", () -> browser.get(out));
            BadgePage again = timed("page", () -> open(browser, kiosk));
            BadgePage.requireGood(timed("scan", () -> again.scan(badge)));
            last = again;
        }
        BadgePage here = last;
        String token = here.token(BadgeRealm.PIN);
        here.right = BadgePage.requireGood(timed("PIN", () -> here.call("answer", "token", token)));
        Page in = timed("sign-in", here::signIn);
        if (in.has("#blokbadge-notice")) {
            in = in.form("#blokbadge-notice form").submit("step", "continue");
        }
        if (!in.has("#blokbadge-kiosk[data-mode=in]")) {
            throw new IllegalStateException("Not in: " + in.text());
        }
        times.get("all").add(System.nanoTime() - begun);
    }

    private BadgePage open(WebUser browser, PaperKiosk kiosk) {
        URI in = ward.realm.url("blokbadge/kiosk/in");
        BadgePage page = new BadgePage(
                browser,
                browser.get(ward.realm.url(
                        "protocol/openid-connect/auth?client_id=blokbadge-kiosk&response_type=code&scope=openid&redirect_uri="
                                + in)));
        page.kiosk = kiosk;
        return page;
    }

    private <T> T timed(String step, java.util.function.Supplier<T> work) {
        long begun = System.nanoTime();
        T result = work.get();
        times.get(step).add(System.nanoTime() - begun);
        return result;
    }

    private static long quantile(List<Long> nanos, double share) {
        if (nanos.isEmpty()) {
            return 0;
        }
        List<Long> sorted = new ArrayList<>(nanos);
        Collections.sort(sorted);
        return sorted.get((int) Math.min(sorted.size() - 1, Math.floor(share * sorted.size()))) / 1_000_000;
    }
}
