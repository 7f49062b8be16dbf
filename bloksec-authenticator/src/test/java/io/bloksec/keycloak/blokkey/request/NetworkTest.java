package io.bloksec.keycloak.blokkey.request;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NetworkTest {

    @ParameterizedTest
    @CsvSource({
        "198.51.100.7, 198.51.100.200",
        "2001:db8:1:2::7, 2001:db8:1:2:ffff::1",
        "2001:DB8:1:2::7, 2001:db8:1:2::7"
    })
    void isTheSame(String one, String other) {
        assertThat(Network.isSame(one, other)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "198.51.100.7, 198.51.101.7",
        "2001:db8:1:2::7, 2001:db8:1:3::7",
        "198.51.100.7, 2001:db8:1:2::7",
        // Of a balancer, a home, this machine, a carrier: the same everywhere.
        "10.1.2.3, 10.1.2.3",
        "192.168.1.2, 192.168.1.3",
        "127.0.0.1, 127.0.0.1",
        "::1, ::1",
        "fd00::1, fd00::1",
        "fe80::1, fe80::1",
        "100.64.1.1, 100.64.1.2",
        "169.254.1.1, 169.254.1.1",
        // Names are not looked up.
        "localhost, localhost",
        "example.com, example.com",
        "'', ''",
        "198.51.100, 198.51.100"
    })
    void isAnotherOrUnknown(String one, String other) {
        assertThat(Network.isSame(one, other)).isFalse();
    }
}
