package io.bloksec.keycloak.badge.keycloak;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bloksec.keycloak.badge.protocol.Extra.EpochRules;
import io.bloksec.keycloak.badge.protocol.Extra.KioskRule;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.jboss.logging.Logger;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

/**
 * What holds for badges that are issued from now on, kept as attributes of the realm; docs/blokbadge.md has the table. A badge keeps the
 * rules it was issued with until its PIN is chosen anew.
 *
 * @param kiosk where badges may be used
 * @param pinLength the fewest digits; empty for 6 where a kiosk is required, else 8
 * @param codeChannel how people get their activation codes, or that there are none
 * @param codeHours how long a code is good for, 1 to 72
 * @param fourEyes whether whoever gives out a code must be another than whoever issued the badge
 * @param mails whether people are told by mail what is done with their badges
 * @param groups group ids with a rule of their own about kiosks; the strictest of a person's groups counts
 * @param photo the person's attribute with a picture, which the page shows after a scan; empty: none
 * @param copyAlarm what is done when a badge seems to be at two places at once
 * @param alarmGroup id of the group whose members get a mail about alarms; empty: nobody
 */
record BadgeSettings(
        KioskRule kiosk,
        OptionalInt pinLength,
        Channel codeChannel,
        int codeHours,
        boolean fourEyes,
        boolean mails,
        Map<String, KioskRule> groups,
        Optional<String> photo,
        CopyAlarm copyAlarm,
        Optional<String> alarmGroup) {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String PREFIX = "blokbadge.";
    private static final int KIOSK_PIN = 6;
    private static final int PIN = 8;
    private static final int MOST_HOURS = 72;

    private static final Map<String, String> STRICTEST =
            Map.of("kiosk", "required", "codeChannel", "supervised", "fourEyes", "true");

    private static final Logger LOG = Logger.getLogger(BadgeSettings.class);

    /** How a person proves that a new badge is his. */
    enum Channel {
        /** Sent to the person's address. */
        MAIL,
        /** Given to the administrator who asked, for a letter or to be read out. */
        LETTER,
        /** There is no code: somebody who might give one out stands by, and vouches with a badge of his own. */
        SUPERVISED
    }

    /** Watching for copies watches where people are. */
    enum CopyAlarm {
        OFF,
        TELL,
        SUSPEND
    }

    /** @throws BadRequestException when a value is none, or the PIN is too short for badges that work anywhere */
    BadgeSettings {
        if (codeHours < 1 || codeHours > MOST_HOURS) {
            throw new BadRequestException("codeHours is from 1 to " + MOST_HOURS);
        }
        if (pinLength.isPresent() && (pinLength.getAsInt() < 4 || pinLength.getAsInt() > 20)) {
            throw new BadRequestException("pinLength is from 4 to 20");
        }
        groups = Map.copyOf(groups);
        boolean someRequired = kiosk == KioskRule.REQUIRED || groups.containsValue(KioskRule.REQUIRED);
        if (!someRequired && pinLength.orElse(PIN) < PIN) {
            throw new BadRequestException("A PIN of less than " + PIN + " digits needs registered kiosks");
        }
    }

    /** What is not set is the default. Where something cannot be read, what can is not believed either: the strictest holds. */
    static BadgeSettings of(RealmModel realm) {
        BadgeSettings usual = new BadgeSettings(
                KioskRule.OFF,
                OptionalInt.empty(),
                Channel.MAIL,
                24,
                false,
                true,
                Map.of(),
                Optional.empty(),
                CopyAlarm.OFF,
                Optional.empty());
        try {
            return usual.with(name -> Optional.ofNullable(realm.getAttribute(PREFIX + name)));
        } catch (BadRequestException e) {
            LOG.warnf(
                    "Realm %s: the settings of badges cannot be read; the strictest hold: %s",
                    realm.getName(), e.getMessage());
            return usual.with(name -> Optional.ofNullable(STRICTEST.get(name)));
        }
    }

    /** A rule for a group that is not there would hold for nobody. */
    static void requireGroups(RealmModel realm, Collection<String> ids) {
        ids.forEach(id -> {
            if (realm.getGroupById(id) == null) {
                throw new BadRequestException("There is no group with the id " + id);
            }
        });
    }

    /** Changed by what a body names. */
    BadgeSettings with(JsonNode body) {
        if (body == null || !body.isObject()) {
            throw new BadRequestException("There is an object to be sent");
        }
        return with(name -> Optional.ofNullable(body.get(name))
                .map(value -> value.isContainerNode() ? value.toString() : value.asText()));
    }

    private BadgeSettings with(Values values) {
        return new BadgeSettings(
                values.of("kiosk").map(value -> value(KioskRule.class, value)).orElse(kiosk),
                values.of("pinLength")
                        .map(value -> value.isEmpty() ? OptionalInt.empty() : OptionalInt.of(number(value)))
                        .orElse(pinLength),
                values.of("codeChannel")
                        .map(value -> value(Channel.class, value))
                        .orElse(codeChannel),
                values.of("codeHours").map(BadgeSettings::number).orElse(codeHours),
                values.of("fourEyes").map(BadgeSettings::truth).orElse(fourEyes),
                values.of("mails").map(BadgeSettings::truth).orElse(mails),
                values.of("groups").map(BadgeSettings::groups).orElse(groups),
                values.of("photo")
                        .map(name -> Optional.of(name).filter(each -> !each.isBlank()))
                        .orElse(photo),
                values.of("copyAlarm")
                        .map(value -> value(CopyAlarm.class, value))
                        .orElse(copyAlarm),
                values.of("alarmGroup")
                        .map(id -> Optional.of(id).filter(each -> !each.isBlank()))
                        .orElse(alarmGroup));
    }

    void store(RealmModel realm) {
        json().properties()
                .forEach(each -> realm.setAttribute(
                        PREFIX + each.getKey(),
                        each.getValue().isContainerNode()
                                ? each.getValue().toString()
                                : each.getValue().asText()));
    }

    ObjectNode json() {
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("kiosk", kiosk.text())
                .put("pinLength", rules().pinLength())
                .put("codeChannel", codeChannel.name().toLowerCase(Locale.ROOT))
                .put("codeHours", codeHours)
                .put("fourEyes", fourEyes)
                .put("mails", mails)
                .put("photo", photo.orElse(""))
                .put("copyAlarm", copyAlarm.name().toLowerCase(Locale.ROOT))
                .put("alarmGroup", alarmGroup.orElse(""));
        ObjectNode ofGroups = json.putObject("groups");
        groups.forEach((group, rule) -> ofGroups.put(group, rule.text()));
        return json;
    }

    /** For one person's badge. A PIN length that is set for kiosks only does not hold for somebody whose groups may go anywhere. */
    EpochRules rules(RealmModel realm, UserModel person) {
        KioskRule rule = groups.entrySet().stream()
                .filter(each -> Optional.ofNullable(realm.getGroupById(each.getKey()))
                        .filter(person::isMemberOf)
                        .isPresent())
                .map(Map.Entry::getValue)
                .min(Comparator.naturalOrder())
                .orElse(kiosk);
        int usual = rule == KioskRule.REQUIRED ? KIOSK_PIN : PIN;
        int length = pinLength.orElse(usual);
        return new EpochRules(rule, rule == KioskRule.REQUIRED ? length : Math.max(length, PIN));
    }

    private static Map<String, KioskRule> groups(String json) {
        Map<String, KioskRule> rules = new TreeMap<>();
        try {
            JsonNode object = JSON.readTree(json);
            if (!object.isObject()) {
                throw new BadRequestException("groups is an object of group ids and rules");
            }
            object.properties()
                    .forEach(each -> rules.put(
                            each.getKey(),
                            value(KioskRule.class, each.getValue().asText())));
        } catch (JsonProcessingException e) {
            throw new BadRequestException("groups is an object of group ids and rules");
        }
        return rules;
    }

    EpochRules rules() {
        return new EpochRules(kiosk, pinLength.orElse(kiosk == KioskRule.REQUIRED ? KIOSK_PIN : PIN));
    }

    Duration codeLife() {
        return Duration.ofHours(codeHours);
    }

    static <E extends Enum<E>> E value(Class<E> type, String value) {
        return Arrays.stream(type.getEnumConstants())
                .filter(each -> each.name().equalsIgnoreCase(value))
                .findFirst()
                .orElseThrow(() -> new BadRequestException(value + " is none of "
                        + Arrays.toString(type.getEnumConstants()).toLowerCase(Locale.ROOT)));
    }

    private static boolean truth(String value) {
        if (!"true".equals(value) && !"false".equals(value)) {
            throw new BadRequestException(value + " is neither true nor false");
        }
        return Boolean.parseBoolean(value);
    }

    private static int number(String value) {
        try {
            return Integer.parseInt(value);
        } catch (NumberFormatException e) {
            throw new BadRequestException(value + " is no number");
        }
    }

    private interface Values {
        Optional<String> of(String name);
    }
}
