package io.bloksec.keycloak.badge.keycloak;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bloksec.keycloak.badge.card.BadgeEntity;
import io.bloksec.keycloak.badge.card.Refusal;
import io.bloksec.keycloak.badge.card.RefusedException;
import io.bloksec.keycloak.badge.card.State;
import io.bloksec.keycloak.badge.kiosk.KioskEntity;
import io.bloksec.keycloak.badge.protocol.BadgeContext;
import io.bloksec.keycloak.badge.protocol.BadgeId;
import io.bloksec.keycloak.badge.protocol.Ed25519;
import io.bloksec.keycloak.badge.protocol.Extra;
import io.bloksec.keycloak.badge.protocol.Purpose;
import io.bloksec.keycloak.badge.protocol.RealmId;
import io.bloksec.keycloak.badge.protocol.Transcript;
import io.bloksec.keycloak.badge.protocol.UserRef;
import java.util.HexFormat;
import java.util.Optional;
import org.keycloak.models.UserModel;

/** Step {@code present}: a badge is scanned, and proves that it is here. Only then anything is said about it. */
final class Presenting {

    /** Some valid public key, whose private one nobody has: a badge that does not exist takes as long as one that does. */
    private static final byte[] NOBODY =
            HexFormat.of().parseHex("a8f816c68ce73127b5aaa5e5cdbf4623ce104282d3ace7cfd59238f219e4682a");

    private Presenting() {}

    static ObjectNode present(Tab tab) {
        Tab.Here here = shown(tab);
        Optional<LastPerson> other = LastPerson.of(tab.session, tab.realm).filter(last -> !last.isOnly(here.person()));
        if (other.isPresent()) {
            // No PIN before that has ended; nobody who has no badge of the house can cause it.
            tab.notes.forget();
            return switching(other.get().remembered());
        }
        BadgeEntity badge = here.badge();
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("next", !badge.state().awaitsPin() ? "pin" : Vouching.isNeeded(badge) ? "supervised" : "activate")
                .put("name", shortName(here.person()))
                .put("userRef", UserRef.of(badge.userSalt, badge.userId).text());
        PersonView.put(tab, json, here.person());
        return rules(json, badge);
    }

    private static ObjectNode switching(LastPerson other) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("next", "switch")
                .put("previous", other.name())
                .put("ticket", other.ticket())
                .put("signOut", other.signOut().toString());
    }

    /** @throws RefusedException when there is no such badge here, or it is of no use now */
    static Tab.Here shown(Tab tab) {
        long now = tab.now();
        if (tab.engine.strangeScans.isReached(tab.address(), now * 1000)
                || !tab.engine.scans.allows(tab.address(), now * 1000)) {
            throw new RefusedException(Refusal.BUSY);
        }
        TabNotes.Nonce nonce = tab.notes.takeNonce().orElseThrow(() -> new RefusedException(Refusal.STALE));
        KioskEntity kiosk = AtKiosk.claimed(tab).orElse(null);
        BadgeEntity badge = proven(tab, nonce, kiosk).orElseThrow(() -> {
            tab.engine.strangeScans.allows(tab.address(), now * 1000);
            return new RefusedException(Refusal.UNKNOWN);
        });
        UserModel person = tab.person(badge);
        requireUsable(tab, badge, person, now);
        AtKiosk.requireFor(tab, kiosk, badge, person);
        Tab.Here here = new Tab.Here(badge, person, kiosk);
        CopyWatch.look(tab, here, now);
        tab.notes.shown(new TabNotes.Shown(badge.bid, badge.revision, now, 0, kiosk == null ? null : kiosk.id));
        return here;
    }

    static ObjectNode rules(ObjectNode json, BadgeEntity badge) {
        return json.put("epoch", badge.epoch)
                .put("iterations", badge.iterations)
                .put("pinLength", badge.pinLength)
                .put("kioskRule", badge.rules().kiosk().text());
    }

    private static Optional<BadgeEntity> proven(Tab tab, TabNotes.Nonce nonce, KioskEntity kiosk) {
        String bid = tab.parameter("bid");
        byte[] signature = tab.bytes("signature", Ed25519.SIGNATURE_LENGTH);
        BadgeId id;
        try {
            id = new BadgeId(bid);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
        Transcript transcript = new Transcript(
                new BadgeContext(new RealmId(tab.realm.getId()), id),
                tab.origin(),
                tab.context.getAuthenticationSession().getClient().getClientId(),
                0,
                TabNotes.bytes(nonce.nonce()),
                tab.sessionHash(),
                kiosk == null ? null : kiosk.id,
                nonce.time(),
                Extra.none(Purpose.PRESENT));
        // Before any badge is looked for: what a workstation did not sign tells nothing about badges.
        AtKiosk.requireSigned(tab, kiosk, transcript, signature);
        Optional<BadgeEntity> badge = tab.engine.badges.find(tab.realm.getId(), id.hex());
        boolean signed =
                Ed25519.verifies(badge.map(each -> each.badgeKey).orElse(NOBODY), transcript.bytes(), signature);
        return badge.filter(each -> signed);
    }

    private static void requireUsable(Tab tab, BadgeEntity badge, UserModel person, long now) {
        switch (badge.state()) {
            case SUSPENDED -> throw new RefusedException(Refusal.SUSPENDED);
            case EXPIRED -> throw new RefusedException(Refusal.EXPIRED);
            case REPLACED -> throw new RefusedException(Refusal.REPLACED);
            case REVOKED -> throw new RefusedException(Refusal.REVOKED);
            default -> requireInTime(badge, now);
        }
        if (badge.state() == State.ACTIVE
                && person.credentialManager().getStoredCredentialById(badge.credentialId) == null) {
            // Somebody deleted it in a console.
            BadgeEnd.revoke(tab.session, tab.realm, badge, "console");
            throw new RefusedException(Refusal.REVOKED);
        }
        if (badge.isLocked()) {
            throw new RefusedException(Refusal.LOCKED);
        }
        if (badge.state() == State.ACTIVE && badge.nextAt > now) {
            throw new RefusedException(Refusal.WAIT, badge.nextAt - now);
        }
    }

    private static void requireInTime(BadgeEntity badge, long now) {
        if (now < badge.notBefore) {
            throw new RefusedException(Refusal.NOT_YET, badge.notBefore - now);
        }
        if (now >= badge.expires) {
            throw new RefusedException(Refusal.EXPIRED);
        }
    }

    /** {@code Jane D.}: enough to see whose badge it is; a badge that was found must not tell more than its print. */
    static String shortName(UserModel person) {
        String first =
                Optional.ofNullable(person.getFirstName()).map(String::strip).orElse("");
        String last =
                Optional.ofNullable(person.getLastName()).map(String::strip).orElse("");
        if (first.isEmpty()) {
            return initial(person.getUsername()) + "…";
        }
        return last.isEmpty() ? first : first + " " + initial(last) + ".";
    }

    private static String initial(String name) {
        return name.isEmpty() ? "" : name.substring(0, name.offsetByCodePoints(0, 1));
    }
}
