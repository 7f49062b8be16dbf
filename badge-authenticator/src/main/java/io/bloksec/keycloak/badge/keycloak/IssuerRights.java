package io.bloksec.keycloak.badge.keycloak;

import io.bloksec.keycloak.badge.card.BadgeEntity;
import java.util.List;
import java.util.stream.Stream;
import org.keycloak.models.AdminRoles;
import org.keycloak.models.ClientModel;
import org.keycloak.models.Constants;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.RoleModel;
import org.keycloak.models.UserModel;
import org.keycloak.services.resources.admin.fgap.AdminPermissionEvaluator;
import org.keycloak.services.resources.admin.fgap.AdminPermissions;

/**
 * Who may give badges to whom. Whoever can make a badge and its code can sign in as its person, so the right to manage a user is not
 * enough: it takes a role of its own, never for oneself, and never for people who may administer more than the issuer.
 */
final class IssuerRights {

    /** Realm role, in the administrator's realm, of those who issue badges. */
    static final String ISSUER = "badge-issuer";

    /** Realm role of those who give out codes where two people have to do it. */
    static final String CODE_PRINTER = "badge-code-printer";

    private final RealmModel realm;
    private final AdminPermissionEvaluator auth;
    private final RealmModel adminRealm;
    private final UserModel admin;
    /** Looked for once, however many people a call is about. */
    private List<RoleModel> administrative;

    /** @param auth what the administrator of that realm may do in this one */
    IssuerRights(RealmModel realm, AdminPermissionEvaluator auth, RealmModel adminRealm, UserModel admin) {
        this.realm = realm;
        this.auth = auth;
        this.adminRealm = adminRealm;
        this.admin = admin;
    }

    /** Of a person of the realm, who calls no administrator's address. */
    static IssuerRights of(KeycloakSession session, RealmModel realm, UserModel person) {
        return new IssuerRights(realm, AdminPermissions.evaluator(session, realm, realm, person), realm, person);
    }

    String id() {
        return admin.getId();
    }

    /** To issue a badge, or to bring one back into use. */
    void requireIssue(UserModel user) {
        auth.users().requireManage(user);
        requireIssuerFor(user);
    }

    /** To take a PIN back, by which the person chooses another. */
    void requireReset(UserModel user) {
        auth.users().requireResetPassword(user);
        requireIssuerFor(user);
    }

    /** To learn or send an activation code, or to do without one. */
    void requireCode(UserModel user, BadgeEntity badge, boolean fourEyes) {
        requireCodes(user, fourEyes);
        if (fourEyes && badge.createdBy.equals(id())) {
            throw new ForbiddenException("Whoever issued the badge must not give out its code.");
        }
    }

    /** Of badges that somebody else has issued. */
    void requireCodes(UserModel user, boolean fourEyes) {
        auth.users().requireResetPassword(user);
        requireNeitherSelfNorMaster(user);
        requireRole(fourEyes ? CODE_PRINTER : ISSUER);
    }

    private void requireIssuerFor(UserModel user) {
        requireRole(ISSUER);
        requireNeitherSelfNorMaster(user);
    }

    private void requireRole(String name) {
        RoleModel role = adminRealm.getRole(name);
        if (role == null || !admin.hasRole(role)) {
            throw new ForbiddenException("This takes the realm role " + name + ".");
        }
    }

    private void requireNeitherSelfNorMaster(UserModel user) {
        if (id().equals(user.getId())) {
            throw new ForbiddenException("Nobody issues badges to himself.");
        }
        if (isAdministrator(user) && !auth.realm().canManageRealm()) {
            throw new ForbiddenException("Badges of administrators are issued by those who may manage the realm.");
        }
    }

    /** Whether a demand of this class, or of Keycloak's, holds. */
    static boolean allows(Runnable demand) {
        try {
            demand.run();
            return true;
        } catch (ForbiddenException | jakarta.ws.rs.ForbiddenException e) {
            return false;
        }
    }

    boolean has(String role) {
        return allows(() -> requireRole(role));
    }

    private boolean isAdministrator(UserModel user) {
        if (administrative == null) {
            administrative = Stream.concat(
                            realm.getClientsStream()
                                    .filter(client -> client.getClientId().equals(Constants.REALM_MANAGEMENT_CLIENT_ID)
                                            || client.getClientId().endsWith("-realm"))
                                    .flatMap(ClientModel::getRolesStream),
                            Stream.ofNullable(realm.getRole(AdminRoles.ADMIN)))
                    .toList();
        }
        return administrative.stream().anyMatch(user::hasRole);
    }
}
