package io.bloksec.judge.opensaml;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The command line: reads tokens from files, prints one line of JSON for each.
 *
 * <p>{@code --metadata FILE [--audience URI] (TOKENFILE... | -)}. With {@code -} each line of standard input names a token's file,
 * and after a tab, when it is not the one of {@code --metadata}, the file of its issuer's metadata. Exit code 0: all accepted; 1:
 * some refused; 2: wrong usage.
 */
public final class Main {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path metadata;
    private final String audience;
    private final PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    private boolean allAccepted = true;

    private Main(Path metadata, String audience) {
        this.metadata = metadata;
        this.audience = audience;
    }

    public static void main(String[] arguments) throws Exception {
        Path metadata = null;
        String audience = null;
        List<String> tokens = new ArrayList<>();
        for (int i = 0; i < arguments.length; i++) {
            if (arguments[i].equals("--metadata") && i + 1 < arguments.length) {
                metadata = Path.of(arguments[++i]);
            } else if (arguments[i].equals("--audience") && i + 1 < arguments.length) {
                audience = arguments[++i];
            } else {
                tokens.add(arguments[i]);
            }
        }
        if (metadata == null || tokens.isEmpty()) {
            System.err.println("Usage: --metadata FILE [--audience URI] (TOKENFILE... | -)");
            System.exit(2);
        }
        Main main = new Main(metadata, audience);
        if (tokens.equals(List.of("-"))) {
            main.judgeLines();
        } else {
            for (String token : tokens) {
                main.judge(Path.of(token), metadata);
            }
        }
        System.exit(main.allAccepted ? 0 : 1);
    }

    private void judgeLines() throws IOException {
        BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            String[] files = line.split("\t", 2);
            judge(Path.of(files[0]), files.length == 2 ? Path.of(files[1]) : metadata);
        }
    }

    private void judge(Path token, Path issuersMetadata) throws IOException {
        Judgement judgement =
                new OpenSamlJudge(Files.readString(issuersMetadata), audience).judge(Files.readString(token));
        allAccepted &= judgement.accepted();
        out.println(JSON.writeValueAsString(judgement));
    }
}
