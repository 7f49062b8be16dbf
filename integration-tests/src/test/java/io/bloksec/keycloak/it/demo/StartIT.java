package io.bloksec.keycloak.it.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.bloksec.keycloak.it.house.Settings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What `./start` says where it cannot start: one clear line, before anything is built. That it starts is {@link StartedDemoIT}'s matter. */
class StartIT {

    private static final Map<String, String> THIS_JDK = Map.of("JAVA_HOME", System.getProperty("java.home"));

    @ParameterizedTest
    @ValueSource(strings = {"abc", "0", "65535", "70000", "-1", "8080x", "999999999999999999999"})
    void aPortThatIsNone(String port) throws Exception {
        assertOneLine(start(THIS_JDK, "--port", port), "not a port: " + port);
    }

    @Test
    void aPortThatIsTaken() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = taken.getLocalPort();
            assertOneLine(start(THIS_JDK, "--port", String.valueOf(port)), "port " + port + " is taken");
            assertOneLine(start(THIS_JDK, "--port", String.valueOf(port - 1)), "is taken");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "'', needs a name",
        "--port, needs a name",
        "203.0.113.7, not an address of this machine: 203.0.113.7",
        "nobody.invalid, this machine does not know the name nobody.invalid",
        "256.1.1.1, not a host name or IPv4 address: 256.1.1.1",
        "https://laptop.local, not a host name or IPv4 address: https://laptop.local",
        "../laptop, not a host name or IPv4 address: ../laptop",
        "two words, not a host name or IPv4 address: two words"
    })
    void aNameThatIsNone(String name, String says) throws Exception {
        assertOneLine(start(THIS_JDK, "--https", name), 2, says);
    }

    @Test
    void noName() throws Exception {
        assertOneLine(start(THIS_JDK, "--https"), 2, "needs a name");
        assertOneLine(start(THIS_JDK, "--https", "--port", "8080"), 2, "needs a name");
    }

    /** By https it takes three ports. */
    @Test
    void aPortTooHighForHttps() throws Exception {
        assertOneLine(start(THIS_JDK, "--https", "localhost", "--port", "65534"), "not a port: 65534");
    }

    @Test
    void theCertificatesPortIsTaken() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = taken.getLocalPort();
            assertOneLine(start(THIS_JDK, "--https", "127.0.0.1", "--port", String.valueOf(port - 2)), "is taken");
        }
    }

    @Test
    void whatItDoesNotKnow() throws Exception {
        Ended ended = start(THIS_JDK, "--http");

        assertThat(ended.code()).isEqualTo(2);
        assertThat(ended.lines().get(0)).startsWith("Usage: ./start");
    }

    @Test
    void noJdk(@TempDir Path nothing) throws Exception {
        assertOneLine(start(Map.of("JAVA_HOME", nothing.toString())), "no JDK found");
    }

    @ParameterizedTest
    @ValueSource(strings = {"11.0.2", "1.8.0_392"})
    void aJdkThatIsTooOld(String version, @TempDir Path home) throws Exception {
        Path bin = Files.createDirectory(home.resolve("bin"));
        for (String program : List.of("java", "javac")) {
            Files.writeString(bin.resolve(program), "#!/bin/sh\necho 'javac " + version + "'\n");
            Files.setPosixFilePermissions(bin.resolve(program), PosixFilePermissions.fromString("rwxr-xr-x"));
        }

        assertOneLine(start(Map.of("JAVA_HOME", home.toString())), "the JDK is too old");
    }

    private record Ended(int code, List<String> lines) {}

    private static void assertOneLine(Ended ended, String says) {
        assertOneLine(ended, 1, says);
    }

    private static void assertOneLine(Ended ended, int code, String says) {
        assertThat(ended.code()).isEqualTo(code);
        assertThat(ended.lines())
                .singleElement()
                .satisfies(line -> assertThat(line).startsWith("start: ").contains(says));
    }

    private static Ended start(Map<String, String> environment, String... arguments)
            throws IOException, InterruptedException {
        Path script = Settings.project().resolve("start");
        ProcessBuilder builder = new ProcessBuilder(Stream.concat(Stream.of(script.toString()), Stream.of(arguments))
                        .toList())
                .redirectErrorStream(true);
        builder.environment().putAll(environment);
        Process process = builder.start();
        if (!process.waitFor(30, TimeUnit.SECONDS)) {
            process.destroy();
            throw new AssertionError("./start went on");
        }
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Ended(process.exitValue(), said.lines().toList());
    }
}
