package io.bloksec.keycloak.badge.print;

import io.bloksec.keycloak.badge.protocol.BadgePayload;
import java.util.Objects;

/**
 * One badge to print. All but the payload are lines of text as they are to be read, in any language; an empty one is left out.
 *
 * @param payload {@link BadgePayload#text()}: 67 characters of the QR code's alphanumeric set; a secret
 * @param serial what people call the badge by
 * @param name whose it is; not blank
 * @param organisation who issued it
 * @param validity until when it is good, as a phrase
 */
public record PrintedBadge(String payload, String serial, String name, String organisation, String validity) {

    /** @throws IllegalArgumentException when there is no name */
    public PrintedBadge {
        Objects.requireNonNull(payload, "payload");
        Objects.requireNonNull(serial, "serial");
        Objects.requireNonNull(organisation, "organisation");
        Objects.requireNonNull(validity, "validity");
        if (name.isBlank()) {
            throw new IllegalArgumentException("A badge needs a name");
        }
    }

    /** Without the payload. */
    @Override
    public String toString() {
        return "badge " + serial;
    }
}
