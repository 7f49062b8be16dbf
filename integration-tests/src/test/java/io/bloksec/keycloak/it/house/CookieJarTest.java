package io.bloksec.keycloak.it.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Exists because a jar that is more generous than a browser would hide lost sessions. */
class CookieJarTest {

    private static final URI KEYCLOAK = URI.create("http://localhost:8080/realms/acme/login");
    private static final URI APP = URI.create("http://127.0.0.1:9000/");

    private final CookieJar jar = new CookieJar();

    @Test
    void keepsSecureCookiesOfLocalhostForItsPathAndAnyPort() {
        set("KEYCLOAK_IDENTITY=abc; Version=1; Path=/realms/acme/; Secure; HttpOnly; SameSite=None");

        assertThat(sent("GET", "http://localhost:1/realms/acme/x", null)).isEqualTo("KEYCLOAK_IDENTITY=abc");
        assertThat(sent("GET", "http://localhost:1/realms/acme2/x", null)).isEmpty();
        assertThat(sent("GET", "http://127.0.0.1:8080/realms/acme/x", null)).isEmpty();
        assertThat(sent("GET", "http://sub.localhost:8080/realms/acme/x", null)).isEmpty();
        assertThat(jar.current()).singleElement().satisfies(cookie -> {
            assertThat(cookie.httpOnly()).isTrue();
            assertThat(cookie.expires()).isNull();
        });
    }

    @Test
    void secureCookiesNeedATrustworthyAddress() {
        jar.keep(List.of("s=1; Secure"), URI.create("http://rp.example.test/"));

        assertThat(sent("GET", "http://rp.example.test/", null)).isEmpty();
        assertThat(sent("GET", "https://rp.example.test/", null)).isEqualTo("s=1");
    }

    @Test
    void sameSiteHoldsBackWhatAnotherSiteSends() {
        set(
                "none=1; Path=/; SameSite=None; Secure",
                "lax=1; Path=/; SameSite=Lax",
                "strict=1; Path=/; SameSite=Strict");
        set("unsaid=1; Path=/");

        assertThat(sent("POST", "http://localhost:8080/", KEYCLOAK)).isEqualTo("none=1; lax=1; strict=1; unsaid=1");
        assertThat(sent("GET", "http://localhost:8080/", APP)).isEqualTo("none=1; lax=1; unsaid=1");
        assertThat(sent("POST", "http://localhost:8080/", APP)).isEqualTo("none=1");
    }

    @Test
    void replacesAndRemoves() {
        set("a=1; Path=/", "a=2; Path=/", "b=1; Path=/; Max-Age=100; Expires=Thu, 01-Jan-1970 00:00:10 GMT");
        assertThat(sent("GET", "http://localhost:8080/", null)).isEqualTo("a=2; b=1");

        set("a=; Path=/; Max-Age=0", "b=; Path=/; Expires=Thu, 01-Jan-1970 00:00:10 GMT");
        assertThat(jar.current()).isEmpty();
    }

    @Test
    void refusesCookiesForOtherHosts() {
        jar.keep(
                List.of("a=1; Domain=example.org", "b=1; Domain=.example.test"), URI.create("https://x.example.test/"));

        assertThat(sent("GET", "https://y.example.test/", null)).isEqualTo("b=1");
    }

    private void set(String... headers) {
        jar.keep(List.of(headers), KEYCLOAK);
    }

    private String sent(String method, String to, URI initiator) {
        return jar.header(method, URI.create(to), initiator);
    }
}
