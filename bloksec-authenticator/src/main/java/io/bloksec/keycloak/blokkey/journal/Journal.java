package io.bloksec.keycloak.blokkey.journal;

import io.bloksec.keycloak.blokkey.device.DeviceEntity;
import io.bloksec.keycloak.blokkey.passcode.PasscodeEntity;
import io.bloksec.keycloak.blokkey.request.RequestEntity;
import io.bloksec.keycloak.blokkey.request.State;
import jakarta.persistence.EntityManager;
import java.util.Map;

/**
 * Writes a decision down in the transaction that makes it. Whatever cannot be written is thrown, and undoes the decision: no record, no
 * effect. Refusals and removals are written afterwards, from their rows, as they must take effect in any case.
 */
public interface Journal {

    /** Where nobody keeps records. */
    Journal NONE = new Journal() {
        @Override
        public boolean isKept() {
            return false;
        }

        @Override
        public void enrolled(EntityManager em, DeviceEntity device, String enrolment, String statement) {}

        @Override
        public void rotated(EntityManager em, DeviceEntity device, long time, String statement) {}

        @Override
        public void removed(EntityManager em, DeviceEntity device, long time) {}

        @Override
        public void used(EntityManager em, RequestEntity row) {}

        @Override
        public void ended(EntityManager em, RequestEntity row, State state) {}

        @Override
        public void passcodeIssued(EntityManager em, PasscodeEntity row) {}

        @Override
        public void passcodeUsed(EntityManager em, PasscodeEntity row, long time) {}

        @Override
        public void administered(EntityManager em, String realmId, long time, String by, Map<String, String> what) {}
    };

    /** @return false when nothing would be written */
    boolean isKept();

    /**
     * A person has confirmed a device.
     *
     * @param enrolment id of the ticket
     * @param statement as docs/audit-trail-format.md has it, JSON
     */
    void enrolled(EntityManager em, DeviceEntity device, String enrolment, String statement);

    /** A device has another possession key. */
    void rotated(EntityManager em, DeviceEntity device, long time, String statement);

    void removed(EntityManager em, DeviceEntity device, long time);

    /** An approval has opened something. */
    void used(EntityManager em, RequestEntity row);

    /**
     * A request has come to another end.
     *
     * @param state how; {@link State#REPORTED} of a request that was used before, too
     */
    void ended(EntityManager em, RequestEntity row, State state);

    void passcodeIssued(EntityManager em, PasscodeEntity row);

    void passcodeUsed(EntityManager em, PasscodeEntity row, long time);

    /** @param by id of the administrator */
    void administered(EntityManager em, String realmId, long time, String by, Map<String, String> what);
}
