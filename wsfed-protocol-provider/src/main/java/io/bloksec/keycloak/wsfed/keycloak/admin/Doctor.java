package io.bloksec.keycloak.wsfed.keycloak.admin;

import io.bloksec.keycloak.wsfed.doctor.Finding;
import io.bloksec.keycloak.wsfed.keycloak.RelyingPartyCheck;
import java.util.List;
import java.util.stream.Stream;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/** Tells beforehand what Entra ID, or this provider, would reject, and whom it would lock out. */
record Doctor(KeycloakSession session, RealmModel realm, ClientModel client) {

    List<Finding> examine() {
        return Stream.of(
                        new RelyingPartyCheck(session, realm, client).findings(),
                        new FlowCheck(realm, client).findings(),
                        new ProfileCheck(session, client).findings(),
                        new PeopleCheck(session, realm, client).findings())
                .flatMap(List::stream)
                .toList();
    }
}
