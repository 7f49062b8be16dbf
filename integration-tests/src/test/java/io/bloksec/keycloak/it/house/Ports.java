package io.bloksec.keycloak.it.house;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;

/** Exists so that every server of a run has ports of its own, whatever else listens on the machine. */
public record Ports(int http, int management) {

    public static Ports free() {
        // Both open at once, so that they differ.
        try (ServerSocket one = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                ServerSocket two = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return new Ports(one.getLocalPort(), two.getLocalPort());
        } catch (IOException e) {
            throw new IllegalStateException("No free port", e);
        }
    }

    /** By name, as browsers treat {@code localhost} as a secure place. */
    public URI url() {
        return URI.create("http://localhost:" + http);
    }
}
