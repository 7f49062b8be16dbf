package io.bloksec.keycloak.badge.keycloak;

import io.bloksec.keycloak.badge.card.BadgeEntity;
import io.bloksec.keycloak.badge.card.OpenedSessionEntity;
import io.bloksec.keycloak.badge.card.PendingEntity;
import io.bloksec.keycloak.badge.card.TryEntity;
import io.bloksec.keycloak.badge.kiosk.KioskEntity;
import java.util.List;
import org.keycloak.connections.jpa.entityprovider.JpaEntityProvider;

/** Tells Keycloak which tables are ours. */
final class BadgeJpa implements JpaEntityProvider {

    @Override
    public List<Class<?>> getEntities() {
        return List.of(
                BadgeEntity.class, TryEntity.class, PendingEntity.class, OpenedSessionEntity.class, KioskEntity.class);
    }

    @Override
    public String getChangelogLocation() {
        return "META-INF/blokbadge-changelog.xml";
    }

    @Override
    public String getFactoryId() {
        return BlokBadge.ID;
    }

    @Override
    public void close() {}
}
