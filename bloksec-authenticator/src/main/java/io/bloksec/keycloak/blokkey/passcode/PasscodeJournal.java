package io.bloksec.keycloak.blokkey.passcode;

import jakarta.persistence.EntityManager;

/**
 * Writes down for good who gave out a passcode and when it was used, in the transaction that does it; what cannot be written is thrown
 * and undoes it. As it stands here, it keeps nothing.
 */
public interface PasscodeJournal {

    default void passcodeIssued(EntityManager em, PasscodeEntity row) {}

    /** @param time ms since 1970 */
    default void passcodeUsed(EntityManager em, PasscodeEntity row, long time) {}
}
