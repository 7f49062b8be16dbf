package io.bloksec.keycloak.audit.store;

import java.util.List;

/**
 * Which sign-ins somebody wants to see.
 *
 * @param from milliseconds since 1970 UTC
 * @param to not included
 * @param outcomes any when empty
 * @param methods any when empty
 * @param text part of a client id, an address or a correlation id; null for any
 * @param users ids of people whose names match the text
 */
public record Query(
        String realmId,
        long from,
        long to,
        List<String> outcomes,
        List<String> methods,
        String text,
        List<String> users) {}
