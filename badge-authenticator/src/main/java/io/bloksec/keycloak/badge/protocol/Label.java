package io.bloksec.keycloak.badge.protocol;

/** What a derived value is for: part of its context, so that none passes for another. */
public enum Label {
    /** seedB; belongs to the badge, whatever its epoch. */
    BADGE_KEY("badge-key"),
    /** Kpin, the salt of the PIN. */
    PIN_KEY("pin-key"),
    /** Kusr, the badge's part of the user key. */
    USER_KEY("user-key"),
    /** t, which the page sends. */
    PIN_TOKEN("pin-token"),
    /** y, which the server answers. */
    SERVER_PRF("server-prf"),
    /** seedA. */
    USER_SIGN_KEY("user-sign-key"),
    /** v, by which the server knows a right PIN. */
    PIN_CHECK("pin-check"),
    /** codeMac, by which the server knows an activation code. */
    ACTIVATION_CODE("activation-code"),
    /** What an encrypted server half is bound to. */
    SERVER_HALF("server-half");

    private final String text;

    Label(String text) {
        this.text = text;
    }

    /** As in the context. */
    public String text() {
        return text;
    }
}
