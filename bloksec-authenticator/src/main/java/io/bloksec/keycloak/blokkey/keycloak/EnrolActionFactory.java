package io.bloksec.keycloak.blokkey.keycloak;

import org.keycloak.Config;
import org.keycloak.authentication.RequiredActionFactory;
import org.keycloak.authentication.RequiredActionProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;

/** Required action {@code blokkey-enrol}; see {@link EnrolAction}. */
public final class EnrolActionFactory implements RequiredActionFactory {

    @Override
    public String getId() {
        return BlokKey.ENROL;
    }

    @Override
    public String getDisplayText() {
        return "Set up BlokKey on a phone";
    }

    @Override
    public RequiredActionProvider create(KeycloakSession session) {
        return new EnrolAction(session);
    }

    @Override
    public void init(Config.Scope config) {}

    @Override
    public void postInit(KeycloakSessionFactory factory) {}

    @Override
    public void close() {}
}
