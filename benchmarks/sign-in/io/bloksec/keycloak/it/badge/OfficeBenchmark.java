package io.bloksec.keycloak.it.badge;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.bloksec.keycloak.it.house.Admin;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * A shift's badges: five hundred people, ordered in pieces of twenty as the page does, then printed; beside what Keycloak needs to make the
 * same people. {@code -Dbenchmark.people} for another number, at most 500.
 */
class OfficeBenchmark {

    private static final int PEOPLE = Integer.getInteger("benchmark.people", 500);
    private static final int PIECE = 20;

    @Test
    void aShiftsBadges() {
        try (BadgeRealm ward = BadgeRealm.create("office-benchmark")) {
            ward.settings(Map.of("mails", false));
            Admin admin = ward.realm.admin();
            List<Map<String, Object>> users = IntStream.range(0, PEOPLE)
                    .mapToObj(i -> Map.<String, Object>of(
                            "username", "p" + i, "enabled", true, "firstName", "Jane", "lastName", "Doe " + i))
                    .toList();
            // The first ones of everything pay for what is loaded once.
            order(ward, List.of(ward.person("warm")));
            double made = seconds(() ->
                    admin.post(ward.realm.path("partialImport"), Map.of("ifResourceExists", "FAIL", "users", users)));
            ArrayNode issued = JsonNodeFactory.instance.arrayNode();
            double ordered = seconds(() -> {
                for (int i = 0; i < PEOPLE; i += PIECE) {
                    issued.addAll(order(
                            ward,
                            IntStream.range(i, Math.min(PEOPLE, i + PIECE))
                                    .mapToObj(n -> "p" + n)
                                    .toList()));
                }
                return issued;
            });
            Map<String, Object> sheet = new HashMap<>(Map.of("layout", "a4-cards"));
            List<Map<String, String>> payloads = new ArrayList<>();
            List<Map<String, String>> codes = new ArrayList<>();
            for (JsonNode row : issued) {
                JsonNode badge = row.get("badge");
                payloads.add(Map.of("payload", badge.get("payload").asText()));
                codes.add(Map.of(
                        "badge",
                        badge.get("id").asText(),
                        "code",
                        badge.get("code").asText()));
            }
            sheet.put("badges", payloads);
            double cards = seconds(() -> pdf(ward, "badges", sheet));
            double letters = seconds(() -> pdf(ward, "letters", Map.of("letters", codes)));
            System.out.printf(
                    Locale.ROOT,
                    "BENCHMARK office: %d people made by Keycloak's import in %.1f s; their badges issued in %.1f s (%.2f times that),"
                            + " their cards printed in %.1f s, their letters in %.1f s%n",
                    PEOPLE,
                    made,
                    ordered,
                    ordered / made,
                    cards,
                    letters);
        }
    }

    private static ArrayNode order(BadgeRealm ward, List<String> people) {
        JsonNode answer = ward.realm
                .admin()
                .post(
                        ward.realm.path("blokbadge/orders"),
                        Map.of(
                                "rows",
                                people.stream()
                                        .map(each -> Map.of("person", each))
                                        .toList()));
        if (answer.get("failed").asInt() > 0) {
            throw new IllegalStateException(answer.toString());
        }
        return (ArrayNode) answer.get("rows");
    }

    private static byte[] pdf(BadgeRealm ward, String what, Map<String, Object> order) {
        var answer = ward.realm.admin().bytes("POST", ward.realm.path("blokbadge/print/" + what), order);
        if (answer.statusCode() != 200) {
            throw new IllegalStateException("Not printed: " + answer.statusCode());
        }
        return answer.body();
    }

    private static double seconds(Supplier<?> work) {
        long begun = System.nanoTime();
        work.get();
        return (System.nanoTime() - begun) / 1e9;
    }
}
