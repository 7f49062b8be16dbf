package io.bloksec.keycloak.wsfed.message;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The parameters of one passive request (WS-Federation 1.2, section 13.2.1), each at most once.
 *
 * <p>A parameter that appears twice could mean one thing to us and another to a proxy in front of us, so it is refused.
 * Parameters we do not know are ignored, repeated or not: Entra ID sends a changing set of them. {@code wreqptr},
 * {@code wresultptr} and {@code wp} are among the ignored ones: nothing a request names is ever fetched.
 */
public final class PassiveParameters {

    private static final Set<String> KNOWN = Set.of(
            "wa",
            "wtrealm",
            "wreply",
            "wctx",
            "wfresh",
            "wauth",
            "whr",
            "wreq",
            "username",
            "login_hint",
            "domain_hint",
            "mkt",
            "lc",
            "ui_locales",
            "prompt",
            "client-request-id",
            "confirmation");

    private final Map<String, String> values;

    private PassiveParameters(Map<String, String> values) {
        this.values = values;
    }

    /**
     * @param query decoded query parameters
     * @param form decoded form parameters, empty for a GET
     * @throws InvalidRequestException {@code repeated_parameter} when a known one appears more than once, in the query, the
     *     form or both together
     */
    public static PassiveParameters of(Map<String, List<String>> query, Map<String, List<String>> form)
            throws InvalidRequestException {
        Map<String, String> values = new HashMap<>();
        for (Map<String, List<String>> source : List.of(query, form)) {
            for (Map.Entry<String, List<String>> parameter : source.entrySet()) {
                if (!KNOWN.contains(parameter.getKey())) {
                    continue;
                }
                for (String value : parameter.getValue()) {
                    if (values.put(parameter.getKey(), value) != null) {
                        throw new InvalidRequestException("repeated_parameter");
                    }
                }
            }
        }
        return new PassiveParameters(values);
    }

    /** The value exactly as it was sent, the empty string included; absent when the parameter was not sent. */
    public Optional<String> exactly(String name) {
        return Optional.ofNullable(values.get(name));
    }

    /** The value, where an empty one counts as not sent: Entra ID sends {@code username=} when it knows no name. */
    public Optional<String> nonEmpty(String name) {
        return exactly(name).filter(value -> !value.isEmpty());
    }
}
