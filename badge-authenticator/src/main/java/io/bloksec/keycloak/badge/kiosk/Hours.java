package io.bloksec.keycloak.badge.kiosk;

import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * When a workstation takes badges: {@code Mon-Fri 06:00-22:00; Sat 08:00-12:00}. An hour that ends before it begins ends the next day; without
 * days it is every day; no text is always.
 */
final class Hours {

    private static final Pattern SPAN =
            Pattern.compile("(?:(\\w{3})(?:-(\\w{3}))? )?(\\d\\d:\\d\\d)-(\\d\\d:\\d\\d)", Pattern.CASE_INSENSITIVE);

    private final List<Span> spans;

    private Hours(List<Span> spans) {
        this.spans = spans;
    }

    /** @throws IllegalArgumentException naming what cannot be read */
    static Hours parse(String text) {
        List<Span> spans = new ArrayList<>();
        for (String each : text.split(";")) {
            if (!each.isBlank()) {
                spans.add(span(each.strip()));
            }
        }
        return new Hours(spans);
    }

    boolean contain(Instant instant, ZoneId zone) {
        ZonedDateTime at = instant.atZone(zone);
        return spans.isEmpty() || spans.stream().anyMatch(each -> each.contains(at.getDayOfWeek(), at.toLocalTime()));
    }

    private static Span span(String text) {
        Matcher found = SPAN.matcher(text);
        if (!found.matches()) {
            throw new IllegalArgumentException("Hours are like Mon-Fri 06:00-22:00, and not: " + text);
        }
        try {
            DayOfWeek first = found.group(1) == null ? DayOfWeek.MONDAY : day(found.group(1));
            DayOfWeek last =
                    found.group(2) != null ? day(found.group(2)) : found.group(1) == null ? DayOfWeek.SUNDAY : first;
            return new Span(first, last, LocalTime.parse(found.group(3)), LocalTime.parse(found.group(4)));
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("No such time: " + text, e);
        }
    }

    private static DayOfWeek day(String name) {
        return Arrays.stream(DayOfWeek.values())
                .filter(day -> day.name().startsWith(name.toUpperCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() ->
                        new IllegalArgumentException("Days are Mon, Tue, Wed, Thu, Fri, Sat, Sun, and not: " + name));
    }

    private record Span(DayOfWeek first, DayOfWeek last, LocalTime from, LocalTime to) {

        boolean contains(DayOfWeek day, LocalTime time) {
            if (from.isBefore(to)) {
                return has(day) && !time.isBefore(from) && time.isBefore(to);
            }
            return has(day) && !time.isBefore(from) || has(day.minus(1)) && time.isBefore(to);
        }

        private boolean has(DayOfWeek day) {
            return first.compareTo(last) <= 0
                    ? day.compareTo(first) >= 0 && day.compareTo(last) <= 0
                    : day.compareTo(first) >= 0 || day.compareTo(last) <= 0;
        }
    }
}
