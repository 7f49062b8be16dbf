package io.bloksec.keycloak.badge.keycloak;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.keycloak.models.ClientModel;

/** Whom a sign-out visits is the WS-Federation provider's business; BlokBadge is installed without it, too. */
class VisitedClientTest {

    private static final URI BACK = URI.create("https://id.example/realms/ward/blokbadge/kiosk/sign-out/on");

    @Test
    void whoHasNoAddressForItIsNotVisited() {
        assertThat(VisitedClient.of(client("wsfed", "https://app.example/out", false), BACK))
                .isEmpty();
        assertThat(VisitedClient.of(client("wsfed", "javascript:alert(1)", true), BACK))
                .isEmpty();
        assertThat(VisitedClient.of(client("wsfed", null, true), BACK)).isEmpty();
        assertThat(VisitedClient.of(client("saml", "https://app.example/out", true), BACK))
                .isEmpty();
    }

    @Test
    void withoutTheJarNobodyIsVisited() throws Exception {
        URL[] without = Arrays.stream(System.getProperty("java.class.path").split(System.getProperty("path.separator")))
                .filter(entry -> !entry.contains("wsfed-protocol-provider"))
                .map(VisitedClientTest::url)
                .toArray(URL[]::new);
        try (URLClassLoader loader = new URLClassLoader(without, ClassLoader.getPlatformClassLoader())) {
            Class<?> visited = loader.loadClass(VisitedClient.class.getName());
            Method of = visited.getDeclaredMethod("of", loader.loadClass(ClientModel.class.getName()), URI.class);
            of.setAccessible(true);
            assertThat(of.invoke(null, null, BACK)).isEqualTo(Optional.empty());
        }
    }

    private static ClientModel client(String protocol, String address, boolean enabled) {
        return (ClientModel) Proxy.newProxyInstance(
                VisitedClientTest.class.getClassLoader(),
                new Class<?>[] {ClientModel.class},
                (proxy, method, args) -> switch (method.getName()) {
                    case "getId" -> "an id";
                    case "getProtocol" -> protocol;
                    case "getAttribute" -> address;
                    case "isEnabled" -> enabled;
                    case "getProtocolMappersStream" -> Stream.empty();
                    default -> throw new UnsupportedOperationException(method.getName());
                });
    }

    private static URL url(String entry) {
        try {
            return Path.of(entry).toUri().toURL();
        } catch (java.net.MalformedURLException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
