package io.bloksec.phone;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * The phone for people at a terminal; {@code phone} without arguments tells what it can do. Exit code 0: done; 1: the
 * server refused, or a check failed; 2: wrong usage; 3: the server cannot be reached or answers what no description says.
 */
final class CommandLine {

    private static final String USAGE = """
            Usage: phone COMMAND [--file FILE] [--ca PEMFILE]

              config ISSUER                       what the realm speaks
              enrol "QR TEXT or PAIRING CODE" --issuer ISSUER [--name NAME] [--model MODEL] [--platform PLATFORM]
                                                  makes the keys and prints the six digits to type in the browser
              list                                what waits
              show ID                             one request, whole
              approve [ID] [--number N] [--remember]
                                                  shows it, looks at it for a second, approves it
              deny [ID]                           ends it
              report [ID]                         ends it, and tells that a stranger asked
              scan "QR TEXT or LINK"              claims what a screen shows
              watch [--for SECONDS]               prints what comes, until Ctrl-C
              device                              this device as the server knows it
              rename NAME
              rotate                              a new possession key
              settings pushes on|off              pushes from new browsers
              browsers                            the browsers from which pushes come without asking
              forget ID                           one of them
              history                             what has ended
              remove                              removes this device and deletes the file
              conformance [--wait SECONDS]        checks the server from outside, with this phone
              conformance [--wait SECONDS] --issuer ISSUER --ticket "QR TEXT or PAIRING CODE"
                                                  with a new one, which is removed unless --file keeps it; waits
                                                  for a sign-in, which is denied, to check decisions

            ID may be left out, or shortened, where only one fits. The phone is kept in FILE, unless told
            ~/.blokkey-phone.json; its keys lie in it as they are.
            """;

    /** How many words a command takes, and which options beside those that all take. */
    private record Form(int fewest, int most, Set<String> options) {}

    private static final Set<String> FLAGS = Set.of("--remember");
    private static final Map<String, Form> COMMANDS = Map.ofEntries(
            Map.entry("help", new Form(0, 0, Set.of())),
            Map.entry("config", new Form(1, 1, Set.of())),
            Map.entry("enrol", new Form(1, 1, Set.of("--issuer", "--name", "--model", "--platform"))),
            Map.entry("list", new Form(0, 0, Set.of())),
            Map.entry("show", new Form(0, 1, Set.of())),
            Map.entry("approve", new Form(0, 1, Set.of("--number", "--remember"))),
            Map.entry("deny", new Form(0, 1, Set.of())),
            Map.entry("report", new Form(0, 1, Set.of())),
            Map.entry("scan", new Form(1, 1, Set.of())),
            Map.entry("watch", new Form(0, 0, Set.of("--for"))),
            Map.entry("device", new Form(0, 0, Set.of())),
            Map.entry("rename", new Form(1, 1, Set.of())),
            Map.entry("rotate", new Form(0, 0, Set.of())),
            Map.entry("settings", new Form(2, 2, Set.of())),
            Map.entry("browsers", new Form(0, 0, Set.of())),
            Map.entry("forget", new Form(1, 1, Set.of())),
            Map.entry("history", new Form(0, 0, Set.of())),
            Map.entry("remove", new Form(0, 0, Set.of())),
            Map.entry("conformance", new Form(0, 0, Set.of("--issuer", "--ticket", "--wait"))));
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final long LOOK_EVERY_MILLIS = 2000;

    private static final String ID = "[A-Za-z0-9_-]{22}";

    private final PrintStream out;
    private final PrintStream err;
    private final Map<String, String> options = new HashMap<>();
    private final List<String> words = new ArrayList<>();
    private Duration dwell;
    private String command;
    private PhoneFile file;

    private static final class Usage extends RuntimeException {
        Usage(String message) {
            super(message);
        }
    }

    CommandLine(PrintStream out, PrintStream err) {
        this.out = out;
        this.err = err;
    }

    /** For a server that runs with another dwell time than the protocol's second. */
    CommandLine dwell(Duration dwell) {
        this.dwell = dwell;
        return this;
    }

    /** @return the exit code */
    int run(String... arguments) throws InterruptedException {
        try {
            parse(arguments);
            return command();
        } catch (Usage e) {
            err.println(e.getMessage());
            err.println("phone help: what it can do");
            return 2;
        } catch (Problem e) {
            err.println("Refused: " + Terminal.plain(e.code()) + " (" + e.status() + ")"
                    + text(e.json(), "title", ": ")
                    + text(e.json(), "detail", " - ")
                    + text(e.json(), "state", ", state "));
            return 1;
        } catch (UnexpectedAnswerException | IOException e) {
            err.println(Terminal.plain(String.valueOf(e.getMessage())));
            return 3;
        } catch (IllegalArgumentException e) {
            err.println(Terminal.plain(String.valueOf(e.getMessage())));
            return 2;
        }
    }

