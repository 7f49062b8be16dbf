package io.bloksec.keycloak.badge.keycloak;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bloksec.keycloak.badge.office.OrderTable;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A badge among many that are ordered.
 *
 * @param person id, user name or e-mail address
 * @param order as {@link BadgeOrder} reads it
 */
record OrderRow(String person, ObjectNode order) {

    private static final Set<String> NUMBERS = Set.of("hours", "days", "notBefore");

    static List<OrderRow> ofJson(JsonNode body) {
        JsonNode rows = body.path("rows");
        if (!rows.isArray()) {
            throw new BadRequestException("rows is a list.");
        }
        if (rows.size() > OrderTable.MOST_ROWS) {
            throw new BadRequestException("More than " + OrderTable.MOST_ROWS + " rows.");
        }
        List<OrderRow> orders = new ArrayList<>();
        for (JsonNode row : rows) {
            if (!row.isObject() || !row.path("person").isTextual()) {
                throw new BadRequestException("Row " + (orders.size() + 1) + " names nobody.");
            }
            ObjectNode order = row.deepCopy();
            order.remove("person");
            orders.add(new OrderRow(row.get("person").asText(), order));
        }
        return orders;
    }

    static List<OrderRow> ofTable(InputStream csv) {
        try {
            return OrderTable.TABLE.read(csv).stream().map(OrderRow::of).toList();
        } catch (IllegalArgumentException e) {
            throw new BadRequestException(e.getMessage());
        }
    }

    private static OrderRow of(Map<String, String> row) {
        ObjectNode order = JsonNodeFactory.instance.objectNode();
        row.forEach((name, value) -> {
            if (NUMBERS.contains(name) && value.matches("[0-9]{1,12}")) {
                order.put(name, Long.parseLong(value));
            } else if (!name.equals("person")) {
                order.put(name, value);
            }
        });
        return new OrderRow(row.get("person"), order);
    }
}
