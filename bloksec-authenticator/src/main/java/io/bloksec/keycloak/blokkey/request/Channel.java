package io.bloksec.keycloak.blokkey.request;

/** How a request came to the device; fixed once it has. */
public enum Channel {
    PUSH,
    QR,
    LINK;

    /** As in the signed text. */
    public String label() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
