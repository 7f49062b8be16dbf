package io.bloksec.keycloak.it.docker;

import static org.assertj.core.api.Assertions.assertThat;

import dasniko.testcontainers.keycloak.KeycloakContainer;
import io.bloksec.keycloak.it.house.Page;
import io.bloksec.keycloak.it.house.Settings;
import io.bloksec.keycloak.it.house.WebUser;
import java.io.File;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The image that `docker/Dockerfile` names takes our jars: what no test from the zip can show.
 *
 * <p>Needs a Docker engine: `mvn verify -Pcontainer -Dit.test=ContainerIT -Dfailsafe.failIfNoSpecifiedTests=false`. It is
 * compiled in every build, but <b>its authors have not run it</b>, for want of an engine.
 */
class ContainerIT {

    @Test
    void theMetadataAnswersFromTheImage() {
        File[] jars = Settings.providers().toFile().listFiles((directory, name) -> name.endsWith(".jar"));
        assertThat(jars).as("jars in %s", Settings.providers()).isNotEmpty();

        try (KeycloakContainer keycloak =
                new KeycloakContainer(Dockerfile.read().last().image())) {
            // The default of 5 % is too little on a small machine.
            keycloak.withProviderLibsFrom(List.of(jars))
                    .withRamPercentage(5, 25)
                    .start();

            Page metadata = new WebUser()
                    .get(URI.create(keycloak.getAuthServerUrl()
                            + "/realms/master/protocol/wsfed/FederationMetadata/2007-06/FederationMetadata.xml"));

            assertThat(metadata.status()).isEqualTo(200);
            assertThat(metadata.body()).contains("EntityDescriptor", "/realms/master");
        }
    }
}
