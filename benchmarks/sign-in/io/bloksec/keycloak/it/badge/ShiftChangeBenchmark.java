package io.bloksec.keycloak.it.badge;

import static org.assertj.core.api.Assertions.assertThat;

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
import java.util.concurrent.ScheduledExecutorService;
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
    private static final String[] STEPS = {"page", "scan", "sign-out", "PIN", "sign-in", "here"};

    /** Of an application that wants to be visited at a sign-out; the visit itself is its own affair. */
    private static final String SIGN_OUT = BadgeRealm.CALLBACK + "/out";

    private final Map<String, List<Long>> times = new TreeMap<>();
    private final AtomicInteger errors = new AtomicInteger();
    private BadgeRealm ward;

    @Test
    void everybodyGetsIn() throws Exception {
        ward = BadgeRealm.create("shift-change");
        ward.settings(Map.of("mails", "false"));
        ward.realm.admin().put(ward.realm.path("blokbadge/kiosks/client"), Map.of("flow", "BlokBadge only"));
        ward.realm.createClient(Map.of(
                "clientId",
                "urn:ward:app",
                "protocol",
                "wsfed",
                "redirectUris",
                List.of(BadgeRealm.CALLBACK),
                "attributes",
                Map.of("wsfed.signout.url", SIGN_OUT)));
        Queue<PaperBadge> people = new ConcurrentLinkedQueue<>(badges());
        for (String step : STEPS) {
            times.put(step, Collections.synchronizedList(new ArrayList<>()));
        }
        times.put("all", Collections.synchronizedList(new ArrayList<>()));
        List<ScheduledExecutorService> kiosks = new ArrayList<>();
        long start = System.currentTimeMillis();
        for (int i = 0; i < KIOSKS; i++) {
            kiosks.add(work(i, people));
        }
        boolean done = true;
        for (ScheduledExecutorService kiosk : kiosks) {
            long left = start + 2 * MILLIS - System.currentTimeMillis();
            done &= kiosk.awaitTermination(Math.max(left, 0), TimeUnit.MILLISECONDS);
        }
        int in = times.get("all").size();
        System.out.printf(
                Locale.ROOT,
                "BENCHMARK shift: %d of %d people in at %d workstations within %.1f minutes, %d errors; milliseconds, median / 95%% / longest: %s%n",
                in,
                PEOPLE,
                KIOSKS,
                (System.currentTimeMillis() - start) / 60_000.0,
                errors.get(),
                times.entrySet().stream()
                        .map(each -> each.getKey() + " " + quantile(each.getValue(), 0.5) + " / "
                                + quantile(each.getValue(), 0.95) + " / " + quantile(each.getValue(), 1))
                        .toList());
        kiosks.forEach(ScheduledExecutorService::shutdownNow);
        ward.close();
        assertThat(done).as("everybody has come").isTrue();
        assertThat(errors).hasValue(0);
        assertThat(in).isEqualTo(PEOPLE);
    }

    private List<PaperBadge> badges() throws InterruptedException {
        List<PaperBadge> badges = Collections.synchronizedList(new ArrayList<>());
        ExecutorService issuers = Executors.newFixedThreadPool(4);
        for (int i = 0; i < PEOPLE; i++) {
            String name = "person" + i;
            issuers.execute(() -> badges.add(ward.active(ward.person(name))));
        }
        issuers.shutdown();
        assertThat(issuers.awaitTermination(30, TimeUnit.MINUTES)).isTrue();
        assertThat(badges).hasSize(PEOPLE);
        return badges;
    }

    /** Its share of the people, at moments that nobody chose, more of them at the beginning. */
    private ScheduledExecutorService work(int number, Queue<PaperBadge> people) {
        PaperKiosk kiosk =
                PaperKiosk.registered(ward, Map.of("name", "Kiosk " + number, "start", "https://ward.example/"));
        WebUser browser = BadgeRealm.browser();
        Random random = new Random(number);
        ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
        for (int i = number; i < PEOPLE; i += KIOSKS) {
            long moment = (long) (MILLIS * Math.pow(random.nextDouble(), 1.5));
            timer.schedule(() -> come(browser, kiosk, people.remove()), moment, TimeUnit.MILLISECONDS);
        }
        timer.shutdown();
        return timer;
    }

    private void come(WebUser browser, PaperKiosk kiosk, PaperBadge badge) {
        try {
            signIn(browser, kiosk, badge);
        } catch (RuntimeException | AssertionError e) {
            errors.incrementAndGet();
            System.err.println(e);
        }
    }

    private void signIn(WebUser browser, PaperKiosk kiosk, PaperBadge badge) {
        long begun = System.nanoTime();
        BadgePage page = timed("page", () -> open(browser, kiosk));
        JsonNode shown = timed("scan", () -> page.scan(badge));
        BadgePage last = page;
        if ("switch".equals(shown.path("next").asText())) {
            URI out = URI.create(shown.get("signOut").asText());
            timed("sign-out", () -> signOut(browser, out));
            BadgePage again = timed("page", () -> open(browser, kiosk));
            BadgePage.requireGood(timed("scan", () -> again.scan(badge)));
            last = again;
        }
        BadgePage here = last;
        String token = here.token(BadgeRealm.PIN);
        here.right = BadgePage.requireGood(timed("PIN", () -> here.call("answer", "token", token)));
        Page in = BadgePage.goOn(timed("sign-in", here::signIn));
        if (!in.has("#blokbadge-kiosk[data-mode=in]")) {
            throw new IllegalStateException("Not in: " + in.text());
        }
        times.get("all").add(System.nanoTime() - begun);
        String ticket = here(browser, "").path("ticket").asText();
        JsonNode seen = timed("here", () -> here(browser, ticket));
        if (!seen.path("signedIn").asBoolean()) {
            throw new IllegalStateException("Not seen: " + seen);
        }
    }

    private Page signOut(WebUser browser, URI out) {
        Page visit = browser.get(out);
        if (!String.valueOf(visit.location()).startsWith(SIGN_OUT)) {
            throw new IllegalStateException("Not visited: " + visit);
        }
        return browser.get(ward.realm.url("blokbadge/kiosk/sign-out/on"));
    }

    private JsonNode here(WebUser browser, String ticket) {
        return BadgePage.json(
                browser.post(ward.realm.url("blokbadge/kiosk/here"), Map.of("ticket", ticket, "there", "true")));
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
