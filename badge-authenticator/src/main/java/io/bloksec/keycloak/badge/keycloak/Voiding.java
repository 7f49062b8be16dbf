package io.bloksec.keycloak.badge.keycloak;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bloksec.keycloak.badge.card.BadgeEntity;
import io.bloksec.keycloak.badge.card.BadgeFilter;
import io.bloksec.keycloak.badge.card.Refusal;
import io.bloksec.keycloak.badge.card.RefusedException;
import io.bloksec.keycloak.badge.office.OrderTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.keycloak.models.GroupModel;
import org.keycloak.models.UserModel;

/** Revokes many badges: those of a list, or what a stolen printout, a ward that closes or an issuer who left has in common. */
final class Voiding {

    /** Badges that are looked through, for those whom the caller may view. */
    private static final int MOST_BADGES = 5_000;

    private final AdminCall call;
    private final Issuing issuing;

    Voiding(AdminCall call) {
        this.call = call;
        this.issuing = new Issuing(call);
    }

    ObjectNode run(JsonNode body, boolean dryRun) {
        List<String> bids = body.path("badges").isArray() ? listed(body.get("badges")) : matching(body.get("where"));
        boolean more = bids.size() > OrderTable.MOST_ROWS;
        ArrayNode rows = JsonNodeFactory.instance.arrayNode();
        int done = 0;
        for (String bid : bids.subList(0, Math.min(bids.size(), OrderTable.MOST_ROWS))) {
            ObjectNode row = rows.addObject();
            done += Orders.tried(row, () -> end(row, bid, dryRun)) ? 1 : 0;
        }
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("dryRun", dryRun)
                .put("done", done)
                .put("failed", rows.size() - done)
                .put("more", more);
        json.set("rows", rows);
        return json;
    }

    private void end(ObjectNode row, String bid, boolean dryRun) {
        BadgeEntity badge = call.engine
                .badges
                .find(call.realm.getId(), bid)
                .orElseThrow(() -> new RefusedException(Refusal.UNKNOWN));
        UserModel user = Optional.ofNullable(call.session.users().getUserById(call.realm, badge.userId))
                .filter(call.auth.users()::canView)
                .orElseThrow(() -> new RefusedException(Refusal.UNKNOWN));
        row.set("person", PersonJson.of(user));
        row.set("badge", BadgeJson.of(badge));
        call.auth.users().requireManage(user);
        if (badge.state().isFinal()) {
            throw new RefusedException(Refusal.CHANGED);
        }
        if (!dryRun) {
            row.set("badge", BadgeJson.of(issuing.revoke(user, badge)));
        }
    }

    private static List<String> listed(JsonNode badges) {
        if (badges.size() > OrderTable.MOST_ROWS) {
            throw new BadRequestException("More than " + OrderTable.MOST_ROWS + " badges.");
        }
        List<String> bids = new ArrayList<>();
        badges.forEach(each -> bids.add(each.asText()));
        return bids;
    }

    private List<String> matching(JsonNode where) {
        if (where == null || !where.isObject() || where.isEmpty()) {
            throw new BadRequestException("Name badges, or what they have in common in where.");
        }
        where.fieldNames().forEachRemaining(name -> {
            if (!List.of("state", "group", "issuedAfter", "issuedBefore", "issuedBy")
                    .contains(name)) {
                throw new BadRequestException("where does not know " + name + ".");
            }
        });
        BadgeFilter filter = new BadgeFilter(
                where.hasNonNull("state")
                        ? BadgeSettings.value(
                                BadgeFilter.Status.class, where.get("state").asText())
                        : null,
                null,
                instant(where, "issuedAfter"),
                instant(where, "issuedBefore"),
                where.path("issuedBy").textValue());
        Optional<GroupModel> group = Optional.ofNullable(where.path("group").textValue())
                .map(id -> Optional.ofNullable(call.realm.getGroupById(id))
                        .orElseThrow(() -> new BadRequestException("There is no such group.")));
        return call.engine.badges.ofRealm(call.realm.getId(), filter, MOST_BADGES).stream()
                .filter(badge -> {
                    UserModel user = call.session.users().getUserById(call.realm, badge.userId);
                    return user != null
                            && call.auth.users().canView(user)
                            && group.map(user::isMemberOf).orElse(true);
                })
                .map(badge -> badge.bid)
                .limit(OrderTable.MOST_ROWS + 1L)
                .toList();
    }

    private static Long instant(JsonNode where, String name) {
        if (!where.hasNonNull(name)) {
            return null;
        }
        if (!where.get(name).isIntegralNumber()) {
            throw new BadRequestException(name + " is seconds since 1970.");
        }
        return where.get(name).asLong();
    }
}
