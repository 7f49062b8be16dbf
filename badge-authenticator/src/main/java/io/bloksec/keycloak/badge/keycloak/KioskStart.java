package io.bloksec.keycloak.badge.keycloak;

import io.bloksec.keycloak.badge.kiosk.KioskRules;
import jakarta.ws.rs.core.UriBuilder;
import java.util.Optional;
import java.util.stream.Stream;
import org.keycloak.models.UserModel;

/** What a workstation opens for somebody who has signed in. */
final class KioskStart {

    /** Microsoft's list of a person's applications. */
    private static final String APPLICATIONS = "https://myapps.microsoft.com/";

    private KioskStart() {}

    /** The workstation's own address; without one, the applications, with the person's domain, so that nobody types a name there. */
    static String of(KioskRules rules, UserModel person) {
        if (!rules.start().isEmpty()) {
            return rules.start();
        }
        UriBuilder applications = UriBuilder.fromUri(APPLICATIONS);
        return domain(person)
                .map(domain -> applications.queryParam("whr", "{domain}").build(domain))
                .orElseGet(applications::build)
                .toString();
    }

    private static Optional<String> domain(UserModel person) {
        return Stream.of(person.getUsername(), person.getEmail())
                .filter(name -> name != null && name.indexOf('@') > 0)
                .map(name -> name.substring(name.lastIndexOf('@') + 1))
                .findFirst();
    }
}
