package io.bloksec.keycloak.audit.verify;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The command {@code verify}: docs/audit-trail.md. Exit codes: 0 sound, 1 broken, 2 unanchored, 3 unreadable or wrong arguments. */
public final class Verify {

    private static final int UNREADABLE = 3;

    private Verify() {}

    public static void main(String[] arguments) {
        // UTF-8 whatever the terminal's locale: reports are files, too.
        PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), false, StandardCharsets.UTF_8);
        PrintStream problems = new PrintStream(new FileOutputStream(FileDescriptor.err), false, StandardCharsets.UTF_8);
        int code = run(List.of(arguments), out, problems);
        out.flush();
        problems.flush();
        Runtime.getRuntime().exit(code);
    }

    /**
     * @param out takes the report
     * @param problems takes what kept us from making one
     * @return the exit code
     */
    public static int run(List<String> arguments, PrintStream out, PrintStream problems) {
        try {
            Options options = Options.parse(arguments);
            Result result = Verification.run(options);
            out.print(options.json() ? JsonReport.of(result) : TextReport.of(result));
            return result.exitCode();
        } catch (UnreadableException e) {
            problems.println(e.getMessage());
            return UNREADABLE;
        } catch (RuntimeException | LinkageError | OutOfMemoryError e) {
            // Java would end with 1, which says that the trail is broken.
            problems.println("The verifier failed and says nothing about the export: " + e);
            return UNREADABLE;
        }
    }
}
