package io.bloksec.keycloak.blokkey.push.webpush;

import java.net.URI;

/**
 * The address of a push resource that an {@link EndpointPolicy} has let through.
 *
 * @param origin scheme, host and port as RFC 6454 section 6.2 writes them, without a default port
 */
record Endpoint(URI uri, String origin) {

    String host() {
        return uri.getHost();
    }

    /** Without the path, which is a secret of the device. */
    @Override
    public String toString() {
        return origin;
    }
}
