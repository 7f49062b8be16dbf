package io.bloksec.keycloak.blokkey.keycloak;

import io.bloksec.keycloak.blokkey.request.Lane;
import io.bloksec.keycloak.blokkey.request.RequestEntity;
import io.bloksec.keycloak.blokkey.request.State;
import java.util.Set;

/**
 * What the page in the browser is told. To a browser that nobody knows, everything but success is waiting, until the nominal end:
 * it learns neither who exists, nor who has a phone, nor who looks at it and says no.
 */
final class ShownState {

    static final String WAITING = "WAITING";

    /** Two phones have read the code of this page; the first one has it. */
    static final String CONTESTED = "CONTESTED";

    private static final Set<String> GOES_ON = Set.of(WAITING, CONTESTED, State.CLAIMED.name(), State.SHOWN.name());

    private static final Set<String> APPROVED = Set.of(State.APPROVED.name(), State.CONSUMED.name());

    private ShownState() {}

    static String of(Engine engine, RequestEntity row) {
        return of(row, news(engine.requests.pageStateOf(row), row.contested), engine.clock.now());
    }

    /** What waiting pages are woken with. */
    static String news(State state, boolean contested) {
        return contested && (state == State.CLAIMED || state == State.SHOWN) ? CONTESTED : state.name();
    }

    /** @param news as {@link #news} makes it */
    static String of(RequestEntity row, String news, long now) {
        boolean stranger = Lane.UNKNOWN.name().equals(row.lane) && row.named;
        if (stranger && !APPROVED.contains(news)) {
            return now < row.expiresAt ? WAITING : State.EXPIRED.name();
        }
        return State.CREATED.name().equals(news) ? WAITING : news;
    }

    static boolean isWaiting(String shown) {
        return GOES_ON.contains(shown);
    }
}
