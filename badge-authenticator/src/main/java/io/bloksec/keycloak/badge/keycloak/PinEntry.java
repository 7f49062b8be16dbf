package io.bloksec.keycloak.badge.keycloak;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bloksec.keycloak.badge.card.BadgeEntity;
import io.bloksec.keycloak.badge.card.PinTries;
import io.bloksec.keycloak.badge.card.Refusal;
import io.bloksec.keycloak.badge.card.RefusedException;
import io.bloksec.keycloak.badge.evidence.Statement;
import io.bloksec.keycloak.badge.evidence.Statement.Signature;
import io.bloksec.keycloak.badge.protocol.Ed25519;
import io.bloksec.keycloak.badge.protocol.Extra;
import io.bloksec.keycloak.badge.protocol.Purpose;
import java.util.List;
import java.util.Optional;

/** Steps {@code answer} and {@code auth}: a PIN is typed, and what comes of it signs the person in. */
final class PinEntry {

    private static final int TOKEN_LENGTH = 32;

    private PinEntry() {}

    static ObjectNode answer(Tab tab) {
        byte[] token = tab.bytes("token", TOKEN_LENGTH);
        Tab.Here here = tab.hereForEntry();
        PinTries.Tried tried =
                tab.engine.tries.answer(here.badge(), tab.sessionHash().text(), here.kiosk(), token);
        return tried.isRight()
                ? right(tab, here, tried)
                : wrong(tab, here, tried).map(json -> json.put("next", "pin")).orElseGet(() -> scanAgain(tab, tried));
    }

    private static ObjectNode right(Tab tab, Tab.Here here, PinTries.Tried tried) {
        boolean mustChange = tab.engine.tries.needsNewPin(here.badge());
        String nonce = TabNotes.text(tried.nonce());
        tab.notes.answered(new TabNotes.Answered(nonce, tried.time(), mustChange));
        return JsonNodeFactory.instance
                .objectNode()
                .put("next", "sign")
                .put("answer", TabNotes.text(tried.answer()))
                .put("nonce", nonce)
                .put("time", tried.time())
                .put("mustChange", mustChange)
                .put("renewal", Renewal.waitsFor(tab, here.badge()));
    }

    /** @return empty when this badge has to be scanned before the next try */
    static Optional<ObjectNode> wrong(Tab tab, Tab.Here here, PinTries.Tried tried) {
        BadgeEvents.wrongPin(tab, here, tried.tries());
        if (tried.isLocked()) {
            throw new RefusedException(Refusal.LOCKED);
        }
        return tried.waitSeconds() == 0 && tab.hasEntriesLeft() ? Optional.of(refused(tried)) : Optional.empty();
    }

    static ObjectNode scanAgain(Tab tab, PinTries.Tried tried) {
        return StepAnswer.scanAgain(tab, refused(tried));
    }

    private static ObjectNode refused(PinTries.Tried tried) {
        return JsonNodeFactory.instance.objectNode().put("refused", "WRONG").put("wait", tried.waitSeconds());
    }

    /** The end of a sign-in with a PIN that stays. */
    static void signIn(Tab tab) {
        byte[] signature = tab.bytes("signature", Ed25519.SIGNATURE_LENGTH);
        Tab.Here here = tab.here();
        BadgeEntity badge = here.badge();
        TabNotes.Answered answered = answered(tab);
        if (answered.mustChange()) {
            throw new RefusedException(Refusal.CHANGED);
        }
        Statement statement = new Statement(
                tab.transcript(
                        badge, badge.epoch, answered.nonce(), answered.time(), here.kiosk(), Extra.none(Purpose.AUTH)),
                null,
                List.of(new Signature(badge.userKey, signature)),
                tab.kioskSignature(here, "kioskSignature"));
        if (!statement.isSigned()) {
            throw new RefusedException(Refusal.FORGED);
        }
        PinTries.Used used = use(tab, here, answered);
        tab.engine.journal.signed(tab.entityManager(), used.badge(), List.of(statement), tab.place(here.kiosk()));
        Finish.signedIn(tab, here, used.badge(), used.failed());
    }

    static TabNotes.Answered answered(Tab tab) {
        return tab.notes.answered().orElseThrow(() -> new RefusedException(Refusal.STALE));
    }

    static PinTries.Used use(Tab tab, Tab.Here here, TabNotes.Answered answered) {
        return tab.engine.tries.use(
                tab.entityManager(),
                here.badge(),
                TabNotes.bytes(answered.nonce()),
                tab.sessionHash().text(),
                here.kiosk());
    }
}
