package io.bloksec.keycloak.blokkey.push.webpush;

/** Where no push is sent. The message gives the rule, never the address. */
final class RefusedEndpointException extends Exception {

    RefusedEndpointException(String rule) {
        super(rule);
    }
}
