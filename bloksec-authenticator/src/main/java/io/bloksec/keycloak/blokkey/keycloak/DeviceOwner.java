package io.bloksec.keycloak.blokkey.keycloak;

import io.bloksec.keycloak.blokkey.device.DeviceEntity;
import io.bloksec.keycloak.blokkey.device.Devices;
import io.bloksec.keycloak.blokkey.problem.Problem;
import io.bloksec.keycloak.blokkey.problem.ProblemException;
import org.keycloak.credential.CredentialModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.services.managers.BruteForceProtector;

/**
 * Whether a device counts, now: its row, its Keycloak credential, and its person. The credential is the truth, as administrators
 * delete it without anybody being told; looked at with each call and again when a sign-in ends.
 */
final class DeviceOwner {

    private DeviceOwner() {}

    /** @throws ProblemException {@link Problem#DEVICE_REMOVED} or {@link Problem#USER_DISABLED} */
    static UserModel of(KeycloakSession session, Engine engine, DeviceEntity device) {
        RealmModel realm = session.getContext().getRealm();
        UserModel user = session.users().getUserById(realm, device.userId);
        if (!Devices.ACTIVE.equals(device.state) || user == null || credential(user, device) == null) {
            engine.devices.remove(realm.getId(), device.id);
            engine.requests.cancelOfDevice(realm.getId(), device.id);
            throw new ProblemException(Problem.DEVICE_REMOVED);
        }
        if (!user.isEnabled() || isLocked(session, realm, user)) {
            throw new ProblemException(Problem.USER_DISABLED);
        }
        return user;
    }

    static CredentialModel credential(UserModel user, DeviceEntity device) {
        return device.credentialId == null
                ? null
                : user.credentialManager().getStoredCredentialById(device.credentialId);
    }

    /** Read only: the protector's own check counts a second sign-in of the same person as an attack. */
    private static boolean isLocked(KeycloakSession session, RealmModel realm, UserModel user) {
        return realm.isBruteForceProtected()
                && (session.getProvider(BruteForceProtector.class).isPermanentlyLockedOut(session, realm, user)
                        || session.getProvider(BruteForceProtector.class).isTemporarilyDisabled(session, realm, user));
    }
}
