package io.bloksec.phone;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** The program: see {@link CommandLine}. */
public final class Main {

    private Main() {}

    public static void main(String[] arguments) throws Exception {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        PrintStream err = new PrintStream(System.err, true, StandardCharsets.UTF_8);
        System.exit(new CommandLine(out, err).run(arguments));
    }
}
