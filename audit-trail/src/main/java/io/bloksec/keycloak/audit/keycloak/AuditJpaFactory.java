package io.bloksec.keycloak.audit.keycloak;

import io.bloksec.keycloak.audit.AuditTrail;
import io.bloksec.keycloak.audit.store.ChainEntity;
import io.bloksec.keycloak.audit.store.CheckpointEntity;
import io.bloksec.keycloak.audit.store.KeyEntity;
import io.bloksec.keycloak.audit.store.RecordEntity;
import io.bloksec.keycloak.audit.store.WitnessEntity;
import java.util.List;
import org.keycloak.Config;
import org.keycloak.connections.jpa.entityprovider.JpaEntityProvider;
import org.keycloak.connections.jpa.entityprovider.JpaEntityProviderFactory;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;

/** Tells Keycloak which tables are ours. */
public final class AuditJpaFactory implements JpaEntityProviderFactory, JpaEntityProvider {

    @Override
    public JpaEntityProvider create(KeycloakSession session) {
        return this;
    }

    @Override
    public List<Class<?>> getEntities() {
        return List.of(
                RecordEntity.class, ChainEntity.class, CheckpointEntity.class, KeyEntity.class, WitnessEntity.class);
    }

    @Override
    public String getChangelogLocation() {
        return "META-INF/audit-changelog.xml";
    }

    @Override
    public String getFactoryId() {
        return AuditTrail.ID;
    }

    @Override
    public String getId() {
        return AuditTrail.ID;
    }

    @Override
    public void init(Config.Scope config) {}

    @Override
    public void postInit(KeycloakSessionFactory factory) {}

    @Override
    public void close() {}
}
