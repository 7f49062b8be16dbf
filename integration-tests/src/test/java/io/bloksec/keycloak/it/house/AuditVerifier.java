package io.bloksec.keycloak.it.house;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Exists to be the third party: runs the verifier's jar as a process, with what such a person has. */
public final class AuditVerifier {

    private final Path key;
    private final Path witness;

    /** @param witness null for none */
    public AuditVerifier(Path key, Path witness) {
        this.key = key;
        this.witness = witness;
    }

    public static void grant(Admin admin) {
        admin.send("POST", "realms/master/roles", Map.of("name", "audit-manage"));
        String user = admin.get("realms/master/users?max=1").get(0).get("id").asText();
        admin.post(
                "realms/master/users/" + user + "/role-mappings/realm",
                List.of(admin.get("realms/master/roles/audit-manage")));
    }

    public static Path export(Admin admin, String path) throws IOException {
        Path file = Settings.target().resolve("audit-export.jsonl");
        return Files.writeString(file, admin.send("POST", path, null).body());
    }

    /** The verifier's exit code; what it says goes to this run's output. */
    public int verify(Path export) throws IOException {
        List<String> line = new java.util.ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-jar",
                jar().toString(),
                "--key",
                key.toString()));
        if (witness != null) {
            line.addAll(List.of("--witness", witness.toString()));
        }
        line.add(export.toString());
        try {
            return new ProcessBuilder(line).inheritIO().start().waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static Path jar() {
        return Settings.project().resolve("distribution/target/tools/verify.jar");
    }
}
