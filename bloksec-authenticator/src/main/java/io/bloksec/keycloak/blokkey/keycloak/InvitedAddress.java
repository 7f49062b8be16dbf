package io.bloksec.keycloak.blokkey.keycloak;

import io.bloksec.keycloak.blokkey.problem.Problem;
import io.bloksec.keycloak.blokkey.problem.ProblemException;
import java.util.Optional;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserModel;
import org.keycloak.representations.userprofile.config.UPAttribute;
import org.keycloak.representations.userprofile.config.UPConfig;
import org.keycloak.userprofile.UserProfileProvider;

/**
 * Where an invitation goes: the account's address, or a personal one that only administrators may write. Whoever could write it
 * himself could have somebody else's invitation sent to himself.
 *
 * @param isProven whether Keycloak says that the person reads it
 */
record InvitedAddress(String address, boolean isProven) {

    /** Attribute of a person with the personal address. */
    static final String ATTRIBUTE = "personalEmail";

    static final String PERSONAL = "personal";
    static final String WORK = "work";

    /**
     * @param which {@value #PERSONAL}, {@value #WORK}, or null for the personal one where there is one
     * @throws ProblemException {@link Problem#NO_ADDRESS}, {@link Problem#ADDRESS_UNSAFE} or {@link Problem#MALFORMED}
     */
    static InvitedAddress of(KeycloakSession session, UserModel user, String which) {
        if (which != null && !which.equals(PERSONAL) && !which.equals(WORK)) {
            throw new ProblemException(Problem.MALFORMED);
        }
        String personal = fit(user.getFirstAttribute(ATTRIBUTE));
        String work = fit(user.getEmail());
        if (WORK.equals(which) || (which == null && personal == null)) {
            return new InvitedAddress(present(work), user.isEmailVerified());
        }
        String address = present(personal);
        requireOnlyAdministratorsWrite(session);
        return new InvitedAddress(address, address.equalsIgnoreCase(work) && user.isEmailVerified());
    }

    private static String present(String address) {
        return Optional.ofNullable(address).orElseThrow(() -> new ProblemException(Problem.NO_ADDRESS));
    }

    private static String fit(String address) {
        return address == null || !address.matches("[^@\\s,;<>\"]{1,64}@[^@\\s,;<>\"]{1,190}") ? null : address;
    }

    private static void requireOnlyAdministratorsWrite(KeycloakSession session) {
        UPConfig profile = session.getProvider(UserProfileProvider.class).getConfiguration();
        UPAttribute declared = profile.getAttribute(ATTRIBUTE);
        boolean peopleWrite = declared == null
                ? profile.getUnmanagedAttributePolicy() == UPConfig.UnmanagedAttributePolicy.ENABLED
                : declared.getPermissions() != null
                        && declared.getPermissions().getEdit().contains("user");
        if (peopleWrite) {
            throw new ProblemException(Problem.ADDRESS_UNSAFE);
        }
    }
}
