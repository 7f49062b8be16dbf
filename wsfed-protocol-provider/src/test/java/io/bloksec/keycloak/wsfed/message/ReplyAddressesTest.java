package io.bloksec.keycloak.wsfed.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A token goes to a registered address or nowhere. */
class ReplyAddressesTest {

    private static final String REGISTERED = "https://rp.example/login.srf";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://rp.example/login.srf/",
                "https://rp.example/login.srf?x=1",
                "https://rp.example/login.srf#x",
                "https://rp.example/LOGIN.srf",
                "https://RP.example/login.srf",
                "https://rp.example:443/login.srf",
                "https://rp.example/a/../login.srf",
                "https://rp.example/login%2Esrf",
                "https://rp.example@evil.example/login.srf",
                "https://rp.example\\@evil.example/login.srf",
                "https://rp.example.evil.example/login.srf",
                "//rp.example/login.srf",
                "http://rp.example/login.srf",
                "javascript:alert(1)",
                "https://evil.example/",
                "https://rp.example/login.srf\r\n",
                " https://rp.example/login.srf",
                "*",
                ""
            })
    void matchesNothingButTheAddressItself(String wreply) {
        ReplyAddresses addresses = ReplyAddresses.of(Set.of(REGISTERED), REGISTERED, null);

        assertThat(addresses.choose(Optional.of(wreply))).isEmpty();
        assertThat(addresses.choose(Optional.of(REGISTERED))).contains(REGISTERED);
    }

    @Test
    void withoutAWreplyTheHomeUrlComesBeforeTheOnlyAddress() {
        assertThat(ReplyAddresses.of(Set.of(REGISTERED), "https://rp.example/home", null)
                        .choose(Optional.empty()))
                .contains("https://rp.example/home");
        assertThat(ReplyAddresses.of(Set.of(REGISTERED), null, null).choose(Optional.empty()))
                .contains(REGISTERED);
        assertThat(ReplyAddresses.of(Set.of(REGISTERED, "https://rp.example/other"), null, null)
                        .choose(Optional.empty()))
                .isEmpty();
        assertThat(ReplyAddresses.of(Set.of(), null, null).choose(Optional.empty()))
                .isEmpty();
    }

    @Test
    void aWildcardMatchesNothingAndSpoilsNothing() {
        ReplyAddresses addresses = ReplyAddresses.of(Set.of(REGISTERED, "https://rp.example/*", "*"), null, null);

        assertThat(addresses.choose(Optional.of("https://rp.example/anything"))).isEmpty();
        assertThat(addresses.choose(Optional.of("https://rp.example/*"))).isEmpty();
        assertThat(addresses.choose(Optional.empty())).contains(REGISTERED);
    }

    @Test
    void relativeAddressesBelongToTheRootUrl() {
        ReplyAddresses addresses = ReplyAddresses.of(Set.of("/answer"), "/home", "https://rp.example/");

        assertThat(addresses.choose(Optional.of("https://rp.example/answer"))).contains("https://rp.example/answer");
        assertThat(addresses.choose(Optional.empty())).contains("https://rp.example/home");
        assertThat(ReplyAddresses.of(Set.of("/answer"), null, null).choose(Optional.empty()))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "javascript:alert(1)",
                "data:text/html,x",
                "https://user:secret@rp.example/",
                "https://rp.example/#fragment",
                "https:///path",
                "not a uri"
            })
    void neverLeavesForSomethingThatIsNoPlainWebAddress(String configured) {
        ReplyAddresses addresses = ReplyAddresses.of(Set.of(configured), configured, null);

        assertThat(addresses.choose(Optional.of(configured))).isEmpty();
        assertThat(addresses.choose(Optional.empty())).isEmpty();
        assertThat(addresses.contains(configured)).isFalse();
    }
}
