package io.bloksec.judge;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The command line: reads tokens from files, prints one line of JSON for each.
 *
 * <p>{@code --metadata FILE [--audience URI] (TOKENFILE... | -)}. With {@code -} each line of standard input names a
 * token's file, and after a tab, when it is not the one of {@code --metadata}, the file of its issuer's metadata. Exit
 * code 0: all accepted; 1: some refused; 2: wrong usage.
 */
public final class CommandLine {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final String name;
    private final Judge judge;
    private final String metadata;
    private final String audience;
    private final PrintStream out;
    private boolean allAccepted = true;

    private CommandLine(String name, Judge judge, String metadata, String audience, PrintStream out) {
        this.name = name;
        this.judge = judge;
        this.metadata = metadata;
        this.audience = audience;
        this.out = out;
    }

    /** What a judge's {@code main} calls; ends the process. */
    public static void main(String name, Judge judge, String[] arguments) throws IOException {
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        System.exit(
                run(name, judge, arguments, in, new PrintStream(System.out, true, StandardCharsets.UTF_8), System.err));
    }

    /** @return the exit code */
    static int run(String name, Judge judge, String[] arguments, BufferedReader in, PrintStream out, PrintStream err)
            throws IOException {
        String metadata = null;
        String audience = null;
        List<String> tokens = new ArrayList<>();
        for (int i = 0; i < arguments.length; i++) {
            if (arguments[i].equals("--metadata") && i + 1 < arguments.length) {
                metadata = arguments[++i];
            } else if (arguments[i].equals("--audience") && i + 1 < arguments.length) {
                audience = arguments[++i];
            } else {
                tokens.add(arguments[i]);
            }
        }
        boolean fromLines = tokens.equals(List.of("-"));
        if (metadata == null
                || tokens.isEmpty()
                || (!fromLines && tokens.stream().anyMatch(token -> token.startsWith("-")))) {
            err.println("Usage: --metadata FILE [--audience URI] (TOKENFILE... | -)");
            return 2;
        }
        CommandLine commandLine = new CommandLine(name, judge, metadata, audience, out);
        if (fromLines) {
            commandLine.judgeLines(in);
        } else {
            for (String token : tokens) {
                commandLine.judge(token, metadata);
            }
        }
        return commandLine.allAccepted ? 0 : 1;
    }

    private void judgeLines(BufferedReader lines) throws IOException {
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            String[] files = line.split("\t", 2);
            judge(files[0], files.length == 2 ? files[1] : metadata);
        }
    }

    private void judge(String tokenFile, String metadataFile) throws IOException {
        Judgement judgement;
        try {
            String metadataXml = Files.readString(Path.of(metadataFile));
            judgement = judge.judge(metadataXml, audience, Files.readString(Path.of(tokenFile)));
        } catch (IOException | InvalidPathException e) {
            // A file that cannot be read, or is not UTF-8, holds no good token.
            judgement = Judgement.refused(name, List.of(e.toString()));
        }
        allAccepted &= judgement.accepted();
        out.println(JSON.writeValueAsString(judgement));
    }
}