    private void parse(String[] arguments) {
        command = arguments.length == 0 ? "help" : arguments[0];
        Form form = COMMANDS.get(command);
        if (form == null) {
            throw new Usage("unknown command " + command);
        }
        for (int i = 1; i < arguments.length; i++) {
            String argument = arguments[i];
            // An id may begin with hyphens.
            if (!argument.startsWith("--") || argument.matches(ID)) {
                words.add(argument);
            } else if (!form.options().contains(argument)
                    && !List.of("--file", "--ca").contains(argument)) {
                throw new Usage("unknown option " + argument);
            } else if (FLAGS.contains(argument)) {
                options.put(argument, "");
            } else if (i + 1 < arguments.length) {
                options.put(argument, arguments[++i]);
            } else {
                throw new Usage(argument + " needs a value");
            }
        }
        if (words.size() < form.fewest() || words.size() > form.most()) {
            throw new Usage(words.size() < form.fewest() ? "too few words" : "too many words");
        }
        file = new PhoneFile(Path.of(options.getOrDefault(
                "--file",
                Path.of(System.getProperty("user.home"), ".blokkey-phone.json").toString())));
    }

    private int command() throws IOException, InterruptedException {
        switch (command) {
            case "help" -> out.print(USAGE);
            case "config" -> print(api(words.get(0)).config());
            case "enrol" -> enrol(words.get(0));
            case "conformance" -> {
                return conformance();
            }
            default -> phone();
        }
        return 0;
    }

    private void enrol(String scanned) throws IOException {
        if (file.exists()) {
            throw new Usage("the file holds a phone already; `phone remove` first, or --file OTHER");
        }
        Enrolment enrolment = Enrolment.start(api(option("--issuer")), scanned);
        enrolment.named(
                options.getOrDefault("--name", "Simulated phone"),
                options.getOrDefault("--model", "Simulator"),
                options.getOrDefault("--platform", "Java " + Runtime.version().feature()));
        EnrolmentCode code = enrolment.finish();
        file.save(enrolment.phone());
        out.println("For " + Terminal.plain(Json.text(enrolment.offer(), "displayName")) + " at "
                + Terminal.plain(Json.text(enrolment.offer(), "rpName")));
        out.println("Type in the browser: " + Terminal.plain(code.code()));
    }

    private void phone() throws IOException, InterruptedException {
        Phone phone = load();
        try {
            call(phone);
        } finally {
            // The counter has gone on even where the server refused.
            if (file.exists()) {
                file.save(phone);
            }
        }
    }

    private void call(Phone phone) throws IOException, InterruptedException {
        switch (command) {
            case "list" -> {
                List<ApprovalRequest> requests = phone.list();
                requests.forEach(this::line);
                if (requests.isEmpty()) {
                    out.println("Nothing waits.");
                }
            }
            case "show" -> print(phone.read(id(phone)).json());
            case "approve" -> {
                String id = id(phone);
                ApprovalRequest request = phone.read(id);
                line(request);
                String number = options.get("--number");
                if (request.number() > 0 && number == null) {
                    throw new Usage("the browser shows " + request.number() + " digits: --number N");
                }
                decided(phone.showAndApprove(id, number, options.containsKey("--remember")));
            }
            case "deny" -> decided(phone.deny(phone.read(id(phone))));
            case "report" -> decided(phone.report(phone.read(id(phone))));
            case "scan" -> {
                String content = words.get(0);
                ScannedText text = ScannedText.parse(content);
                switch (text.kind()) {
                    case QR -> line(phone.scan(content));
                    case LINK -> line(phone.link(content));
                    default -> throw new Usage("this is the code of an enrolment: phone enrol");
                }
            }
            case "watch" -> watch(phone);
            case "device" -> print(phone.device());
            case "rename" -> print(phone.rename(words.get(0)));
            case "rotate" -> {
                phone.rotateKey();
                out.println("The possession key is now " + phone.possessionKey().thumbprint());
            }
            case "settings" -> {
                if (!words.get(0).equals("pushes") || !List.of("on", "off").contains(words.get(1))) {
                    throw new Usage("settings pushes on|off");
                }
                print(phone.settings(words.get(1).equals("on")));
            }
            case "browsers" -> phone.browsers().forEach(this::print);
            case "forget" -> {
                phone.forgetBrowser(words.get(0));
                out.println("Forgotten.");
            }
            case "history" -> phone.history().forEach(this::print);
            default -> {
                phone.remove();
                file.delete();
                out.println("Removed.");
            }
        }
    }

    /** The request that is meant: named whole, by its beginning, or the only one. */
    private String id(Phone phone) {
        String start = words.isEmpty() ? "" : words.get(0);
        if (start.matches(ID)) {
            return start;
        }
        List<String> fitting = phone.list().stream()
                .map(ApprovalRequest::id)
                .filter(id -> id.startsWith(start))
                .toList();
        if (fitting.size() != 1) {
            throw new Usage(
                    fitting.isEmpty() ? "no such request waits" : "several requests wait: name one; phone list");
        }
        return fitting.get(0);
    }

