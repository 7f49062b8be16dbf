package io.bloksec.keycloak.it.shipped;

import static org.assertj.core.api.Assertions.assertThat;

import io.bloksec.keycloak.it.house.Settings;
import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;

/** Exists because Google's SDK comes with a hundred libraries that Keycloak has too, in other versions. */
class FcmJarIT {

    /** Bytes; measured: 3.6 million. */
    private static final long MOST = 10L * 1024 * 1024;

    private static final String OURS = "io/bloksec/keycloak/blokkey/push/fcm/";

    private final ShippedJar jar = new ShippedJar(Settings.providers().resolve("bloksec-push-fcm.jar"));

    @Test
    void isSmallEnough() throws IOException {
        assertThat(Files.size(jar.file())).isLessThanOrEqualTo(MOST);
    }

    @Test
    void holdsWhatSendsAndNothingElse() {
        assertThat(jar.classes())
                .allMatch(name -> name.startsWith(OURS))
                .contains(OURS + "moved/com/google/firebase/messaging/FirebaseMessaging.class")
                .noneMatch(name -> name.matches(
                        OURS + "moved/com/google/(cloud/|firebase/(auth/[A-Z]|database|cloud|remoteconfig)).*"))
                .noneMatch(name -> name.matches(OURS + "moved/(io/netty|org|com/google/protobuf)/.*"));
        assertThat(jar.files())
                .filteredOn(name -> name.startsWith("META-INF/services/"))
                .containsExactly("META-INF/services/io.bloksec.keycloak.blokkey.push.PushSenderFactory");
    }

    @Test
    void carriesTheLicencesOfWhatItHolds() {
        assertThat(jar.files())
                .contains(
                        "META-INF/google-auth/LICENSE",
                        "META-INF/api-common/LICENSE",
                        "META-INF/jackson-core/LICENSE",
                        "META-INF/jackson-core/NOTICE");
    }
}
