package io.bloksec.keycloak.it.shipped;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Exists because a person is to read the list and see from one line what is new. */
class KeycloakApiTest {

    @Test
    void oneLinePerClassInternalOnesFirst() {
        UsedClass urls = new UsedClass("org/keycloak/services/Urls");
        urls.referred().add(MemberText.of("<init> (Lorg/keycloak/Config$Scope;[I)V"));
        urls.referred().add(MemberText.of("base Ljava/net/URI;"));
        UsedClass provider = new UsedClass("org/keycloak/provider/Provider");
        provider.overridden().add(MemberText.of("close ()V"));
        Map<String, String> modules = Map.of(urls.name(), "keycloak-services", provider.name(), "keycloak-server-spi");

        List<String> lines = new KeycloakApi(
                        Map.of("a.jar", new TreeMap<>(Map.of(urls.name(), urls, provider.name(), provider))),
                        modules::get)
                .lines();

        assertThat(lines)
                .containsSubsequence(
                        "| [a.jar](#ajar) | 1 | 2 | 1 | 1 |",
                        "## a.jar",
                        "### Internal",
                        "* `org.keycloak.services.Urls` (keycloak-services): `base: URI`, `new(Config.Scope, int[])`",
                        "### SPI",
                        "* `org.keycloak.provider.Provider` (keycloak-server-spi); *overridden* `close(): void`");
    }
}
