package io.bloksec.keycloak.blokkey.push.fcm;

import io.bloksec.keycloak.blokkey.push.PushAddress;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Where FCM delivers: a registration token, or the installation id of an app that was made with the newer client libraries.
 *
 * @param isInstallation whether the value is an installation id
 */
record FcmAddress(boolean isInstallation, String value) {

    private static final String TOKEN = "token";
    private static final String FID = "fid";

    /** Google fixes neither form nor length. Seen so far: 140 to 200 of these; nothing else of a path or header gets in. */
    private static final Pattern TOKENS = Pattern.compile("[A-Za-z0-9:_.-]{32,1024}");

    /** 17 bytes in base64url whose first four bits are 0111, cut to 22 characters. */
    private static final Pattern FIDS = Pattern.compile("[cdef][A-Za-z0-9_-]{21}");

    /** @throws IllegalArgumentException unless it has a token or an installation id, of the proper form, and nothing else */
    static FcmAddress of(PushAddress address) {
        Set<String> names = address.values().keySet();
        if (names.equals(Set.of(TOKEN)) && TOKENS.matcher(address.value(TOKEN)).matches()) {
            return new FcmAddress(false, address.value(TOKEN));
        }
        if (names.equals(Set.of(FID)) && FIDS.matcher(address.value(FID)).matches()) {
            return new FcmAddress(true, address.value(FID));
        }
        throw new IllegalArgumentException("neither a registration token nor an installation id");
    }

    /** Whoever has the value and the sender's credentials can push there. */
    @Override
    public String toString() {
        return "FcmAddress";
    }
}
