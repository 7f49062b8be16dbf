package io.bloksec.keycloak.audit.keycloak;

import io.bloksec.keycloak.audit.keycloak.Answers.Refusal;
import io.bloksec.keycloak.audit.record.Method;
import io.bloksec.keycloak.audit.record.Outcome;
import io.bloksec.keycloak.audit.store.Query;
import jakarta.ws.rs.core.MultivaluedMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

/** What an administrator filters by; whatever cannot be read is refused, not guessed. */
final class Parameters {

    private static final long DEFAULT_SPAN = 30L * 24 * 60 * 60_000;
    private static final int LONGEST_SEARCH = 100;
    private static final int MOST = 200;
    private static final int DEFAULT = 50;
    private static final int MOST_USERS = 100;

    private final MultivaluedMap<String, String> given;

    Parameters(MultivaluedMap<String, String> given) {
        this.given = given;
    }

    int first() {
        return (int) number("first", 0, 0, 1_000_000);
    }

    int max() {
        return (int) number("max", DEFAULT, 1, MOST);
    }

    /** The span of time alone. */
    Query span(RealmModel realm) {
        long to = number("to", System.currentTimeMillis(), 0, Long.MAX_VALUE);
        long from = number("from", to - DEFAULT_SPAN, 0, Long.MAX_VALUE);
        return new Query(realm.getId(), from, to, List.of(), List.of(), null, List.of());
    }

    Query query(KeycloakSession session, RealmModel realm) {
        Query span = span(realm);
        String search = given.getFirst("search");
        if (search != null && search.length() > LONGEST_SEARCH) {
            throw Refusal.malformed("The search is too long");
        }
        String text = search == null || search.isBlank() ? null : search.strip();
        return new Query(
                realm.getId(),
                span.from(),
                span.to(),
                known("status", name -> Outcome.of(name).isPresent()),
                known("method", name -> Method.of(name).isPresent()),
                text,
                text == null ? List.of() : users(session, realm, text));
    }

    private static List<String> users(KeycloakSession session, RealmModel realm, String text) {
        return session.users()
                .searchForUserStream(realm, Map.of(UserModel.SEARCH, text), 0, MOST_USERS)
                .map(UserModel::getId)
                .toList();
    }

    private List<String> known(String name, Predicate<String> is) {
        List<String> values = given.getOrDefault(name, List.of()).stream()
                .filter(value -> !value.isEmpty())
                .toList();
        if (!values.stream().allMatch(is)) {
            throw Refusal.malformed("There is no such " + name);
        }
        return values;
    }

    private long number(String name, long other, long least, long most) {
        String text = given.getFirst(name);
        if (text == null || text.isEmpty()) {
            return other;
        }
        try {
            long value = Long.parseLong(text);
            if (value >= least && value <= most) {
                return value;
            }
        } catch (NumberFormatException e) {
            // Answered below.
        }
        throw Refusal.malformed(name + " is not a number that can be meant");
    }
}
