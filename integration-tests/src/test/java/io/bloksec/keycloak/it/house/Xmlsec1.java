package io.bloksec.keycloak.it.house;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Exists as the verifier of signatures that shares no code with the signer: the C program of the XML Security Library.
 *
 * <p>Only the given certificate's key counts. What the document says about its key is not even read.
 */
public final class Xmlsec1 {

    private static final Pattern VERSION = Pattern.compile("xmlsec1 (\\d+)\\.(\\d+)");
    private static final List<String> IDS = List.of(
            "--id-attr:AssertionID", "urn:oasis:names:tc:SAML:1.0:assertion:Assertion",
            "--id-attr:ID", "urn:oasis:names:tc:SAML:2.0:assertion:Assertion",
            "--id-attr:ID", "urn:oasis:names:tc:SAML:2.0:metadata:EntityDescriptor");
    private static final int LIMIT_SECONDS = 60;

    private Xmlsec1() {}

    /** Verifies the first signature of the document, an assertion or metadata, with this certificate's key. */
    public static Verification verify(Path xml, X509Certificate certificate) {
        String version = run(List.of("xmlsec1", "--version")).output();
        try {
            Path pem = Files.createTempFile("certificate", ".pem");
            try {
                Files.writeString(pem, pem(certificate));
                return run(command(version, xml, pem));
            } finally {
                Files.delete(pem);
            }
        } catch (IOException e) {
            throw new IllegalStateException("Cannot run xmlsec1", e);
        }
    }

    public static Verification verify(String xml, X509Certificate certificate) {
        try {
            Path file = Files.createTempFile("signed", ".xml");
            try {
                Files.writeString(file, xml);
                return verify(file, certificate);
            } finally {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new IllegalStateException("Cannot write the document for xmlsec1", e);
        }
    }

    /**
     * What the owner of the key reads.
     *
     * @throws AssertionError in the program's words when it cannot be read
     */
    public static String decrypt(String xml, String privateKeyPem) {
        try {
            Path directory = Files.createTempDirectory("encrypted");
            Path file = Files.writeString(directory.resolve("encrypted.xml"), xml);
            Path pem = Files.writeString(directory.resolve("key.pem"), privateKeyPem);
            Path plain = directory.resolve("plain.xml");
            try {
                Verification answer = run(List.of(
                        "xmlsec1",
                        "--decrypt",
                        "--privkey-pem",
                        pem.toString(),
                        "--output",
                        plain.toString(),
                        file.toString()));
                if (!answer.valid()) {
                    throw new AssertionError("Cannot be decrypted: " + answer.output());
                }
                return Files.readString(plain);
            } finally {
                for (Path each : List.of(file, pem, plain, directory)) {
                    Files.deleteIfExists(each);
                }
            }
        } catch (IOException e) {
            throw new IllegalStateException("Cannot write the document for xmlsec1", e);
        }
    }

    private static List<String> command(String version, Path xml, Path pem) {
        List<String> command = new ArrayList<>(List.of("xmlsec1", "--verify"));
        command.addAll(IDS);
        command.addAll(List.of("--enabled-key-data", "rsa"));
        if (isAtLeast13(version)) {
            // Since 1.3 a key is otherwise used only when the document names it.
            command.add("--lax-key-search");
        }
        command.addAll(List.of("--pubkey-cert-pem", pem.toString(), xml.toString()));
        return command;
    }

    private static boolean isAtLeast13(String version) {
        Matcher numbers = VERSION.matcher(version);
        if (!numbers.find()) {
            throw new IllegalStateException("Not a version of xmlsec1: " + version);
        }
        int major = Integer.parseInt(numbers.group(1));
        return major > 1 || major == 1 && Integer.parseInt(numbers.group(2)) >= 3;
    }

    private static Verification run(List<String> command) {
        Program.Answer answer = Program.run("xmlsec1", LIMIT_SECONDS, command);
        return new Verification(answer.exit() == 0, answer.output());
    }

    private static String pem(X509Certificate certificate) {
        try {
            return "-----BEGIN CERTIFICATE-----\n"
                    + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(certificate.getEncoded())
                    + "\n-----END CERTIFICATE-----\n";
        } catch (CertificateEncodingException e) {
            throw new IllegalArgumentException("Not an encodable certificate", e);
        }
    }

    /** Exists to say whether the signature is good and, in the program's words, why not. */
    public record Verification(boolean valid, String output) {}
}
