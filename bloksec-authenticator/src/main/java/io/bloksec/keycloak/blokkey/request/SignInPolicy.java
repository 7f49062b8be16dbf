package io.bloksec.keycloak.blokkey.request;

import io.bloksec.keycloak.blokkey.device.Grade;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * What one execution of the flow, and the application, ask of a sign-in.
 *
 * @param primary what the page shows first
 * @param usernameless whether the QR code alone may say who it is
 * @param leastGrade the stricter of the execution's and the application's
 * @param numberAlways two digits from known browsers too; unknown ones always type three
 * @param pushUnknown whether a browser that nobody knows may disturb anybody
 * @param lifeSeconds of a request
 * @param sameNetwork what to do when phone and browser are not in one network
 */
public record SignInPolicy(
        Channel primary,
        boolean usernameless,
        Grade leastGrade,
        boolean numberAlways,
        PushUnknown pushUnknown,
        int lifeSeconds,
        boolean sameNetwork) {

    public static final String PRIMARY = "blokkey.primary";
    public static final String USERNAMELESS = "blokkey.usernameless";
    public static final String LEAST_GRADE = "blokkey.minimum-grade";
    public static final String NUMBER_ALWAYS = "blokkey.number-always";
    public static final String PUSH_UNKNOWN = "blokkey.push-unknown";
    public static final String LIFE = "blokkey.life";
    public static final String SAME_NETWORK = "blokkey.same-network";

    public static final int DEFAULT_LIFE = 60;
    private static final int SHORTEST_LIFE = 5;
    private static final int LONGEST_LIFE = 300;

    /** Pushes from unknown browsers. */
    public enum PushUnknown {
        NEVER,
        LIMITED,
        ALWAYS
    }

    /**
     * @param execution settings of the execution; absent or unreadable ones count as the default, grades as the strictest
     * @param client looks up an attribute of the application, null when it has none; it can only make things stricter
     */
    public static SignInPolicy of(Map<String, String> execution, UnaryOperator<String> client) {
        Grade grade = stricter(grade(execution.get(LEAST_GRADE)), grade(client.apply(LEAST_GRADE)));
        String primary = client.apply(PRIMARY) == null ? execution.get(PRIMARY) : client.apply(PRIMARY);
        return new SignInPolicy(
                "qr".equals(primary) ? Channel.QR : Channel.PUSH,
                !"false".equals(execution.get(USERNAMELESS)),
                grade,
                isTrue(execution.get(NUMBER_ALWAYS)) || isTrue(client.apply(NUMBER_ALWAYS)),
                pushUnknown(execution.get(PUSH_UNKNOWN)),
                life(execution.get(LIFE)),
                isTrue(execution.get(SAME_NETWORK)) || isTrue(client.apply(SAME_NETWORK)));
    }

    private static boolean isTrue(String value) {
        return "true".equals(value);
    }

    private static Grade stricter(Grade one, Grade other) {
        return one.meets(other) ? one : other;
    }

    private static Grade grade(String value) {
        if (value == null || value.isBlank()) {
            return Grade.C;
        }
        try {
            return Grade.valueOf(value.strip().toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            return Grade.A;
        }
    }

    private static PushUnknown pushUnknown(String value) {
        if (value == null || value.isBlank()) {
            return PushUnknown.LIMITED;
        }
        try {
            return PushUnknown.valueOf(value.strip().toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            return PushUnknown.NEVER;
        }
    }

    private static int life(String value) {
        try {
            return Math.max(SHORTEST_LIFE, Math.min(LONGEST_LIFE, Integer.parseInt(value.strip())));
        } catch (NumberFormatException | NullPointerException e) {
            return DEFAULT_LIFE;
        }
    }
}
