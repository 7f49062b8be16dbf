package io.bloksec.keycloak.badge.keycloak;

import io.bloksec.keycloak.badge.card.BadgeEntity;
import io.bloksec.keycloak.badge.card.Badges;
import io.bloksec.keycloak.badge.card.NewPins;
import io.bloksec.keycloak.badge.card.Notice;
import io.bloksec.keycloak.badge.card.Refusal;
import io.bloksec.keycloak.badge.card.RefusedException;
import io.bloksec.keycloak.badge.card.State;
import io.bloksec.keycloak.badge.evidence.Statement;
import io.bloksec.keycloak.badge.kiosk.KioskEntity;
import io.bloksec.keycloak.badge.protocol.Purpose;
import java.util.List;
import org.keycloak.events.EventType;
import org.keycloak.models.UserModel;

/** The end of a good sign-in: what the person should hear first, and then on with the flow. */
final class Finish {

    private Finish() {}

    /** @param failed wrong PINs since the badge was last used */
    static void signedIn(Tab tab, Tab.Here here, BadgeEntity badge, int failed) {
        List<Badges.Told> notices = tab.engine.badges.takeNotices(tab.entityManager(), badge);
        if (failed == 0 && notices.isEmpty()) {
            succeed(tab, here.person(), badge, here.at());
        } else {
            tab.notes.done(new TabNotes.Done(badge.bid, here.kiosk(), tab.now()));
            tab.context.challenge(BadgeView.notice(tab, here.person(), failed, notices));
        }
    }

    /**
     * As {@link #signedIn}, after a key was bound.
     *
     * @param statements the person's own first
     */
    static void bound(Tab tab, Tab.Here here, List<Statement> statements, NewPins.Bound bound, int failed) {
        BadgeEntity badge = bound.badge();
        tab.engine.journal.signed(tab.entityManager(), badge, statements, tab.place(here.kiosk()));
        bound.ended().forEach(ended -> BadgeEnd.follow(tab.session, tab.realm, ended));
        if (statements.get(0).transcript().purpose() != Purpose.REKEY) {
            tab.engine.mails.notice(tab.session, tab.realm, here.person(), badge, Notice.ACTIVATED);
        }
        BadgeEvents.credential(tab.session, tab.realm, here.person(), EventType.UPDATE_CREDENTIAL, badge);
        if (failed == 0) {
            succeed(tab, here.person(), badge, here.at());
        } else {
            tab.notes.done(new TabNotes.Done(badge.bid, here.kiosk(), tab.now()));
            tab.context.challenge(BadgeView.notice(tab, here.person(), failed, List.of()));
        }
    }

    /** The person has seen the notices. */
    static void goOn(Tab tab) {
        TabNotes.Done done = tab.notes
                .takeDone()
                .filter(each -> each.counts(tab.now()))
                .orElseThrow(() -> new RefusedException(Refusal.STALE));
        KioskEntity at = done.kiosk() == null ? null : AtKiosk.still(tab, done.kiosk());
        BadgeEntity badge = tab.engine
                .badges
                .find(tab.realm.getId(), done.bid())
                .filter(each -> each.state() == State.ACTIVE)
                .orElseThrow(() -> new RefusedException(Refusal.CHANGED));
        succeed(tab, tab.person(badge), badge, at);
    }

    /** @param at the registered workstation, or null */
    private static void succeed(Tab tab, UserModel person, BadgeEntity badge, KioskEntity at) {
        LastPerson last = LastPerson.of(tab.session, tab.realm).orElse(null);
        if (last != null && !last.isOnly(person)) {
            // Somebody has signed in beside, in another window, since the scan.
            throw new RefusedException(Refusal.CHANGED);
        }
        tab.notes.forget();
        long now = tab.now();
        String kiosk = at == null ? null : at.id;
        if (at != null && !tab.engine.kiosks.isStill(tab.entityManager(), at, now)) {
            throw new RefusedException(Refusal.KIOSK_REFUSED);
        }
        Long ends = at == null ? null : Long.valueOf(now + at.rules().idleSeconds());
        tab.engine.sessions.opened(tab.entityManager(), badge, tab.rootId(), kiosk, now, ends);
        LastPerson.signedIn(tab.session, tab.realm, person, last);
        if (tab.context.getUser() == null) {
            tab.context.setUser(person);
        }
        tab.context.getAuthenticationSession().setUserSessionNote(BlokBadge.ID, BadgeNote.of(badge, kiosk, now));
        BadgeEvents.describe(tab.context.getEvent(), badge);
        tab.context.getEvent().detail(BadgeEvents.KIOSK, kiosk);
        tab.context.success(BlokBadge.ID);
    }
}
