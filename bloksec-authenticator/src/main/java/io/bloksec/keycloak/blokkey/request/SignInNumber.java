package io.bloksec.keycloak.blokkey.keycloak;

/** The number on the page, kept as a keyed hash that only this request's comparison needs. */
final class SignInNumber {

    static final String PURPOSE = "number";

    private SignInNumber() {}
}
