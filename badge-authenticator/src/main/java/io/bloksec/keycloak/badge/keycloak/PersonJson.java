package io.bloksec.keycloak.badge.keycloak;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.keycloak.models.UserModel;

/** A person as administrators see one. */
final class PersonJson {

    private PersonJson() {}

    static ObjectNode of(UserModel user) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("id", user.getId())
                .put("username", user.getUsername())
                .put("name", name(user));
    }

    /** First and last name; the user name where there is neither. */
    static String name(UserModel user) {
        String name = Stream.of(user.getFirstName(), user.getLastName())
                .filter(Objects::nonNull)
                .map(String::strip)
                .filter(part -> !part.isEmpty())
                .collect(Collectors.joining(" "));
        return name.isEmpty() ? user.getUsername() : name;
    }
}
