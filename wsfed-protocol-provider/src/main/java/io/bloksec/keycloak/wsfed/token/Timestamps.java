package io.bloksec.keycloak.wsfed.token;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/**
 * The one way a time is written: UTC with {@code Z} and three digits of a second (SAML 1.1 Core, section 1.2.2). .NET readers
 * take no more than seven digits.
 */
public final class Timestamps {

    private static final DateTimeFormatter UTC_MILLISECONDS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    private Timestamps() {}

    public static String format(Instant instant) {
        return UTC_MILLISECONDS.format(instant);
    }
}