    private void watch(Phone phone) throws InterruptedException {
        Instant end = Instant.now()
                .plusSeconds(options.containsKey("--for") ? number(options.get("--for")) : Integer.MAX_VALUE);
        Set<String> seen = new HashSet<>();
        while (true) {
            phone.list().stream().filter(request -> seen.add(request.id())).forEach(this::line);
            if (Instant.now().plusMillis(LOOK_EVERY_MILLIS).isAfter(end)) {
                return;
            }
            Pause.millis(LOOK_EVERY_MILLIS);
        }
    }

    private int conformance() throws IOException, InterruptedException {
        boolean fresh = options.containsKey("--ticket");
        boolean kept = !fresh || options.containsKey("--file");
        if (fresh && kept && file.exists()) {
            throw new Usage("the file holds a phone already: --file OTHER, or no --ticket");
        }
        Phone phone = fresh ? null : load();
        DeviceApi api = fresh ? api(option("--issuer")) : phone.api();
        if (!options.getOrDefault("--issuer", api.issuer()).equals(api.issuer())) {
            throw new Usage("the phone in the file belongs to " + api.issuer());
        }
        Conformance conformance = new Conformance(api, out);
        if (dwell != null) {
            conformance.dwell(dwell);
        }
        conformance.configuration();
        if (fresh) {
            phone = conformance
                    .enrolment(
                            options.get("--ticket"),
                            code -> out.println("         Type in the browser: " + Terminal.plain(code.code())),
                            PATIENCE)
                    .orElse(null);
        } else {
            conformance.noTicket();
        }
        if (phone != null) {
            try {
                conformance.device(phone);
                conformance.requests(phone, Duration.ofSeconds(number(options.getOrDefault("--wait", "0"))));
                if (!kept) {
                    conformance.removal(phone);
                }
            } finally {
                if (kept) {
                    file.save(phone);
                }
            }
        }
        conformance.summary();
        return conformance.failed() == 0 ? 0 : 1;
    }

    private Phone load() throws IOException {
        if (!file.exists()) {
            throw new Usage("no phone yet: phone enrol, or --file FILE");
        }
        Phone phone = file.load(this::api);
        return dwell == null ? phone : phone.dwell(dwell);
    }

    private DeviceApi api(String issuer) {
        return options.containsKey("--ca")
                ? new DeviceApi(issuer, trusting(Path.of(options.get("--ca"))))
                : new DeviceApi(issuer);
    }

    private static HttpClient trusting(Path pem) {
        try (InputStream in = Files.newInputStream(pem)) {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            int number = 0;
            for (Certificate certificate :
                    CertificateFactory.getInstance("X.509").generateCertificates(in)) {
                store.setCertificateEntry("ca" + number++, certificate);
            }
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(store);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return DeviceApi.client().sslContext(context).build();
        } catch (IOException | GeneralSecurityException e) {
            throw new Usage("--ca: " + e.getMessage());
        }
    }

    private void decided(Decided decided) {
        out.println("Now " + Terminal.plain(decided.state()));
        decided.returnTo().ifPresent(address -> out.println("Open: " + Terminal.plain(address)));
    }

    private void line(ApprovalRequest request) {
        StringBuilder line = new StringBuilder(request.id())
                .append("  ")
                .append(request.clientName())
                .append(" from ")
                .append(request.browser().isEmpty() ? "an unknown browser" : request.browser())
                .append(request.system().isEmpty() ? "" : " on " + request.system())
                .append(request.address().isEmpty() ? "" : ", " + request.address());
        request.place().ifPresent(place -> line.append(" (").append(place).append(')'));
        request.newDevice()
                .ifPresent(device -> line.append(", to add the device ").append(device));
        line.append(", by ").append(request.channel()).append(", ").append(request.state());
        if (request.number() > 0) {
            line.append(", ").append(request.number()).append(" digits to type");
        }
        if (request.contested()) {
            line.append(", and another phone has tried to read the same code");
        }
        out.println(Terminal.plain(line.toString()));
    }

    private void print(JsonNode json) {
        try {
            Json.MAPPER
                    .writer(new DefaultPrettyPrinter())
                    .writeValueAsString(json)
                    .lines()
                    .forEach(line -> out.println(Terminal.plain(line)));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String text(ObjectNode json, String member, String before) {
        return json.path(member).isTextual()
                ? before + Terminal.plain(json.path(member).textValue())
                : "";
    }

    private String option(String name) {
        if (!options.containsKey(name)) {
            throw new Usage("missing: " + name);
        }
        return options.get(name);
    }

    private static int number(String value) {
        if (!value.matches("[0-9]{1,9}")) {
            throw new Usage("not a number: " + value);
        }
        return Integer.parseInt(value);
    }
}
