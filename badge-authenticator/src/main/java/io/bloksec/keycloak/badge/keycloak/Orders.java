package io.bloksec.keycloak.badge.keycloak;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bloksec.keycloak.badge.card.RefusedException;
import io.bloksec.keycloak.database.LostRaceException;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserProvider;

/** Many orders, each judged and done by itself: one that cannot be done says why, and hinders no other. */
final class Orders {

    private final AdminCall call;
    private final Issuing issuing;

    Orders(AdminCall call) {
        this.call = call;
        this.issuing = new Issuing(call);
    }

    /** @param dryRun tells what would become of each, and changes nothing */
    ObjectNode run(List<OrderRow> rows, boolean dryRun) {
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("dryRun", dryRun);
        ArrayNode results = JsonNodeFactory.instance.arrayNode();
        Set<String> twice = new HashSet<>();
        int done = 0;
        for (OrderRow row : rows) {
            ObjectNode result = results.addObject().put("row", results.size()).put("given", row.person());
            done += tried(result, () -> run(result, row, dryRun, twice)) ? 1 : 0;
        }
        json.put("done", done).put("failed", rows.size() - done).set("rows", results);
        return json;
    }

    /** Says {@code ok} or why not. */
    static boolean tried(ObjectNode result, Runnable work) {
        try {
            work.run();
            result.put("ok", true);
            return true;
        } catch (BadRequestException
                | ForbiddenException
                | jakarta.ws.rs.ForbiddenException
                | RefusedException
                | LostRaceException e) {
            result.put("ok", false).set("problem", AdminAnswers.Problem.of(e).json());
            return false;
        }
    }

    private void run(ObjectNode result, OrderRow row, boolean dryRun, Set<String> twice) {
        UserModel user = person(row.person());
        result.set("person", PersonJson.of(user));
        String kind = row.order().path("kind").asText("standard").toLowerCase(Locale.ROOT);
        if (!kind.equals("decoy") && !twice.add(user.getId() + kind)) {
            throw new BadRequestException("twice", "This person has an order of that kind in an earlier row.");
        }
        ObjectNode order = row.order().deepCopy();
        result.set("order", order.put("person", user.getId()));
        if (dryRun) {
            ArrayNode ends = result.putArray("ends");
            issuing.judge(user, row.order()).forEach(badge -> ends.add(BadgeJson.of(badge)));
        } else {
            result.set("badge", issuing.issue(user, row.order()));
        }
    }

    /** Nobody learns here whether there is somebody whom he may not view. */
    private UserModel person(String given) {
        UserProvider users = call.session.users();
        return Optional.ofNullable(users.getUserById(call.realm, given))
                .or(() -> Optional.ofNullable(users.getUserByUsername(call.realm, given)))
                .or(() -> byEmail(users, given))
                .filter(call.auth.users()::canView)
                .orElseThrow(() -> new BadRequestException(
                        "unknown_person", "There is no such person, or you may not see this one."));
    }

    private Optional<UserModel> byEmail(UserProvider users, String given) {
        return call.realm.isDuplicateEmailsAllowed() || !given.contains("@")
                ? Optional.empty()
                : Optional.ofNullable(users.getUserByEmail(call.realm, given));
    }
}
