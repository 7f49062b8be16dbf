package io.bloksec.keycloak.blokkey.keycloak;

import io.bloksec.keycloak.blokkey.push.PushAddress;
import io.bloksec.keycloak.blokkey.push.PushSender;
import io.bloksec.keycloak.blokkey.push.PushSenderFactory;
import org.keycloak.Config;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;

/** Kind {@value PushAddress#MAIL}: sends where the realm's setting {@value RealmSetup#MAIL_PUSHES} says so. */
public final class MailPushSenderFactory implements PushSenderFactory {

    private KeycloakSessionFactory factory;

    @Override
    public String getId() {
        return PushAddress.MAIL;
    }

    @Override
    public PushSender create(KeycloakSession session) {
        RealmSetup setup = RealmSetup.of(session);
        return new MailPushSender(
                factory, session.getContext().getRealm().getId(), null, setup.app(), setup.mailPushes());
    }

    @Override
    public void init(Config.Scope config) {}

    @Override
    public void postInit(KeycloakSessionFactory factory) {
        this.factory = factory;
    }

    @Override
    public void close() {}
}
