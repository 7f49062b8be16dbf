package io.bloksec.keycloak.badge.keycloak;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bloksec.keycloak.badge.card.BadgeEntity;
import io.bloksec.keycloak.badge.card.Kind;
import io.bloksec.keycloak.badge.card.Notice;
import io.bloksec.keycloak.badge.card.State;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.keycloak.email.EmailException;
import org.keycloak.events.EventType;
import org.keycloak.events.admin.OperationType;
import org.keycloak.models.UserModel;

/** Issues badges, one as the other whether it is ordered alone or among five hundred; and gives out their activation codes. */
final class Issuing {

    private static final Logger LOG = Logger.getLogger(Issuing.class);

    private final AdminCall call;
    private final BadgeSettings settings;

    Issuing(AdminCall call) {
        this.call = call;
        this.settings = BadgeSettings.of(call.realm);
    }

    /**
     * Refuses what {@link #issue} would refuse, and changes nothing.
     *
     * @return badges that end when it is issued
     */
    List<BadgeEntity> judge(UserModel user, JsonNode order) {
        call.rights.requireIssue(user);
        List<BadgeEntity> badges = badges(user);
        try (BadgeOrder parsed = parse(user, badges, order)) {
            code(user, parsed);
            return ends(badges, parsed);
        }
    }

    /** The badge with what is to be printed, and its code where it goes by letter: this once. */
    ObjectNode issue(UserModel user, JsonNode order) {
        call.rights.requireIssue(user);
        try (BadgeOrder parsed = parse(user, badges(user), order)) {
            Optional<String> code = code(user, parsed);
            parsed.replaces().ifPresent(lost -> revoke(user, lost));
            BadgeEntity badge = call.engine.badges.issue(parsed.badge(), code.orElse(null), settings.codeLife());
            ObjectNode json = told(OperationType.CREATE, user, badge, code, parsed.channel());
            parsed.payload().ifPresent(payload -> json.put("payload", payload));
            if (badge.kind() != Kind.DECOY) {
                BadgeEvents.credential(call.session, call.realm, user, EventType.UPDATE_CREDENTIAL, badge);
                call.engine.mails.notice(call.session, call.realm, user, badge, Notice.ISSUED);
            }
            return json;
        }
    }

    /** Another code for a badge that waits for its PIN. */
    ObjectNode newCode(UserModel user, BadgeEntity badge, JsonNode body) {
        call.rights.requireCode(user, badge, settings.fourEyes());
        BadgeSettings.Channel channel = BadgeOrder.channel(body, settings);
        Optional<String> code = code(user, channel, false);
        BadgeEntity changed = call.engine.badges.newCode(
                call.realm.getId(),
                badge.bid,
                code.orElse(null),
                settings.codeLife(),
                channel.name(),
                call.rights.id());
        return told(OperationType.ACTION, user, changed, code, channel);
    }

    /** The PIN is forgotten: the person chooses another with a new code, on the same badge. */
    ObjectNode reset(UserModel user, BadgeEntity badge, JsonNode body) {
        call.rights.requireReset(user);
        boolean guessed = badge.isLocked() || call.engine.tries.needsNewPin(badge);
        if (guessed && !body.path("wasPerson").asBoolean(false)) {
            throw new BadRequestException(
                    "guessed",
                    "Wrong PINs have locked this badge. If the person did not do that, somebody has a copy: issue a new badge."
                            + " If it was the person, say so: wasPerson.");
        }
        BadgeSettings.Channel channel = BadgeOrder.channel(body, settings);
        Optional<String> code = code(user, channel, true);
        BadgeEntity changed = call.engine.badges.reset(
                call.realm.getId(),
                badge.bid,
                code.orElse(null),
                settings.codeLife(),
                channel.name(),
                settings.rules(call.realm, user),
                call.rights.id());
        BadgeEnd.follow(call.session, call.realm, changed);
        BadgeEvents.credential(call.session, call.realm, user, EventType.UPDATE_CREDENTIAL, changed);
        call.engine.mails.notice(call.session, call.realm, user, changed, Notice.RESET);
        return told(OperationType.ACTION, user, changed, code, channel);
    }

    /** For ever; the sessions it opened end. */
    BadgeEntity revoke(UserModel user, BadgeEntity badge) {
        call.auth.users().requireManage(user);
        BadgeEntity revoked = BadgeEnd.revoke(call.session, call.realm, badge, call.rights.id());
        call.told(OperationType.DELETE, revoked);
        BadgeEvents.credential(call.session, call.realm, user, EventType.REMOVE_CREDENTIAL, revoked);
        return revoked;
    }

    private List<BadgeEntity> badges(UserModel user) {
        return call.engine.badges.ofUser(call.realm.getId(), user.getId());
    }

    private BadgeOrder parse(UserModel user, List<BadgeEntity> badges, JsonNode order) {
        return BadgeOrder.parse(call.realm, user, badges, order, settings, call.rights.id());
    }

    /** What {@link io.bloksec.keycloak.badge.card.Badges#issue} makes void, and what is lost. */
    private static List<BadgeEntity> ends(List<BadgeEntity> badges, BadgeOrder order) {
        return badges.stream()
                .filter(badge -> order.replaces().filter(badge::equals).isPresent()
                        || badge.kind() == order.badge().kind()
                                && badge.kind() != Kind.DECOY
                                && badge.state() == State.ISSUED)
                .toList();
    }

    private Optional<String> code(UserModel user, BadgeOrder order) {
        return order.renews() || order.badge().kind() == Kind.DECOY
                ? Optional.empty()
                : code(user, order.channel(), true);
    }

    /** @param withBadge whether it comes with the badge or the reset itself; where two people are needed it does not */
    private Optional<String> code(UserModel user, BadgeSettings.Channel channel, boolean withBadge) {
        if (channel == BadgeSettings.Channel.MAIL && !BadgeMails.reach(call.realm, user)) {
            throw new BadRequestException(
                    "no_mail",
                    "No mail reaches this person: there is no address, or the realm has no mail server. Ask for the channel letter.");
        }
        boolean another = settings.fourEyes() && withBadge && channel == BadgeSettings.Channel.LETTER;
        return another || channel == BadgeSettings.Channel.SUPERVISED
                ? Optional.empty()
                : Optional.of(ActivationCodes.random());
    }

    /** The answer to whoever did it, with the code where it goes by letter. */
    private ObjectNode told(
            OperationType operation,
            UserModel user,
            BadgeEntity badge,
            Optional<String> code,
            BadgeSettings.Channel channel) {
        call.told(operation, badge);
        ObjectNode json = BadgeJson.of(badge);
        code.ifPresent(each -> {
            if (channel == BadgeSettings.Channel.LETTER) {
                json.put("code", ActivationCodes.spaced(each));
            } else {
                json.put("mailed", isMailed(user, badge, each));
            }
        });
        return json;
    }

    private boolean isMailed(UserModel user, BadgeEntity badge, String code) {
        try {
            BadgeMails.code(call.session, call.realm, user, badge, code);
            return true;
        } catch (EmailException e) {
            LOG.warnf("An activation code was not mailed: %s", e.getMessage());
            return false;
        }
    }
}
