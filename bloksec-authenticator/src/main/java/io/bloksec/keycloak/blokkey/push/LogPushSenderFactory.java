package io.bloksec.keycloak.blokkey.push;

import org.keycloak.Config;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;

/** Kind {@value PushAddress#LOG}: one sender for all. */
public final class LogPushSenderFactory implements PushSenderFactory {

    private final PushSender sender = new LogPushSender();

    @Override
    public String getId() {
        return PushAddress.LOG;
    }

    @Override
    public PushSender create(KeycloakSession session) {
        return sender;
    }

    @Override
    public void init(Config.Scope config) {}

    @Override
    public void postInit(KeycloakSessionFactory factory) {}

    @Override
    public void close() {}
}
