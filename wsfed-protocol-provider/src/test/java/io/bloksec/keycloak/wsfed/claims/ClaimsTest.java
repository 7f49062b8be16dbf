package io.bloksec.keycloak.wsfed.claims;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bloksec.keycloak.wsfed.token.Attribute;
import io.bloksec.keycloak.wsfed.token.NameIdentifier;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Claims as they are collected and split. */
class ClaimsTest {

    @Test
    void splitsAtTheLastSlash() {
        assertThat(ClaimType.UPN).isEqualTo(new ClaimType("http://schemas.xmlsoap.org/claims", "UPN"));
        assertThat(ClaimType.IMMUTABLE_ID.namespace())
                .isEqualTo("http://schemas.microsoft.com/LiveID/Federation/2008/05");
        assertThat(ClaimType.UPN.uri()).isEqualTo("http://schemas.xmlsoap.org/claims/UPN");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "upn", "urn:oid:1.2", "/upn", "http://x/", "http://x/a b"})
    void refusesWhatHasNoTwoParts(String uri) {
        assertThatThrownBy(() -> ClaimType.of(uri)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void mergesValuesAndLeavesEmptyOnesOut() {
        Claims claims = new Claims("ana");
        ClaimType role = ClaimType.of("http://schemas/role");

        claims.add(role, List.of("nurse"));
        claims.add(ClaimType.UPN, Arrays.asList("", null));
        claims.add(role, List.of("doctor", ""));

        assertThat(claims.attributes())
                .containsExactly(new Attribute("http://schemas", "role", List.of("nurse", "doctor")));
        assertThat(claims.subject()).isEqualTo(NameIdentifier.unspecified("ana"));
    }
}
