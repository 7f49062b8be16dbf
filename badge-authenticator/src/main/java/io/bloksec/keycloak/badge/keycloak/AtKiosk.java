package io.bloksec.keycloak.badge.keycloak;

import io.bloksec.keycloak.badge.card.BadgeEntity;
import io.bloksec.keycloak.badge.card.Refusal;
import io.bloksec.keycloak.badge.card.RefusedException;
import io.bloksec.keycloak.badge.kiosk.KioskEntity;
import io.bloksec.keycloak.badge.kiosk.KioskRules;
import io.bloksec.keycloak.badge.kiosk.KioskState;
import io.bloksec.keycloak.badge.protocol.Extra.KioskRule;
import io.bloksec.keycloak.badge.protocol.KioskKey;
import io.bloksec.keycloak.badge.protocol.KioskText;
import io.bloksec.keycloak.badge.protocol.Transcript;
import java.time.Instant;
import java.util.Optional;
import org.keycloak.models.GroupModel;
import org.keycloak.models.UserModel;

/**
 * Whether a scan comes from a registered workstation, and what holds there. A page that names one must prove it; a page that names none is
 * any browser.
 */
final class AtKiosk {

    private AtKiosk() {}

    /**
     * The workstation that the page says it is.
     *
     * @throws RefusedException when there is no such one, or it must not be used now or from there
     */
    static Optional<KioskEntity> claimed(Tab tab) {
        String id = tab.parameter("kiosk");
        if (id.isEmpty()) {
            return Optional.empty();
        }
        KioskEntity kiosk = still(tab, id);
        KioskRules rules = kiosk.rules();
        if (!rules.areIn(tab.address()) || !rules.areOpen(Instant.ofEpochSecond(tab.now()))) {
            throw new RefusedException(Refusal.KIOSK_REFUSED);
        }
        return Optional.of(kiosk);
    }

    /** @throws RefusedException when it is none, or none any more */
    static KioskEntity still(Tab tab, String id) {
        return tab.engine
                .kiosks
                .find(tab.realm.getId(), id)
                .filter(kiosk -> kiosk.state() == KioskState.ACTIVE)
                .orElseThrow(() -> new RefusedException(Refusal.KIOSK_REFUSED));
    }

    /** @param signature under the transcript, which the workstation signs together with it */
    static void requireSigned(Tab tab, KioskEntity kiosk, Transcript transcript, byte[] signature) {
        if (kiosk != null
                && !new KioskKey(kiosk.publicKey)
                        .verifies(
                                KioskText.of(transcript, signature),
                                tab.bytes("kioskSignature", KioskKey.SIGNATURE_LENGTH))) {
            throw new RefusedException(Refusal.KIOSK_REFUSED);
        }
    }

    /** @throws RefusedException when this badge may not be used in this browser */
    static void requireFor(Tab tab, KioskEntity kiosk, BadgeEntity badge, UserModel person) {
        if (kiosk == null) {
            if (badge.rules().kiosk() == KioskRule.REQUIRED) {
                throw new RefusedException(Refusal.KIOSK_NEEDED);
            }
            return;
        }
        KioskRules rules = kiosk.rules();
        if (!isMember(tab, person, rules) || !opens(tab, rules)) {
            throw new RefusedException(Refusal.NOT_HERE);
        }
        tab.engine.kiosks.seen(kiosk, tab.now());
    }

    private static boolean isMember(Tab tab, UserModel person, KioskRules rules) {
        return rules.groups().isEmpty()
                || rules.groups().stream().anyMatch(id -> {
                    GroupModel group = tab.realm.getGroupById(id);
                    return group != null && person.isMemberOf(group);
                });
    }

    private static boolean opens(Tab tab, KioskRules rules) {
        String client = tab.context.getAuthenticationSession().getClient().getClientId();
        return rules.clients().isEmpty()
                || KioskClient.ID.equals(client)
                || rules.clients().contains(client);
    }
}
