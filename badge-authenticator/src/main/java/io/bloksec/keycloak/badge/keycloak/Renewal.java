package io.bloksec.keycloak.badge.keycloak;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bloksec.keycloak.badge.card.BadgeEntity;
import io.bloksec.keycloak.badge.card.NewPins;
import io.bloksec.keycloak.badge.card.PinTries;
import io.bloksec.keycloak.badge.card.Refusal;
import io.bloksec.keycloak.badge.card.RefusedException;
import io.bloksec.keycloak.badge.card.State;
import io.bloksec.keycloak.badge.evidence.Statement;
import io.bloksec.keycloak.badge.evidence.Statement.Signature;
import io.bloksec.keycloak.badge.protocol.BadgeId;
import io.bloksec.keycloak.badge.protocol.Ed25519;
import io.bloksec.keycloak.badge.protocol.Extra;
import io.bloksec.keycloak.badge.protocol.UserRef;
import java.util.List;

/**
 * Steps {@code renew-present}, {@code renew-pin} and {@code renew}: whoever has just signed in with the old badge needs no code for the
 * new one. It must be the one that was issued to replace the old one, for the same person: otherwise whoever finds somebody else's
 * fresh badge could give it a PIN of his own.
 */
final class Renewal {

    private static final int TOKEN_LENGTH = 32;

    private Renewal() {}

    static boolean waitsFor(Tab tab, BadgeEntity old) {
        return old.kind().renews()
                && tab.engine.badges.ofUser(tab.realm.getId(), old.userId).stream()
                        .anyMatch(each -> each.state() == State.ISSUED && old.bid.equals(each.renews));
    }

    static ObjectNode present(Tab tab) {
        Tab.Here here = tab.here();
        PinEntry.answered(tab);
        return Presenting.rules(
                JsonNodeFactory.instance.objectNode().put("next", "renew-pin"),
                successor(tab, here.badge(), tab.parameter("bid")));
    }

    static ObjectNode pin(Tab tab) {
        byte[] token = tab.bytes("token", TOKEN_LENGTH);
        Tab.Here here = tab.here();
        PinEntry.answered(tab);
        BadgeEntity next = successor(tab, here.badge(), tab.parameter("bid"));
        NewPins.Begun begun =
                tab.engine.pins.beginWithoutCode(next, tab.sessionHash().text(), token);
        tab.notes.begun(PinChoice.note(next, begun, null));
        return JsonNodeFactory.instance
                .objectNode()
                .put("next", "renew")
                .put("answer", TabNotes.text(begun.answer()))
                .put("epoch", begun.epoch());
    }

    static void renew(Tab tab) {
        byte[] key = PinChoice.key(tab);
        Tab.Here here = tab.here();
        BadgeEntity old = here.badge();
        TabNotes.Answered answered = PinEntry.answered(tab);
        String bid = tab.notes.begun().map(TabNotes.Begun::bid).orElse("");
        BadgeEntity next = successor(tab, old, bid);
        TabNotes.Begun begun = PinChoice.begun(tab, next);
        Extra extra = Extra.renew(
                UserRef.of(old.userSalt, old.userId),
                new BadgeId(old.bid),
                new BadgeId(next.bid),
                old.userKey,
                next.badgeKey,
                key,
                begun.epoch(),
                next.rules());
        Statement statement = new Statement(
                tab.transcript(old, old.epoch, answered.nonce(), answered.time(), here.kiosk(), extra),
                old.userSalt,
                List.of(
                        new Signature(old.userKey, tab.bytes("signatureOld", Ed25519.SIGNATURE_LENGTH)),
                        new Signature(next.badgeKey, tab.bytes("signatureNewB", Ed25519.SIGNATURE_LENGTH)),
                        new Signature(key, tab.bytes("signatureNew", Ed25519.SIGNATURE_LENGTH))),
                tab.kioskSignature(here, "kioskSignature"));
        PinChoice.requireSigned(statement);
        PinTries.Used used = PinEntry.use(tab, here, answered);
        Finish.bound(tab, here, List.of(statement), PinChoice.bindTo(tab, here, next, begun, key, true), used.failed());
    }

    private static BadgeEntity successor(Tab tab, BadgeEntity old, String bid) {
        return tab.engine
                .badges
                .find(tab.realm.getId(), bid)
                .filter(next -> next.state() == State.ISSUED
                        && old.bid.equals(next.renews)
                        && old.userId.equals(next.userId)
                        && old.kind().renews()
                        && next.kind() == old.kind())
                .orElseThrow(() -> new RefusedException(Refusal.UNKNOWN));
    }
}
