package io.bloksec.keycloak.it.house;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Exists so that software which is not ours decides whether a token is good.
 *
 * <p>Each judge is a program of its own (their class paths contradict each other). It is started when first asked and
 * then asked by lines: the token's file and the metadata's file, parted by a tab; it answers each with one line of
 * JSON.
 */
public final class Judge {

    private static final int LIMIT_SECONDS = 90;
    private static final Judge OPEN_SAML = named("opensaml");
    private static final Judge FEDIZ = named("fediz");

    private final String name;
    private final Path program;
    private Dialogue dialogue;
    private int asked;

    Judge(String name, Path program) {
        this.name = name;
        this.program = program;
    }

    public static Judge openSaml() {
        return OPEN_SAML;
    }

    public static Judge fediz() {
        return FEDIZ;
    }

    private static Judge named(String name) {
        return new Judge(name, Settings.judges().resolve(name).resolve("target/" + name + "-judge.jar"));
    }

    /**
     * Has a {@code wresult} judged by what the issuer's metadata says of its keys. Both files stay for whoever looks
     * into a failure.
     */
    public synchronized Judgement judge(String wresult, String metadataXml) {
        asked++;
        try {
            Path files =
                    Files.createDirectories(Settings.target().resolve("judged").resolve(name));
            Path token = Files.writeString(files.resolve(asked + "-wresult.xml"), wresult);
            Path metadata = Files.writeString(files.resolve(asked + "-metadata.xml"), metadataXml);
            if (dialogue == null) {
                dialogue = EndOfRun.closes(new Dialogue(name, program, metadata));
            }
            return Judgement.of(Admin.JSON.readTree(dialogue.ask(token + "\t" + metadata)));
        } catch (IOException e) {
            throw new UncheckedIOException("The judge " + name + " cannot be asked", e);
        }
    }

    /** Exists to keep one judge's process and the two ends of its line together. */
    private static final class Dialogue implements AutoCloseable {
        private final Path log;
        private final ProcessTree process;
        private final Writer questions;
        private final BufferedReader answers;

        Dialogue(String name, Path jar, Path metadata) throws IOException {
            if (!Files.isRegularFile(jar)) {
                throw new IllegalStateException("No judge " + jar + ": build the module beside its target directory");
            }
            this.log = Settings.target().resolve("judge-" + name + ".log");
            String java = Path.of(System.getProperty("java.home"), "bin/java").toString();
            // Fediz leaves a directory there for each metadata it reads.
            Path temporary = Files.createDirectories(Settings.target().resolve("judged/temporary"));
            Process started = new ProcessBuilder(
                            java,
                            "-Xmx256m",
                            "-Djava.io.tmpdir=" + temporary,
                            "-jar",
                            jar.toString(),
                            "--metadata",
                            metadata.toString(),
                            "-")
                    .redirectError(log.toFile())
                    .start();
            this.process = new ProcessTree(started);
            this.questions = started.outputWriter(StandardCharsets.UTF_8);
            this.answers = started.inputReader(StandardCharsets.UTF_8);
        }

        String ask(String line) throws IOException {
            questions.write(line + "\n");
            questions.flush();
            String answer = nextLine();
            if (answer == null) {
                throw new IllegalStateException("The judge has left:\n" + Files.readString(log));
            }
            return answer;
        }

        @Override
        public void close() {
            process.close();
        }

        private String nextLine() throws IOException {
            CompletableFuture<String> line = CompletableFuture.supplyAsync(() -> {
                try {
                    return answers.readLine();
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            try {
                return line.get(LIMIT_SECONDS, TimeUnit.SECONDS);
            } catch (TimeoutException e) {
                process.close();
                throw new IllegalStateException("The judge does not answer:\n" + Files.readString(log), e);
            } catch (ExecutionException e) {
                throw new IllegalStateException("The judge cannot be heard:\n" + Files.readString(log), e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("Interrupted while the judge thought", e);
            }
        }
    }
}
