package io.bloksec.keycloak.blokkey.keycloak;

import io.bloksec.keycloak.blokkey.request.State;

/** The page gives up its request: another way was chosen, another name, or a new try. */
final class Cancel {

    private Cancel() {}

    static void request(SignInPage page) {
        String request = page.notes.request();
        if (request != null) {
            Engine engine = Engine.of(page.session);
            engine.requests.cancel(page.realm.getId(), request, page.binding().rootHash());
            engine.waiters.wake(request, State.CANCELLED.name());
            page.notes.forgetRequest();
        }
    }
}
