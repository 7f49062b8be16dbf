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

    private static final Set<String> GOES_ON = Set.of(WAITING, State.CLAIMED.name(), State.SHOWN.name());

    private ShownState() {}

    static String of(Engine engine, RequestEntity row) {
        return of(row, engine.requests.pageStateOf(row), engine.clock.now());
    }

    /** @param state as {@link io.bloksec.keycloak.blokkey.request.Requests#pageStateOf} has it */
    static String of(RequestEntity row, State state, long now) {
        boolean stranger = Lane.UNKNOWN.name().equals(row.lane) && row.named;
        if (stranger && state != State.APPROVED && state != State.CONSUMED) {
            return now < row.expiresAt ? WAITING : State.EXPIRED.name();
        }
        return state == State.CREATED ? WAITING : state.name();
    }

    static boolean isWaiting(String shown) {
        return GOES_ON.contains(shown);
    }
}
