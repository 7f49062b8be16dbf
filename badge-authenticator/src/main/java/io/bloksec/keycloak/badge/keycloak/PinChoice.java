package io.bloksec.keycloak.badge.keycloak;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bloksec.keycloak.badge.card.BadgeEntity;
import io.bloksec.keycloak.badge.card.NewPins;
import io.bloksec.keycloak.badge.card.PinTries;
import io.bloksec.keycloak.badge.card.Refusal;
import io.bloksec.keycloak.badge.card.RefusedException;
import io.bloksec.keycloak.badge.evidence.Statement;
import io.bloksec.keycloak.badge.evidence.Statement.Signature;
import io.bloksec.keycloak.badge.protocol.Ed25519;
import io.bloksec.keycloak.badge.protocol.Extra;
import io.bloksec.keycloak.badge.protocol.UserRef;
import java.util.List;
import java.util.Optional;

/**
 * Steps {@code activate} and {@code bind} for a first PIN ({@link Vouching} has another way to it), {@code new-pin} and {@code rekey} for another one. Both end as a sign-in: the
 * badge is here, and its person has just chosen the PIN.
 */
final class PinChoice {

    private static final int TOKEN_LENGTH = 32;

    private PinChoice() {}

    static ObjectNode activate(Tab tab) {
        byte[] token = tab.bytes("token", TOKEN_LENGTH);
        Tab.Here here = tab.hereForEntry();
        Optional<NewPins.Begun> begun = tab.engine.pins.activate(
                here.badge(), tab.sessionHash().text(), ActivationCodes.typed(tab.parameter("code")), token);
        if (begun.isEmpty()) {
            BadgeEvents.wrongCode(tab, here);
            ObjectNode json = JsonNodeFactory.instance.objectNode().put("refused", "WRONG_CODE");
            return tab.hasEntriesLeft() ? json.put("next", "activate") : StepAnswer.scanAgain(tab, json);
        }
        return begun(tab, here.badge(), begun.get(), Extra.Mode.CODE).put("next", "bind");
    }

    static void bind(Tab tab) {
        byte[] key = key(tab);
        Tab.Here here = tab.here();
        BadgeEntity badge = here.badge();
        TabNotes.Begun begun = begun(tab, badge);
        if (begun.mode() == null) {
            throw new RefusedException(Refusal.STALE);
        }
        Extra extra = Extra.bind(
                UserRef.of(badge.userSalt, badge.userId),
                badge.badgeKey,
                key,
                begun.epoch(),
                begun.mode(),
                badge.rules());
        Statement statement = new Statement(
                tab.transcript(badge, begun.epoch(), begun.nonce(), begun.time(), here.kiosk(), extra),
                badge.userSalt,
                List.of(
                        new Signature(badge.badgeKey, tab.bytes("signatureB", Ed25519.SIGNATURE_LENGTH)),
                        new Signature(key, tab.bytes("signatureA", Ed25519.SIGNATURE_LENGTH))),
                tab.kioskSignature(here, "kioskSignature"));
        requireSigned(statement);
        List<Statement> statements = begun.mode() == Extra.Mode.VOUCH
                ? List.of(statement, Vouching.vouched(tab, badge, begun, key))
                : List.of(statement);
        Finish.bound(tab, here, statements, bindTo(tab, here, badge, begun, key, true), 0);
    }

    /** After a right PIN only, which is used up at the end. */
    static ObjectNode newPin(Tab tab) {
        byte[] token = tab.bytes("token", TOKEN_LENGTH);
        Tab.Here here = tab.here();
        PinEntry.answered(tab);
        NewPins.Begun begun =
                tab.engine.pins.beginNext(here.badge(), tab.sessionHash().text(), token);
        tab.notes.begun(note(here.badge(), begun, null));
        return JsonNodeFactory.instance
                .objectNode()
                .put("next", "rekey")
                .put("answer", TabNotes.text(begun.answer()))
                .put("epoch", begun.epoch());
    }

    static void rekey(Tab tab) {
        byte[] key = key(tab);
        Tab.Here here = tab.here();
        BadgeEntity badge = here.badge();
        TabNotes.Answered answered = PinEntry.answered(tab);
        TabNotes.Begun begun = begun(tab, badge);
        Extra extra = Extra.rekey(
                UserRef.of(badge.userSalt, badge.userId),
                badge.badgeKey,
                badge.userKey,
                key,
                begun.epoch(),
                badge.rules());
        Statement statement = new Statement(
                tab.transcript(badge, badge.epoch, answered.nonce(), answered.time(), here.kiosk(), extra),
                badge.userSalt,
                List.of(
                        new Signature(badge.badgeKey, tab.bytes("signatureB", Ed25519.SIGNATURE_LENGTH)),
                        new Signature(badge.userKey, tab.bytes("signatureOld", Ed25519.SIGNATURE_LENGTH)),
                        new Signature(key, tab.bytes("signatureNew", Ed25519.SIGNATURE_LENGTH))),
                tab.kioskSignature(here, "kioskSignature"));
        requireSigned(statement);
        PinTries.Used used = PinEntry.use(tab, here, answered);
        Finish.bound(tab, here, List.of(statement), bindTo(tab, here, badge, begun, key, false), used.failed());
    }

    static byte[] key(Tab tab) {
        byte[] key = tab.bytes("key", Ed25519.KEY_LENGTH);
        if (!Ed25519.acceptsKey(key)) {
            throw new RefusedException(Refusal.FORGED);
        }
        return key;
    }

    static void requireSigned(Statement statement) {
        if (!statement.isSigned()) {
            throw new RefusedException(Refusal.FORGED);
        }
    }

    static TabNotes.Begun begun(Tab tab, BadgeEntity badge) {
        return tab.notes
                .begun()
                .filter(each -> each.bid().equals(badge.bid) && each.revision() == badge.revision)
                .orElseThrow(() -> new RefusedException(Refusal.STALE));
    }

    static TabNotes.Begun note(BadgeEntity badge, NewPins.Begun begun, Extra.Mode mode) {
        return new TabNotes.Begun(
                TabNotes.text(begun.nonce()), begun.time(), begun.epoch(), badge.bid, badge.revision, mode);
    }

    static NewPins.Bound bindTo(
            Tab tab, Tab.Here here, BadgeEntity badge, TabNotes.Begun begun, byte[] key, boolean first) {
        String credential = badge.credentialId != null
                ? badge.credentialId
                : BadgeCredential.create(here.person(), badge).getId();
        return tab.engine.pins.bind(
                tab.entityManager(),
                badge,
                TabNotes.bytes(begun.nonce()),
                tab.sessionHash().text(),
                new NewPins.Binding(key, credential, first, here.person().getId()));
    }

    static ObjectNode begun(Tab tab, BadgeEntity badge, NewPins.Begun begun, Extra.Mode mode) {
        tab.notes.begun(note(badge, begun, mode));
        return JsonNodeFactory.instance
                .objectNode()
                .put("mode", mode.text())
                .put("answer", TabNotes.text(begun.answer()))
                .put("nonce", TabNotes.text(begun.nonce()))
                .put("time", begun.time())
                .put("epoch", begun.epoch());
    }
}
