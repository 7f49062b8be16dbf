package io.bloksec.keycloak.blokkey.request;

import io.bloksec.keycloak.blokkey.device.DeviceEntity;
import io.bloksec.keycloak.blokkey.device.PersonEntity;
import io.bloksec.keycloak.blokkey.enrolment.EnrolmentEntity;
import io.bloksec.keycloak.blokkey.invitation.InvitationEntity;
import io.bloksec.keycloak.blokkey.passcode.PasscodeEntity;
import io.bloksec.keycloak.database.TestDatabase;

/** All of BlokKey's tables in an empty database. */
final class BlokKeyTables {

    private BlokKeyTables() {}

    static TestDatabase inMemory() {
        return new TestDatabase(
                "META-INF/blokkey-changelog.xml",
                DeviceEntity.class,
                PersonEntity.class,
                EnrolmentEntity.class,
                PasscodeEntity.class,
                InvitationEntity.class,
                RequestEntity.class,
                BrowserEntity.class,
                LaneEntity.class);
    }
}
