package io.bloksec.keycloak.blokkey.keycloak;

import org.keycloak.device.DeviceRepresentationProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.representations.account.DeviceRepresentation;

/** Browser and system as Keycloak's account console names them; empty when they cannot be told. */
record UserAgent(String browser, String system) {

    static UserAgent of(KeycloakSession session) {
        DeviceRepresentation device =
                session.getProvider(DeviceRepresentationProvider.class).deviceRepresentation();
        if (device == null) {
            return new UserAgent("", "");
        }
        return new UserAgent(known(device.getBrowser()), known(device.getOs(), device.getOsVersion()));
    }

    private static String known(String... parts) {
        StringBuilder text = new StringBuilder();
        for (String part : parts) {
            if (part != null && !part.startsWith(DeviceRepresentation.UNKNOWN) && !part.equals("Other")) {
                text.append(text.isEmpty() ? "" : " ").append(part.replace('/', ' '));
            }
        }
        return text.toString();
    }
}
