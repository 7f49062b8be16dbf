package io.bloksec.keycloak.blokkey.request;

import io.bloksec.keycloak.blokkey.secret.Digits;
import io.bloksec.keycloak.blokkey.secret.RealmSecret;

/** The number that the browser shows and the person types on the phone, kept as a keyed hash of this request alone. */
public record SignInNumber(String number, String hash) {

    /** From a browser that nobody knows. */
    public static final int LONG = 3;

    /** From a browser that the person chose. */
    public static final int SHORT = 2;

    private static final String PURPOSE = "number";

    /** A new one. */
    public static SignInNumber of(RealmSecret secret, String request, int digits) {
        String number = Digits.number(digits);
        return new SignInNumber(number, secret.macText(PURPOSE, request, number));
    }

    /** @param typed on the phone */
    public static boolean isRight(RealmSecret secret, RequestEntity row, String typed) {
        return secret.isMac(row.numberHash, PURPOSE, row.id, typed);
    }

    /** Without the number, which is nobody's but the browser's. */
    @Override
    public String toString() {
        return "SignInNumber";
    }
}
