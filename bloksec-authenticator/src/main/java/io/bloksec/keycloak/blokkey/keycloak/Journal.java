package io.bloksec.keycloak.blokkey.keycloak;

import io.bloksec.keycloak.blokkey.device.DeviceJournal;
import io.bloksec.keycloak.blokkey.passcode.PasscodeJournal;
import io.bloksec.keycloak.blokkey.request.RequestJournal;
import jakarta.persistence.EntityManager;
import java.util.Map;

/** All that BlokKey writes down for good. As it stands here, it keeps nothing. */
interface Journal extends DeviceJournal, RequestJournal, PasscodeJournal {

    /** Where nobody keeps records. */
    Journal NONE = new Journal() {};

    @Override
    default boolean isKept() {
        return false;
    }

    /**
     * An administrator has changed something.
     *
     * @param time ms since 1970
     * @param by id of the administrator
     */
    default void administered(EntityManager em, String realmId, long time, String by, Map<String, String> what) {}
}
