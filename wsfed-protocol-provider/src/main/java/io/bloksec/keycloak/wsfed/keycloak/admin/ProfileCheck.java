package io.bloksec.keycloak.wsfed.keycloak.admin;

import io.bloksec.keycloak.wsfed.doctor.Finding;
import io.bloksec.keycloak.wsfed.keycloak.mapper.ImmutableIdMapper;
import java.util.List;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.representations.userprofile.config.UPAttribute;
import org.keycloak.representations.userprofile.config.UPConfig;
import org.keycloak.userprofile.UserProfileConstants;
import org.keycloak.userprofile.UserProfileProvider;

/** Whether people can write what Entra ID knows them by: whoever can, signs in there as anybody. */
record ProfileCheck(KeycloakSession session, ClientModel client) {

    List<Finding> findings() {
        UPConfig profile = session.getProvider(UserProfileProvider.class).getConfiguration();
        return ImmutableIdMapper.of(client).stream()
                .flatMap(mapper -> ImmutableIdMapper.attributes(mapper).stream())
                .filter(attribute -> isWritableByItsOwner(profile, attribute))
                .map(
                        attribute -> Finding.error(
                                "immutable_id_writable",
                                "People can change their own attribute " + attribute
                                        + ", and so sign in at Microsoft as somebody else.",
                                "In Realm settings, User profile, add the attribute with edit permission for administrators only."))
                .toList();
    }

    private static boolean isWritableByItsOwner(UPConfig profile, String name) {
        UPAttribute attribute = profile.getAttribute(name);
        if (attribute == null) {
            return profile.getUnmanagedAttributePolicy() == UPConfig.UnmanagedAttributePolicy.ENABLED;
        }
        return attribute.getPermissions() != null
                && attribute.getPermissions().getEdit().contains(UserProfileConstants.ROLE_USER);
    }
}
