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
import org.keycloak.models.UserModel;

/**
 * Steps {@code vouch-begin}, {@code vouch-present} and {@code vouch-answer}: a first PIN without a code, because somebody who might give
 * out that code stands by. The person chooses the PIN first; whoever vouches then signs, with a badge and PIN of his own, for which
 * person and for which key. That badge opens nothing here: it has notes of its own, of which no sign-in is made.
 */
final class Vouching {

    private static final int TOKEN_LENGTH = 32;

    private Vouching() {}

    static boolean isNeeded(BadgeEntity badge) {
        return badge.state().awaitsPin()
                && BadgeSettings.Channel.SUPERVISED.name().equals(badge.codeChannel);
    }

    static ObjectNode begin(Tab tab) {
        byte[] token = tab.bytes("token", TOKEN_LENGTH);
        Tab.Here here = tab.hereForEntry();
        requireNeeded(here.badge());
        NewPins.Begun begun =
                tab.engine.pins.beginWithoutCode(here.badge(), tab.sessionHash().text(), token);
        // From here on it is the other person's turn; the badge itself signs once more at the end.
        tab.notes.shown().ifPresent(shown -> tab.notes.shown(shown.at(tab.now())));
        TabNotes.Nonce nonce = tab.ofVouching().notes.next(tab.now());
        ObjectNode json = PinChoice.begun(tab, here.badge(), begun, Extra.Mode.VOUCH)
                .put("next", "vouch")
                .put("person", fullName(here.person()))
                .put("serial", here.badge().serial);
        json.putObject("scan").put("nonce", nonce.nonce()).put("time", nonce.time());
        return json;
    }

    static ObjectNode present(Tab tab) {
        Tab.Here worker = workerWhoChose(tab);
        Tab vouching = tab.ofVouching();
        Tab.Here here = Presenting.shown(vouching);
        requireMay(tab, here, worker);
        return Presenting.rules(
                JsonNodeFactory.instance.objectNode().put("next", "vouch-pin").put("name", shortName(here)),
                here.badge());
    }

    static ObjectNode answer(Tab tab) {
        byte[] token = tab.bytes("token", TOKEN_LENGTH);
        workerWhoChose(tab);
        Tab vouching = tab.ofVouching();
        Tab.Here here = vouching.hereForEntry();
        PinTries.Tried tried =
                tab.engine.tries.answer(here.badge(), tab.sessionHash().text(), here.kiosk(), token);
        if (!tried.isRight()) {
            return PinEntry.wrong(vouching, here, tried)
                    .map(json -> json.put("next", "vouch-pin"))
                    .orElseGet(() -> PinEntry.scanAgain(tab, tried));
        }
        String nonce = TabNotes.text(tried.nonce());
        vouching.notes.answered(new TabNotes.Answered(nonce, tried.time(), false));
        return JsonNodeFactory.instance
                .objectNode()
                .put("next", "vouch-sign")
                .put("answer", TabNotes.text(tried.answer()))
                .put("nonce", nonce)
                .put("time", tried.time());
    }

    /**
     * Uses up the PIN of whoever vouches.
     *
     * @param badge of the person who is vouched for
     * @param key that person's new A
     */
    static Statement vouched(Tab tab, BadgeEntity badge, TabNotes.Begun begun, byte[] key) {
        Tab vouching = tab.ofVouching();
        Tab.Here by = vouching.here();
        TabNotes.Answered answered = PinEntry.answered(vouching);
        requireNeeded(badge);
        requireMay(tab, by, new Tab.Here(badge, tab.person(badge), null));
        Extra extra = Extra.vouch(new BadgeId(badge.bid), UserRef.of(badge.userSalt, badge.userId), begun.epoch(), key);
        Statement statement = new Statement(
                tab.transcript(by.badge(), by.badge().epoch, answered.nonce(), answered.time(), by.kiosk(), extra),
                badge.userSalt,
                List.of(new Signature(by.badge().userKey, tab.bytes("signatureVouch", Ed25519.SIGNATURE_LENGTH))),
                tab.kioskSignature(by, "kioskSignatureVouch"));
        PinChoice.requireSigned(statement);
        PinEntry.use(vouching, by, answered);
        tab.context.getEvent().detail("blokbadge_vouched_by", by.person().getId());
        return statement;
    }

    private static Tab.Here workerWhoChose(Tab tab) {
        Tab.Here worker = tab.here();
        if (PinChoice.begun(tab, worker.badge()).mode() != Extra.Mode.VOUCH) {
            throw new RefusedException(Refusal.STALE);
        }
        return worker;
    }

    private static void requireNeeded(BadgeEntity badge) {
        if (!isNeeded(badge)) {
            throw new RefusedException(Refusal.CHANGED);
        }
    }

    /** As for giving out a code; and with a PIN that is not about to be another. */
    private static void requireMay(Tab tab, Tab.Here by, Tab.Here worker) {
        if (by.badge().state() != State.ACTIVE || tab.engine.tries.needsNewPin(by.badge())) {
            throw new RefusedException(Refusal.MAY_NOT_VOUCH);
        }
        try {
            IssuerRights.of(tab.session, tab.realm, by.person())
                    .requireCode(worker.person(), worker.badge(), tab.settings().fourEyes());
        } catch (ForbiddenException | jakarta.ws.rs.ForbiddenException e) {
            throw new RefusedException(Refusal.MAY_NOT_VOUCH);
        }
    }

    private static String shortName(Tab.Here here) {
        return Presenting.shortName(here.person());
    }

    /** Enough to tell two people of one first name apart: it is who somebody vouches for. */
    private static String fullName(UserModel person) {
        String name = PersonJson.name(person);
        return name.equals(person.getUsername()) ? name : name + " (" + person.getUsername() + ")";
    }
}
