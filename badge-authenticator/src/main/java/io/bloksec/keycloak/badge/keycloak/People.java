package io.bloksec.keycloak.badge.keycloak;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bloksec.keycloak.badge.card.BadgeEntity;
import io.bloksec.keycloak.badge.card.BadgeFilter;
import io.bloksec.keycloak.badge.card.BadgeFilter.Status;
import io.bloksec.keycloak.badge.card.Serial;
import io.bloksec.keycloak.badge.office.OrderTable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.keycloak.models.GroupModel;
import org.keycloak.models.UserModel;

/** People whom an administrator may view, and no others, with their badges that have not ended. */
final class People {

    /** People who are looked at in one go. */
    private static final int CHUNK = 100;

    /** Badges of one status that are looked through. */
    private static final int MOST_BADGES = 5_000;

    private static final int LONGEST_SEARCH = 100;

    private final AdminCall call;
    private final boolean fourEyes;

    People(AdminCall call) {
        this.call = call;
        this.fourEyes = BadgeSettings.of(call.realm).fourEyes();
    }

    /**
     * @param search as Keycloak's user search, or a badge's serial; null or blank for all
     * @param group id, or null
     * @param state {@code none} or a {@link Status}, or null
     */
    record Wanted(String search, String group, String state) {

        Wanted {
            search = search == null ? "" : search.strip();
            if (search.length() > LONGEST_SEARCH) {
                throw new BadRequestException("search is too long.");
            }
        }

        boolean withoutBadge() {
            return "none".equals(state);
        }

        Optional<Status> status() {
            return Optional.ofNullable(state)
                    .filter(each -> !each.isBlank() && !withoutBadge())
                    .map(each -> BadgeSettings.value(Status.class, each));
        }
    }

    ObjectNode page(Wanted wanted, int first, int max) {
        if (first < 0 || max < 1 || max > OrderTable.MOST_ROWS) {
            throw new BadRequestException("first is not negative, max from 1 to " + OrderTable.MOST_ROWS + ".");
        }
        List<UserModel> found = find(wanted, first, max + 1);
        List<UserModel> shown = found.subList(0, Math.min(max, found.size()));
        Map<String, List<BadgeEntity>> badges = badges(shown);
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        ArrayNode people = json.putArray("people");
        shown.forEach(user -> people.add(json(user, badges.getOrDefault(user.getId(), List.of()))));
        return json.put("more", found.size() > max);
    }

    private List<UserModel> find(Wanted wanted, int first, int max) {
        if (Serial.isOne(wanted.search())) {
            return ofBadges(wanted, BadgeFilter.ofSerial(wanted.search().toUpperCase(Locale.ROOT)), first, max);
        }
        Optional<GroupModel> group = group(wanted);
        if (wanted.status().isPresent()) {
            return ofBadges(wanted, BadgeFilter.of(wanted.status().get()), first, max);
        }
        return scan(
                from -> group.map(each -> members(each, wanted.search(), from))
                        .orElseGet(() -> everybody(wanted.search(), from)),
                wanted,
                first,
                max);
    }

    /** In a stranger's group there is nobody. */
    private Optional<GroupModel> group(Wanted wanted) {
        if (wanted.group() == null || wanted.group().isBlank()) {
            return Optional.empty();
        }
        return Optional.of(Optional.ofNullable(call.realm.getGroupById(wanted.group()))
                .orElseThrow(() -> new BadRequestException("There is no such group.")));
    }

    private Stream<UserModel> members(GroupModel group, String search, int from) {
        return call.session.users().getGroupMembersStream(call.realm, group, search, false, from, CHUNK);
    }

    private Stream<UserModel> everybody(String search, int from) {
        Map<String, String> attributes = new HashMap<>();
        attributes.put(UserModel.INCLUDE_SERVICE_ACCOUNT, "false");
        if (!search.isEmpty()) {
            attributes.put(UserModel.SEARCH, search);
        }
        return call.session.users().searchForUserStream(call.realm, attributes, from, CHUNK);
    }

    /** Goes through a list of people until enough of them are found: who may not be viewed is not counted. */
    private List<UserModel> scan(Function<Integer, Stream<UserModel>> list, Wanted wanted, int first, int max) {
        List<UserModel> found = new ArrayList<>();
        List<UserModel> chunk;
        int from = 0;
        int skipped = 0;
        do {
            chunk = list.apply(from).toList();
            from += CHUNK;
            for (UserModel user : chosen(chunk, wanted)) {
                if (skipped < first) {
                    skipped++;
                } else if (found.size() < max) {
                    found.add(user);
                }
            }
        } while (chunk.size() == CHUNK && found.size() < max);
        return found;
    }

    private List<UserModel> chosen(List<UserModel> chunk, Wanted wanted) {
        List<UserModel> viewed =
                chunk.stream().filter(call.auth.users()::canView).toList();
        if (!wanted.withoutBadge()) {
            return viewed;
        }
        Map<String, List<BadgeEntity>> badges = badges(viewed);
        return viewed.stream().filter(user -> !badges.containsKey(user.getId())).toList();
    }

    private List<UserModel> ofBadges(Wanted wanted, BadgeFilter filter, int first, int max) {
        Optional<GroupModel> group = group(wanted);
        String search = Serial.isOne(wanted.search()) ? "" : wanted.search().toLowerCase(Locale.ROOT);
        Predicate<UserModel> asked = user -> call.auth.users().canView(user)
                && group.map(user::isMemberOf).orElse(true)
                && names(user).anyMatch(name -> name.toLowerCase(Locale.ROOT).contains(search));
        return call.engine.badges.ofRealm(call.realm.getId(), filter, MOST_BADGES).stream()
                .map(badge -> badge.userId)
                .distinct()
                .map(id -> call.session.users().getUserById(call.realm, id))
                .filter(Objects::nonNull)
                .filter(asked)
                .sorted(Comparator.comparing(UserModel::getUsername))
                .skip(first)
                .limit(max)
                .toList();
    }

    private static Stream<String> names(UserModel user) {
        return Stream.of(
                        user.getUsername(),
                        user.getEmail(),
                        user.getFirstName(),
                        user.getLastName(),
                        PersonJson.name(user))
                .filter(Objects::nonNull);
    }

    private Map<String, List<BadgeEntity>> badges(List<UserModel> people) {
        return call.engine.badges.ofUsers(
                call.realm.getId(), people.stream().map(UserModel::getId).toList());
    }

    private ObjectNode json(UserModel user, List<BadgeEntity> badges) {
        ObjectNode json = PersonJson.of(user)
                .put("email", user.getEmail())
                .put("enabled", user.isEnabled())
                .put("mail", BadgeMails.reach(call.realm, user));
        json.putObject("may")
                .put("issue", IssuerRights.allows(() -> call.rights.requireIssue(user)))
                .put("reset", IssuerRights.allows(() -> call.rights.requireReset(user)))
                .put("code", IssuerRights.allows(() -> call.rights.requireCodes(user, fourEyes)))
                .put("stop", call.auth.users().canManage(user));
        ArrayNode list = json.putArray("badges");
        badges.forEach(badge -> list.add(BadgeJson.of(badge)));
        return json;
    }
}
