package io.bloksec.demo.rp;

import io.bloksec.demo.https.HostName;
import java.net.URI;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What stands in the command line of {@link Main}.
 *
 * @param federate domain → address of its identity provider's metadata
 * @param users user principal name → ImmutableID
 * @param https empty: by plain HTTP, for this machine alone
 */
record Options(
        int port,
        Domain.MfaBehavior mfa,
        Map<String, URI> federate,
        Map<String, String> users,
        Optional<Options.Https> https) {

    static final String USAGE =
            "Usage: [--port N] [--mfa BEHAVIOUR] --federate DOMAIN=METADATA_URL... --user UPN=IMMUTABLEID..."
                    + " [--https NAME --certificates DIRECTORY --ca-port N]";

    /**
     * How the network reaches it.
     *
     * @param certificates where {@code ./start} has made one for the name
     * @param caPort where phones get the CA's certificate by plain HTTP
     */
    record Https(HostName name, Path certificates, int caPort) {}

    /** @throws IllegalArgumentException when it is not as {@link #USAGE} says */
    static Options parse(String... arguments) {
        int port = 8081;
        Domain.MfaBehavior mfa = Domain.MfaBehavior.acceptIfMfaDoneByFederatedIdp;
        Map<String, URI> federate = new LinkedHashMap<>();
        Map<String, String> users = new LinkedHashMap<>();
        Optional<HostName> name = Optional.empty();
        Optional<Path> certificates = Optional.empty();
        Optional<Integer> caPort = Optional.empty();
        for (int i = 0; i < arguments.length; i += 2) {
            if (i + 1 == arguments.length) {
                throw new IllegalArgumentException(arguments[i] + " needs a value");
            }
            String value = arguments[i + 1];
            switch (arguments[i]) {
                case "--port" -> port = port(value);
                case "--mfa" -> mfa = Domain.MfaBehavior.valueOf(value);
                case "--federate" -> federate.put(before(value), URI.create(after(value)));
                case "--user" -> users.put(before(value), after(value));
                case "--https" -> name = Optional.of(new HostName(value));
                case "--certificates" -> certificates = Optional.of(Path.of(value));
                case "--ca-port" -> caPort = Optional.of(port(value));
                default -> throw new IllegalArgumentException("unknown: " + arguments[i]);
            }
        }
        boolean all = name.isPresent() && certificates.isPresent() && caPort.isPresent();
        if (!all && (name.isPresent() || certificates.isPresent() || caPort.isPresent())) {
            throw new IllegalArgumentException("--https, --certificates and --ca-port belong together");
        }
        return new Options(
                port,
                mfa,
                federate,
                users,
                all ? Optional.of(new Https(name.get(), certificates.get(), caPort.get())) : Optional.empty());
    }

    private static int port(String text) {
        try {
            int port = Integer.parseInt(text);
            if (port >= 0 && port <= 65535) {
                return port;
            }
        } catch (NumberFormatException e) {
            // Said below, as for a number that is no port.
        }
        throw new IllegalArgumentException("not a port: " + text);
    }

    private static String before(String pair) {
        return pair.substring(0, equals(pair));
    }

    private static String after(String pair) {
        return pair.substring(equals(pair) + 1);
    }

    private static int equals(String pair) {
        int at = pair.indexOf('=');
        if (at < 1) {
            throw new IllegalArgumentException("not a pair NAME=VALUE: " + pair);
        }
        return at;
    }
}
