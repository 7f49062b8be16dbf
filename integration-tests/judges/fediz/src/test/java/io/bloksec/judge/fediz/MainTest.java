package io.bloksec.judge.fediz;

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
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command line must answer every line it is given, whatever the line says. */
class MainTest {

    @TempDir
    static Path directory;

    private static Issuer issuer;

    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private String token;
    private String metadata;

    @BeforeAll
    static void makeKey() throws Exception {
        issuer = Issuer.create(directory, "issuer");
    }

    @BeforeEach
    void writeFiles() throws Exception {
        Token good = new Token();
        good.attributeValue = "\u010d &#13;&#10;\ud83d\ude00";
        token = Files.writeString(directory.resolve("token.xml"), good.signedBy(issuer))
                .toString();
        metadata = Files.writeString(directory.resolve("metadata.xml"), issuer.metadata())
                .toString();
    }

    @Test
    void aFileGivesOneLineAndExitCodeZero() throws Exception {
        assertEquals(0, run("", "--metadata", metadata, "--audience", Token.AUDIENCE, token));

        JsonNode answer = answers().get(0);
        assertEquals("fediz", answer.get("judge").asText());
        assertTrue(answer.get("accepted").booleanValue());
        assertTrue(answer.get("problems").isEmpty());
        assertEquals(
                "\u010d \r\n\ud83d\ude00",
                answer.get("claims")
                        .get("http://schemas.xmlsoap.org/claims/UPN")
                        .get(0)
                        .asText());
    }

    @Test
    void everyLineIsAnswered() throws Exception {
        String broken = Files.writeString(directory.resolve("broken.xml"), "<a").toString();
        String lines = broken + "\n\nnowhere\n" + token + "\tnowhere\n" + token + "\t" + metadata + "\n";

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
    }

    private int run(String in, String... arguments) throws Exception {
        return Main.run(
                arguments,
                new BufferedReader(new StringReader(in)),
                new PrintStream(written, true, StandardCharsets.UTF_8),
                System.err);
    }

    private List<JsonNode> answers() throws Exception {
        List<JsonNode> answers = new ArrayList<>();
        for (String line : written.toString(StandardCharsets.UTF_8).lines().toList()) {
            answers.add(new ObjectMapper().readTree(line));
        }
        return answers;
    }
}
