package io.bloksec.demo.rp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.bloksec.demo.https.HostName;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The demo's command line. */
class OptionsTest {

    @Test
    void nothing() {
        assertThat(Options.parse())
                .isEqualTo(new Options(
                        8081, Domain.MfaBehavior.acceptIfMfaDoneByFederatedIdp, Map.of(), Map.of(), Optional.empty()));
    }

    /** Values may hold the sign that ends the name. */
    @Test
    void everything() {
        Options options = Options.parse(
                ("--port 9 --mfa enforceMfaByFederatedIdp --federate a.example=http://h/?x=y --user u@a.example=id=="
                                + " --https Laptop.local --certificates dir --ca-port 10")
                        .split(" "));

        assertThat(options.port()).isEqualTo(9);
        assertThat(options.mfa()).isEqualTo(Domain.MfaBehavior.enforceMfaByFederatedIdp);
        assertThat(options.federate()).containsExactly(Map.entry("a.example", URI.create("http://h/?x=y")));
        assertThat(options.users()).containsExactly(Map.entry("u@a.example", "id=="));
        assertThat(options.https()).contains(new Options.Https(new HostName("laptop.local"), Path.of("dir"), 10));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--port",
                "--port x",
                "--port 65536",
                "--port -1",
                "--mfa sometimes",
                "--federate a.example",
                "--user =id",
                "--https",
                "--https laptop.local",
                "--https laptop.local --certificates dir",
                "--certificates dir --ca-port 1",
                "--https a_b --certificates dir --ca-port 1",
                "--other x"
            })
    void refused(String line) {
        assertThatIllegalArgumentException().isThrownBy(() -> Options.parse(line.split(" ")));
    }
}
