package io.bloksec.keycloak.blokkey.keycloak;

import io.bloksec.keycloak.blokkey.invitation.InvitationEntity;
import io.bloksec.keycloak.blokkey.invitation.NewInvitation;
import io.bloksec.keycloak.blokkey.problem.Problem;
import io.bloksec.keycloak.blokkey.problem.ProblemException;
import io.bloksec.keycloak.blokkey.secret.Digits;
import java.util.Set;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.RequiredActionProviderModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.credential.OTPCredentialModel;
import org.keycloak.models.credential.WebAuthnCredentialModel;

/** Whether somebody may be invited, and doing so. */
final class Inviting {

    /** An invitation would be a way around these. Recovery codes are not among them: they stay when the last phone is lost. */
    private static final Set<String> FACTORS = Set.of(
            OTPCredentialModel.TYPE,
            WebAuthnCredentialModel.TYPE_TWOFACTOR,
            WebAuthnCredentialModel.TYPE_PASSWORDLESS,
            BlokKey.ID);

    private static final int CODE_DIGITS = 8;

    private final KeycloakSession session;
    private final RealmModel realm;
    private final Engine engine;

    Inviting(KeycloakSession session, RealmModel realm) {
        this.session = session;
        this.realm = realm;
        this.engine = Engine.of(session);
    }

    /** What would be done. */
    record Judged(InvitedAddress address, boolean asksForCode) {}

    /** @param code activation code, shown this once; null for none */
    record Invited(InvitationEntity row, String code) {}

    /** Why somebody cannot be invited, now; null when nothing is in the way. Asked again whenever the invitation is used. */
    static Problem obstacle(UserModel user, Engine engine) {
        if (!user.isEnabled()) {
            return Problem.USER_DISABLED;
        }
        boolean hasFactor = user.credentialManager()
                .getStoredCredentialsStream()
                .anyMatch(each -> FACTORS.contains(each.getType()));
        return hasFactor ? Problem.ALREADY_PROTECTED : null;
    }

    /** @throws ProblemException why not */
    Judged judge(UserModel user, InvitationOrder order) {
        Problem obstacle = obstacle(user, engine);
        if (obstacle != null) {
            throw new ProblemException(obstacle);
        }
        RequiredActionProviderModel action = realm.getRequiredActionProviderByAlias(BlokKey.ENROL);
        if (action == null || !action.isEnabled()) {
            throw new ProblemException(Problem.ENROLMENT_OFF);
        }
        if (realm.getSmtpConfig() == null || realm.getSmtpConfig().isEmpty()) {
            throw new ProblemException(Problem.MAIL_OFF);
        }
        if (order.client() != null && realm.getClientByClientId(order.client()) == null) {
            throw new ProblemException(Problem.NOT_FOUND);
        }
        InvitedAddress address = InvitedAddress.of(session, user, order.address());
        boolean asks = order.wantsCode()
                || !address.isProven()
                || RealmSetup.of(session).invitations().alwaysCode()
                || Administrators.include(realm, user);
        return new Judged(address, asks);
    }

    /**
     * @param by who invites
     * @throws ProblemException why not
     */
    Invited invite(UserModel user, InvitationOrder order, UserModel by, RealmModel ofRealm) {
        Judged judged = judge(user, order);
        String code = judged.asksForCode() ? Digits.code(CODE_DIGITS) : null;
        InvitationEntity row = engine.invitations.issue(new NewInvitation(
                realm.getId(),
                user.getId(),
                judged.address().address(),
                RealmSetup.of(session).issuer(),
                order.client(),
                code == null ? null : PasscodeHash.of(session, code),
                by.getId(),
                ofRealm.getId()));
        return new Invited(row, code);
    }
}
