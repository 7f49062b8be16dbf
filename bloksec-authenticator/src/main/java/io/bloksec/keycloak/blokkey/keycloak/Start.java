package io.bloksec.keycloak.blokkey.keycloak;

import io.bloksec.keycloak.blokkey.device.PossessionKey;
import io.bloksec.keycloak.blokkey.problem.Problem;
import io.bloksec.keycloak.blokkey.problem.ProblemException;
import io.bloksec.keycloak.blokkey.request.Channel;
import io.bloksec.keycloak.blokkey.request.Context;
import io.bloksec.keycloak.blokkey.request.Lane;
import io.bloksec.keycloak.blokkey.request.Lanes;
import io.bloksec.keycloak.blokkey.request.NewRequest;
import io.bloksec.keycloak.blokkey.request.RequestEntity;
import io.bloksec.keycloak.blokkey.request.SignInNumber;
import io.bloksec.keycloak.blokkey.request.SignInPolicy.PushUnknown;
import io.bloksec.keycloak.blokkey.request.State;
import io.bloksec.keycloak.blokkey.signed.Bytes;
import java.util.Optional;
import org.keycloak.models.UserModel;

/** A page begins to wait: its row is made, and a push leaves if one may. Only a person's own act comes here, never a GET. */
final class Start {

    private final SignInPage page;
    private final Engine engine;
    private final RealmSetup setup;

    Start(SignInPage page) {
        this.page = page;
        this.engine = Engine.of(page.session);
        this.setup = RealmSetup.of(page.session);
    }

    /**
     * The live request of this page, or a new one.
     *
     * @param browserKey with which the browser has proven itself, null when it has not
     * @param wantsPush false while only the QR code is on the page
     * @throws ProblemException {@link Problem#TOO_MANY}; {@link Problem#PAGE_INVALID} where nobody is named and somebody must be
     */
    RequestEntity start(PossessionKey browserKey, boolean wantsPush) {
        if (!page.isNamed() && !page.policy.usernameless()) {
            throw new ProblemException(Problem.PAGE_INVALID);
        }
        Optional<RequestEntity> live = live();
        if (live.isPresent() && (!wantsPush || page.notes.pushed())) {
            return live.get();
        }
        if (!engine.starts.allows(ClientPlace.address(page.session), System.currentTimeMillis())) {
            throw new ProblemException(Problem.TOO_MANY);
        }
        UserModel person = page.person().orElse(null);
        Lane lane = lane(person, browserKey);
        String laneKey = page.isNamed() ? Lanes.nameKey(setup.secret(), page.name()) : null;
        RequestEntity row = live.orElseGet(() -> create(person, lane, laneKey, browserKey));
        boolean pushes = wantsPush && page.isNamed() && isAsked(row) && mayPush(person, lane, laneKey);
        page.notes.waitFor(row.id, page.notes.number(), wantsPush);
        if (pushes && person != null) {
            Pushes.send(page.session, engine, person, row);
        }
        return row;
    }

    /** False for one that only a scan can reach, because too many are open already. */
    static boolean isAsked(RequestEntity row) {
        return !(State.CREATED.name().equals(row.state) && Channel.QR.name().equals(row.channel));
    }

    /** Refresh and back come here too: the same page waits for the same request. */
    Optional<RequestEntity> live() {
        return page.notes.request() == null
                ? Optional.empty()
                : engine.requests
                        .find(page.realm.getId(), page.notes.request())
                        .filter(row -> ShownState.isWaiting(ShownState.of(engine, row)))
                        .filter(row -> (row.acr == null ? "" : row.acr)
                                .equals(page.binding().acr()))
                        .filter(row -> row.named == page.isNamed());
    }

    private RequestEntity create(UserModel person, Lane lane, String laneKey, PossessionKey browserKey) {
        String id = Bytes.newId();
        int digits = lane == Lane.KNOWN ? SignInNumber.SHORT : SignInNumber.LONG;
        SignInNumber number = SignInNumber.of(setup.secret(), id, digits);
        NewRequest wanted = new NewRequest(
                id,
                page.realm.getId(),
                person == null ? null : person.getId(),
                page.isNamed(),
                Channel.PUSH,
                lane,
                page.binding(),
                context(),
                laneKey,
                browserKey,
                number.hash(),
                digits,
                lane != Lane.KNOWN || page.policy.numberAlways(),
                browserKey != null && lane != Lane.KNOWN,
                page.policy.leastGrade(),
                page.policy.sameNetwork(),
                null,
                lane == Lane.UNKNOWN && page.policy.pushUnknown() != PushUnknown.ALWAYS,
                page.policy.lifeSeconds() * 1000L);
        RequestEntity row = engine.requests.create(wanted);
        engine.metrics.asked(lane);
        page.notes.waitFor(id, number.number(), false);
        return row;
    }

    private Lane lane(UserModel person, PossessionKey browserKey) {
        if (person != null
                && browserKey != null
                && engine.browsers.isKnown(page.realm.getId(), person.getId(), browserKey)) {
            return Lane.KNOWN;
        }
        return ProvenFactor.isIn(page.session, page.authSession) ? Lane.PROVEN : Lane.UNKNOWN;
    }

    /** The same questions for a name that is nobody's: the answer takes as long. */
    private boolean mayPush(UserModel person, Lane lane, String laneKey) {
        String realm = page.realm.getId();
        if (lane == Lane.PROVEN && person != null) {
            return engine.lanes.mayPushProven(realm, Lanes.provenKey(setup.secret(), person.getId()));
        }
        if (lane != Lane.UNKNOWN || page.policy.pushUnknown() == PushUnknown.ALWAYS) {
            return true;
        }
        if (page.policy.pushUnknown() == PushUnknown.NEVER) {
            return false;
        }
        String id = person == null ? "-" + laneKey : person.getId();
        boolean wanted = engine.devices.pushesFromNewBrowsers(realm, id);
        boolean byName = engine.lanes.mayPush(realm, laneKey);
        boolean byPerson = engine.lanes.mayPush(realm, Lanes.personKey(setup.secret(), id));
        return wanted && byName && byPerson;
    }

    private Context context() {
        var client = page.authSession.getClient();
        String name = client.getName() == null
                        || client.getName().isBlank()
                        || client.getName().startsWith("${")
                ? client.getClientId()
                : client.getName();
        UserAgent agent = UserAgent.of(page.session);
        return new Context(
                client.getClientId(), name, agent.browser(), agent.system(), ClientPlace.address(page.session), null);
    }
}
