package io.bloksec.keycloak.badge.keycloak;

import io.bloksec.keycloak.badge.keys.KeyRing;
import java.nio.file.Path;
import org.keycloak.Config;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.services.resource.RealmResourceProvider;
import org.keycloak.services.resource.RealmResourceProviderFactory;

/** {@code /realms/{realm}/blokbadge}; also the home of {@link Engine}, as it is the one provider that every server has once. */
public final class BadgeResourceFactory implements RealmResourceProviderFactory {

    /** Option {@code spi-realm-restapi-extension--blokbadge--key-file}. */
    private static final String KEY_FILE = "key-file";

    private static final String DEVELOPMENT_FILE = "blokbadge-development.keys";

    private String keyFile;
    private Engine engine;

    @Override
    public String getId() {
        return BlokBadge.ID;
    }

    @Override
    public RealmResourceProvider create(KeycloakSession session) {
        return new RealmResourceProvider() {
            @Override
            public Object getResource() {
                return new KioskRoutes(session);
            }

            @Override
            public void close() {}
        };
    }

    @Override
    public void init(Config.Scope config) {
        keyFile = config.get(KEY_FILE);
    }

    @Override
    public void postInit(KeycloakSessionFactory factory) {
        engine = new Engine(factory, KeyRing.load(keyFile, developmentFile()));
        factory.register(engine.removals::on);
        engine.start();
    }

    /** Where {@code start-dev} keeps a key that nobody has configured; null in production. */
    private static Path developmentFile() {
        String home = System.getProperty("kc.home.dir");
        return "dev".equals(System.getProperty("kc.profile")) && home != null
                ? Path.of(home, "data", DEVELOPMENT_FILE)
                : null;
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
