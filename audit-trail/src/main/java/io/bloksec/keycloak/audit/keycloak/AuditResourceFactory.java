package io.bloksec.keycloak.audit.keycloak;

import io.bloksec.keycloak.audit.AuditEntry;
import io.bloksec.keycloak.audit.AuditTrail;
import jakarta.persistence.EntityManager;
import org.keycloak.Config;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.services.resource.RealmResourceProvider;
import org.keycloak.services.resource.RealmResourceProviderFactory;

/** {@code /realms/{realm}/audit}, and the home of {@link Engine}; other modules write by it. */
public final class AuditResourceFactory implements RealmResourceProviderFactory, AuditTrail {

    private Options options;
    private Engine engine;

    @Override
    public String getId() {
        return ID;
    }

    @Override
    public RealmResourceProvider create(KeycloakSession session) {
        return new RealmResourceProvider() {
            @Override
            public Object getResource() {
                return new AuditResource(session);
            }

            @Override
            public void close() {}
        };
    }

    @Override
    public void write(EntityManager em, AuditEntry entry) {
        engine.records.insert(em, entry);
    }

    @Override
    public boolean keepsTokens() {
        return options.tokens();
    }

    @Override
    public void writeLater(AuditEntry entry) {
        engine.later.take(entry);
    }

    @Override
    public void init(Config.Scope config) {
        options = Options.of(config);
    }

    @Override
    public void postInit(KeycloakSessionFactory factory) {
        engine = new Engine(factory, options);
        factory.register(engine.removals::on);
        engine.start();
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
