package io.bloksec.keycloak.it.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.bloksec.keycloak.it.house.KeycloakCopy;
import io.bloksec.keycloak.it.house.Poll;
import io.bloksec.keycloak.it.house.ProcessTree;
import io.bloksec.keycloak.it.house.Settings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Exists to run `./start` as a person does: read what it prints, use what it offers, press Ctrl-C. */
final class StartedDemo implements AutoCloseable {

    private static final String WORK = "start";
    private static final Duration LIMIT = Duration.ofMinutes(4);
    private static final Duration END = Duration.ofSeconds(30);

    private final int port;
    private final Path printed;
    private final ProcessTree process;

    private StartedDemo(int port, Path printed, ProcessTree process) {
        this.port = port;
        this.printed = printed;
        this.process = process;
    }

    /** What `./start` would build first: within a build it would change the jars that its tests run from. */
    static void prepare() throws IOException {
        MatchResult version = Pattern.compile("<keycloak.version>(.+)</keycloak.version>")
                .matcher(Files.readString(Settings.project().resolve("pom.xml")))
                .results()
                .findFirst()
                .orElseThrow();
        KeycloakCopy keycloak = KeycloakCopy.named(WORK + "/keycloak-" + version.group(1));
        try (Stream<Path> jars = Files.list(Settings.providers())) {
            for (Path jar : jars.toList()) {
                Files.copy(jar, keycloak.home().resolve("providers").resolve(jar.getFileName()));
            }
        }
        keycloak.run("bin/kc.sh build --db=dev-mem", Map.of());
    }

    /** Returns when it says that it is ready. */
    static StartedDemo start(String... arguments) throws IOException {
        int port = threeFreePorts();
        List<String> command = new ArrayList<>();
        if (System.getProperty("os.name").equals("Linux")) {
            // Where the build itself runs in the background of a script, nobody hears a Ctrl-C.
            command.addAll(List.of("env", "--default-signal=INT"));
        }
        command.addAll(List.of(Settings.project().resolve("start").toString(), "--port", String.valueOf(port)));
        command.addAll(List.of(arguments));
        Path printed = work().resolve("printed.txt");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(printed.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("KC_") || name.startsWith("JAVA_OPTS"));
        builder.environment()
                .putAll(Map.of(
                        "JAVA_HOME",
                        System.getProperty("java.home"),
                        "JAVA_OPTS_KC_HEAP",
                        "-Xms128m -Xmx1g",
                        "START_PREPARED",
                        work().toString()));
        StartedDemo demo = new StartedDemo(port, printed, new ProcessTree(builder.start()));
        try {
            Poll.until("./start to be ready", LIMIT, () -> {
                if (!demo.process.root().isAlive()) {
                    throw new AssertionError("./start ended by itself:\n" + demo.printed());
                }
                return demo.printed().contains("Ctrl-C stops everything");
            });
        } catch (RuntimeException | AssertionError e) {
            demo.close();
            throw e;
        }
        return demo;
    }

    static Path work() {
        return Settings.target().resolve(WORK);
    }

    /** Keycloak's; the relying party's is the next one, and that of the CA's certificate the one after it. */
    int port() {
        return port;
    }

    String printed() {
        try {
            return new String(Files.readAllBytes(printed), StandardCharsets.UTF_8);
        } catch (IOException e) {
            return "";
        }
    }

    /** The program that is a phone, as `./start` offers it. */
    String phone(String... arguments) throws IOException, InterruptedException {
        Process phone = new ProcessBuilder(
                        Stream.concat(Stream.of(work().resolve("phone").toString()), Stream.of(arguments))
                                .toList())
                .redirectErrorStream(true)
                .start();
        String said = new String(phone.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(phone.waitFor()).as(said).isZero();
        return said;
    }

    /** Whether somebody listens on one of the ports at an address. */
    boolean answersAt(InetAddress address, int at) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(address, at), 2000);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** The addresses of this machine that others see; none on a machine without a network. */
    static List<InetAddress> outside() throws IOException {
        return NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .filter(address -> address.getAddress().length == 4 && !address.isLoopbackAddress())
                .toList();
    }

    /** Presses Ctrl-C; everything that had been started must go. */
    void interrupt() throws IOException, InterruptedException {
        List<ProcessHandle> family = process.family();
        assertThat(family)
                .as("the script, Keycloak and its script, the relying party")
                .hasSizeGreaterThan(3);

        new ProcessBuilder("kill", "-INT", String.valueOf(process.root().pid()))
                .start()
                .waitFor();

        assertThat(process.root().waitFor(END.toSeconds(), TimeUnit.SECONDS))
                .as("./start has ended")
                .isTrue();
        assertThat(process.root().exitValue()).isEqualTo(130);
        Poll.until("all processes to end", END, () -> family.stream().noneMatch(ProcessHandle::isAlive));
    }

    @Override
    public void close() {
        process.close();
    }

    private static int threeFreePorts() {
        return Poll.value("three free ports in a row", Duration.ofSeconds(30), () -> {
            int first = ThreadLocalRandom.current().nextInt(20000, 30000);
            try (ServerSocket one = new ServerSocket(first);
                    ServerSocket two = new ServerSocket(first + 1);
                    ServerSocket three = new ServerSocket(first + 2)) {
                return Optional.of(one.getLocalPort());
            } catch (IOException e) {
                return Optional.empty();
            }
        });
    }
}
