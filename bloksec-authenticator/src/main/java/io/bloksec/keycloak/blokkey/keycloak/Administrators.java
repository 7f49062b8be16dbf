package io.bloksec.keycloak.blokkey.keycloak;

import java.util.Optional;
import org.keycloak.models.AdminRoles;
import org.keycloak.models.ClientModel;
import org.keycloak.models.Constants;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

/** Whose account is worth more than its own: by whichever way somebody has a role of the realm's administration. */
final class Administrators {

    private Administrators() {}

    static boolean include(RealmModel realm, UserModel user) {
        ClientModel management = realm.getClientByClientId(Constants.REALM_MANAGEMENT_CLIENT_ID);
        return (management != null && management.getRolesStream().anyMatch(user::hasRole))
                || Optional.ofNullable(realm.getRole(AdminRoles.ADMIN))
                        .filter(user::hasRole)
                        .isPresent();
    }
}
