package io.bloksec.keycloak.blokkey.push.webpush;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.bloksec.keycloak.blokkey.push.webpush.CheckedResolver.ForbiddenAddressException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import org.apache.http.conn.DnsResolver;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Names of the list whose addresses lead elsewhere. */
class CheckedResolverTest {

    private static final String HOST = "fcm.googleapis.com";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0.0.0.0",
                "0.1.2.3",
                "10.0.0.1",
                "10.255.255.255",
                "100.64.0.1",
                "100.127.255.255",
                "127.0.0.1",
                "127.255.255.254",
                "169.254.169.254",
                "172.16.0.1",
                "172.31.255.255",
                "192.0.0.8",
                "192.0.2.1",
                "192.88.99.1",
                "192.168.1.1",
                "198.18.0.1",
                "198.19.255.255",
                "198.51.100.1",
                "203.0.113.1",
                "224.0.0.1",
                "239.255.255.250",
                "240.0.0.1",
                "255.255.255.255",
                "::",
                "::1",
                "::7f00:1",
                "::ffff:127.0.0.1",
                "::ffff:10.0.0.1",
                "64:ff9b::7f00:1",
                "64:ff9b::a9fe:a9fe",
                "64:ff9b:1::1",
                "100::1",
                "2001::1",
                "2001:db8::1",
                "2002:7f00:1::",
                "3fff::1",
                "fc00::1",
                "fd12:3456::1",
                "fe80::1",
                "fec0::1",
                "ff02::1",
            })
    void refusesAddressesThatAreNotPublic(String address) {
        forbids(resolver(false, address));
        forbids(resolver(false, "142.250.1.1", address));
        forbids(resolver(false, address, "142.250.1.1"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "142.250.1.1",
                "1.0.0.1",
                "100.63.255.255",
                "100.128.0.1",
                "172.15.0.1",
                "172.32.0.1",
                "223.255.255.255",
                "2a00:1450:4001:82a::200a",
                "2607:f8b0::1",
                "2001:4860::1",
                "64:ff9b::8efa:101"
            })
    void leavesPublicOnesAsTheyAre(String address) throws UnknownHostException {
        assertThat(resolver(false, address).resolve(HOST)).containsExactly(InetAddress.getByName(address));
    }

    @Test
    void takesLoopbackForItsOwnNamesAloneAndOnlyWhenToldTo() throws UnknownHostException {
        assertThat(resolver(true, "127.0.0.1").resolve("localhost")).hasSize(1);
        assertThatExceptionOfType(ForbiddenAddressException.class)
                .isThrownBy(() -> resolver(false, "127.0.0.1").resolve("localhost"));
        assertThatExceptionOfType(ForbiddenAddressException.class)
                .isThrownBy(() -> resolver(true, "10.0.0.1").resolve("localhost"));
        forbids(resolver(true, "127.0.0.1"));
    }

    @Test
    void anEmptyAnswerIsNone() {
        assertThatExceptionOfType(UnknownHostException.class)
                .isThrownBy(() -> resolver(false).resolve(HOST));
    }

    private static void forbids(CheckedResolver resolver) {
        assertThatExceptionOfType(ForbiddenAddressException.class).isThrownBy(() -> resolver.resolve(HOST));
    }

    private static CheckedResolver resolver(boolean loopback, String... addresses) {
        DnsResolver names = host ->
                Arrays.stream(addresses).map(CheckedResolverTest::address).toArray(InetAddress[]::new);
        return new CheckedResolver(names, PublicAddresses::isPublic, loopback);
    }

    private static InetAddress address(String text) {
        try {
            return InetAddress.getByName(text);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
