package io.bloksec.demo.https;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;

/** The command line that {@code ./start --https} uses, before the servers run and after. */
public final class Main {

    private Main() {}

    /**
     * {@code make DIRECTORY NAME} makes the name's certificate where there is none; {@code sheet DIRECTORY NAME CA-PORT APP-URL COLOUR}
     * says what to do on the phone, coloured where COLOUR is {@code true}.
     */
    public static void main(String[] arguments) throws Exception {
        String command = arguments.length == 0 ? "" : arguments[0];
        if (command.equals("make") && arguments.length == 3) {
            DemoCertificate.of(Path.of(arguments[1]), new HostName(arguments[2]), Clock.systemUTC());
        } else if (command.equals("sheet") && arguments.length == 6) {
            HostName name = new HostName(arguments[2]);
            String fingerprint = DemoCertificate.kept(Path.of(arguments[1]), name, Clock.systemUTC())
                    .fingerprint();
            // Not System.out, which turns the blocks into question marks where the locale is not UTF-8.
            PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
            new PhoneSheet(name, fingerprint, Integer.parseInt(arguments[3]), arguments[4])
                    .lines(Boolean.parseBoolean(arguments[5]))
                    .forEach(out::println);
        } else {
            System.err.println("Usage: make DIRECTORY NAME | sheet DIRECTORY NAME CA-PORT APP-URL COLOUR");
            System.exit(2);
        }
    }
}
