package io.bloksec.keycloak.badge.protocol;

import java.util.Arrays;
import java.util.regex.Pattern;

/**
 * The realm's id as every label holds it: a realm that is moved to another id loses its badges.
 *
 * @param text 1 to 36 of {@code A-Z a-z 0-9 . _ -}; so it can hold neither the labels' {@code |} nor a line feed
 */
public record RealmId(String text) {

    static final int TAG_LENGTH = 3;

    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9._-]{1,36}");

    /** @throws IllegalArgumentException when {@link #isUsable} says no */
    public RealmId {
        if (!isUsable(text)) {
            throw new IllegalArgumentException("Badges need a realm id of 1 to 36 characters out of A-Z a-z 0-9 . _ -");
        }
    }

    /** Imported realms may have any id; those that have another form cannot have badges. */
    public static boolean isUsable(String realmId) {
        return realmId != null && FORM.matcher(realmId).matches();
    }

    /** By which a page tells a foreign badge without asking the server: the first 3 bytes of a hash. */
    byte[] tag() {
        return Arrays.copyOf(Crypto.sha256(Crypto.ascii("blokbadge/v1|realm|" + text)), TAG_LENGTH);
    }
}
