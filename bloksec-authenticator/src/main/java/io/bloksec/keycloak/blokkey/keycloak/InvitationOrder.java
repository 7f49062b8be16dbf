package io.bloksec.keycloak.blokkey.keycloak;

import com.fasterxml.jackson.databind.JsonNode;
import io.bloksec.keycloak.blokkey.problem.Problem;
import io.bloksec.keycloak.blokkey.problem.ProblemException;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What an administrator asks for. A slip is refused, not passed over: a wish for a code that is misspelt must not send a mail without
 * one.
 *
 * @param address see {@link InvitedAddress}
 * @param client client id to go on to, null for none
 * @param wantsCode whether a code is wanted where none is due
 */
record InvitationOrder(String address, String client, boolean wantsCode) {

    /** Of a table, and members of a body. */
    static final List<String> COLUMNS = List.of("address", "client", "code");

    /**
     * @param body null or an object without members for nothing special
     * @throws ProblemException {@link Problem#MALFORMED}
     */
    static InvitationOrder of(JsonNode body) {
        if (body == null) {
            return new InvitationOrder(null, null, false);
        }
        JsonNode code = body.path("code");
        boolean fits = body.isObject()
                && Set.copyOf(COLUMNS)
                        .containsAll(body.properties().stream()
                                .map(Map.Entry::getKey)
                                .toList())
                && (code.isMissingNode() || code.isBoolean());
        if (!fits) {
            throw new ProblemException(Problem.MALFORMED);
        }
        return new InvitationOrder(text(body, "address"), text(body, "client"), code.asBoolean());
    }

    /**
     * @param row of a table
     * @throws ProblemException {@link Problem#MALFORMED}
     */
    static InvitationOrder of(Map<String, String> row) {
        String code = row.getOrDefault("code", "false");
        if (!code.equalsIgnoreCase("true") && !code.equalsIgnoreCase("false")) {
            throw new ProblemException(Problem.MALFORMED);
        }
        return new InvitationOrder(row.get("address"), row.get("client"), Boolean.parseBoolean(code));
    }

    private static String text(JsonNode body, String member) {
        JsonNode value = body.path(member);
        if (!value.isMissingNode() && !value.isTextual()) {
            throw new ProblemException(Problem.MALFORMED);
        }
        return value.textValue();
    }
}
