package io.bloksec.demo.https;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The JDK's {@code keytool}: the demo makes no certificate by code of its own. */
final class Keytool {

    private static final String PASSWORD = "DEMO_STORE_PASSWORD";

    private final Path directory;
    private final String password;

    /** @param directory where it works: names of files are names there */
    Keytool(Path directory, String password) {
        this.directory = directory;
        this.password = password;
    }

    /** One command on a PKCS #12 store, to its end. */
    void run(String store, String... arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        // It takes times as local ones.
        command.add("-J-Duser.timezone=UTC");
        command.addAll(List.of(arguments));
        // By the environment: what stands in a command line, everybody on this machine can read.
        command.addAll(List.of("-keystore", store, "-storetype", "PKCS12", "-storepass:env", PASSWORD, "-noprompt"));
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true);
        builder.environment().put(PASSWORD, password);
        Process process = builder.start();
        process.getOutputStream().close();
        try {
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new IOException("keytool " + arguments[0] + " failed: " + said.strip());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted during keytool " + arguments[0], e);
        } finally {
            process.destroy();
        }
    }
}
