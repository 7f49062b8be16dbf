package io.bloksec.keycloak.blokkey.keycloak;

import static org.assertj.core.api.Assertions.assertThat;

import io.bloksec.keycloak.blokkey.push.Log;
import io.bloksec.keycloak.blokkey.push.PushSenderFactory;
import io.bloksec.keycloak.blokkey.push.PushSenderSpi;
import java.lang.reflect.Proxy;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.keycloak.Config;
import org.keycloak.provider.Spi;

class PushSenderFactoriesTest {

    @Test
    void keycloakFindsTheSendersByKind() {
        assertThat(ServiceLoader.load(PushSenderFactory.class))
                .extracting(PushSenderFactory::getId)
                .containsExactlyInAnyOrder("log", "mail", "webpush");
        assertThat(ServiceLoader.load(Spi.class)).hasAtLeastOneElementOfType(PushSenderSpi.class);
    }

    @Test
    void pushesToThisMachineAreOffUnlessAskedForWithAWarning() {
        try (Log log = new Log()) {
            init(false);
            assertThat(log.text()).isEmpty();
            init(true);
            assertThat(log.text()).contains("allow-loopback is on");
        }
    }

    /** @param set what the server's options say, or nothing when false: the factory's own default is taken then */
    private static void init(boolean set) {
        WebPushSenderFactory factory = new WebPushSenderFactory();
        factory.init((Config.Scope) Proxy.newProxyInstance(
                PushSenderFactoriesTest.class.getClassLoader(),
                new Class<?>[] {Config.Scope.class},
                (proxy, method, arguments) -> set ? Boolean.TRUE : arguments[1]));
        factory.close();
    }
}
