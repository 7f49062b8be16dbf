package io.bloksec.judge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command line must answer every line it is given, whatever the line says. */
class CommandLineTest {

    private static final String TEXT = "\u010d \r\n\ud83d\ude00";

    @TempDir
    Path directory;

    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private final ByteArrayOutputStream complaints = new ByteArrayOutputStream();
    private String token;
    private String metadata;

    @BeforeEach
    void writeFiles() throws Exception {
        token = Files.writeString(directory.resolve("token.xml"), TEXT).toString();
        metadata =
                Files.writeString(directory.resolve("metadata.xml"), "metadata").toString();
    }

    @Test
    void aFileGivesOneLineAndExitCodeZero() throws Exception {
        assertEquals(0, run("", "--metadata", metadata, "--audience", "urn:rp", token));

        JsonNode answer = answers().get(0);
        assertEquals("echo", answer.get("judge").asText());
        assertTrue(answer.get("accepted").booleanValue());
        assertTrue(answer.get("problems").isEmpty());
        assertEquals("metadata", answer.get("issuer").asText());
        assertEquals("urn:rp", answer.get("audience").asText());
        assertEquals(TEXT, answer.get("subject").asText());
    }

    @Test
    void everyLineIsAnswered() throws Exception {
        String binary = Files.write(directory.resolve("binary"), new byte[] {(byte) 0xff, (byte) 0xfe})
                .toString();
        String lines = binary + "\n\nnowhere\n" + token + "\tnowhere\n" + token + "\t" + metadata + "\n";

        assertEquals(1, run(lines, "--metadata", metadata, "-"));

        assertEquals(
                List.of(false, false, false, false, true),
                answers().stream()
                        .map(answer -> answer.get("accepted").booleanValue())
                        .toList());
        for (JsonNode answer : answers().subList(0, 4)) {
            assertEquals(1, answer.get("problems").size());
            assertTrue(answer.get("assertionId").isNull());
        }
    }

    @Test
    void whatIsNoCommandIsNotGuessed() throws Exception {
        assertEquals(2, run("", "--metadata", metadata));
        assertEquals(2, run("", token));
        assertEquals(2, run("", "--metadata", metadata, "--skew", token));

        assertTrue(answers().isEmpty());
        assertTrue(complaints.toString(StandardCharsets.UTF_8).startsWith("Usage: "));
    }

    private int run(String in, String... arguments) throws Exception {
        return CommandLine.run(
                "echo",
                CommandLineTest::echo,
                arguments,
                new BufferedReader(new StringReader(in)),
                new PrintStream(written, true, StandardCharsets.UTF_8),
                new PrintStream(complaints, true, StandardCharsets.UTF_8));
    }

    private static Judgement echo(String metadataXml, String audience, String wresult) {
        return new Judgement("echo", true, List.of(), null, metadataXml, audience, wresult, null, null, null, Map.of());
    }

    private List<JsonNode> answers() throws Exception {
        List<JsonNode> answers = new ArrayList<>();
        for (String line : written.toString(StandardCharsets.UTF_8).lines().toList()) {
            answers.add(new ObjectMapper().readTree(line));
        }
        return answers;
    }
}
