package io.bloksec.keycloak.blokkey.keycloak;

import jakarta.ws.rs.HttpMethod;
import org.keycloak.Config;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.UserModel;
import org.keycloak.provider.ProviderEvent;
import org.keycloak.services.resource.RealmResourceProvider;
import org.keycloak.services.resource.RealmResourceProviderFactory;

/** {@code /realms/{realm}/blokkey}; also the home of {@link Engine}, as it is the one provider that every server has once. */
public final class BlokKeyResourceFactory implements RealmResourceProviderFactory {

    /** Option {@code spi-realm-restapi-extension--blokkey--waiting}: {@code poll}, or absent for long polling. */
    private static final String WAITING = "waiting";

    private boolean waitsByPolling;
    private Engine engine;

    @Override
    public String getId() {
        return BlokKey.ID;
    }

    @Override
    public RealmResourceProvider create(KeycloakSession session) {
        return new RealmResourceProvider() {
            @Override
            public Object getResource() {
                boolean preflight = HttpMethod.OPTIONS.equals(
                        session.getContext().getHttpRequest().getHttpMethod());
                return preflight ? new AppCors(session) : new BlokKeyResource(session);
            }

            @Override
            public void close() {}
        };
    }

    @Override
    public void init(Config.Scope config) {
        waitsByPolling = "poll".equals(config.get(WAITING));
    }

    @Override
    public void postInit(KeycloakSessionFactory factory) {
        engine = new Engine(factory, waitsByPolling);
        // Before the rows go, as the addresses stand there.
        factory.register(this::revoke);
        factory.register(engine.removals::on);
        engine.start();
    }

    private void revoke(ProviderEvent event) {
        if (event instanceof UserModel.UserRemovedEvent removed) {
            KeycloakSession session = removed.getKeycloakSession();
            // A sender is made for the session's realm.
            if (removed.getRealm().equals(session.getContext().getRealm())) {
                engine.devices
                        .activeOf(removed.getRealm().getId(), removed.getUser().getId())
                        .forEach(device -> Pushes.revoke(session, engine, removed.getUser(), device));
            }
        }
    }

    Engine engine() {
        return engine;
    }

    @Override
    public void close() {
        if (engine != null) {
            engine.close();
        }
    }
}
