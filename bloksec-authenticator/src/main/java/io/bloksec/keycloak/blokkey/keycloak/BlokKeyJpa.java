package io.bloksec.keycloak.blokkey.keycloak;

import io.bloksec.keycloak.blokkey.device.DeviceEntity;
import io.bloksec.keycloak.blokkey.device.PersonEntity;
import io.bloksec.keycloak.blokkey.enrolment.EnrolmentEntity;
import io.bloksec.keycloak.blokkey.invitation.InvitationEntity;
import io.bloksec.keycloak.blokkey.passcode.PasscodeEntity;
import io.bloksec.keycloak.blokkey.request.BrowserEntity;
import io.bloksec.keycloak.blokkey.request.LaneEntity;
import io.bloksec.keycloak.blokkey.request.RequestEntity;
import java.util.List;
import org.keycloak.connections.jpa.entityprovider.JpaEntityProvider;

/** Tells Keycloak which tables are ours. */
final class BlokKeyJpa implements JpaEntityProvider {

    @Override
    public List<Class<?>> getEntities() {
        return List.of(
                DeviceEntity.class,
                PersonEntity.class,
                EnrolmentEntity.class,
                PasscodeEntity.class,
                InvitationEntity.class,
                RequestEntity.class,
                BrowserEntity.class,
                LaneEntity.class);
    }

    @Override
    public String getChangelogLocation() {
        return "META-INF/blokkey-changelog.xml";
    }

    @Override
    public String getFactoryId() {
        return BlokKey.ID;
    }

    @Override
    public void close() {}
}
