package io.bloksec.keycloak.blokkey.device;

import jakarta.persistence.EntityManager;

/**
 * Writes down for good which device counts, from when to when, in the transaction that decides it. Whatever cannot be written is thrown,
 * and undoes the decision: no record, no effect. Removals alone are written afterwards, from their rows, as they must take effect in any
 * case. As it stands here, it keeps nothing.
 */
public interface DeviceJournal {

    /** @return false when nothing would be written */
    default boolean isKept() {
        return false;
    }

    /**
     * A person has confirmed a device.
     *
     * @param enrolment id of the ticket
     * @param statement as docs/audit-trail-format.md has it, JSON
     */
    default void enrolled(EntityManager em, DeviceEntity device, String enrolment, String statement) {}

    /**
     * A device has another possession key.
     *
     * @param time ms since 1970
     */
    default void rotated(EntityManager em, DeviceEntity device, long time, String statement) {}

    /** @param time ms since 1970 */
    default void removed(EntityManager em, DeviceEntity device, long time) {}
}
