package io.bloksec.keycloak.blokkey.device;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;

/** A maker of authenticators with a root certificate, under which its devices' attestation keys are certified, by the JDK's keytool. */
final class Maker {

    private static final String PASSWORD = "of-no-worth";

    private final X509Certificate root;
    private final X509Certificate leaf;
    private final PrivateKey key;

    private Maker(X509Certificate root, X509Certificate leaf, PrivateKey key) {
        this.root = root;
        this.leaf = leaf;
        this.key = key;
    }

    /** @param directory for keytool's files */
    static Maker in(Path directory) throws IOException, InterruptedException, GeneralSecurityException {
        Path ca = directory.resolve("ca.p12");
        Path device = directory.resolve("device.p12");
        Path request = directory.resolve("request.pem");
        Path certificate = directory.resolve("certificate.pem");
        keytool(
                "-genkeypair",
                "-alias",
                "ca",
                "-dname",
                "CN=Maker Root,O=Maker,C=ZZ",
                "-ext",
                "bc:critical=ca:true",
                "-keystore",
                ca.toString());
        keytool(
                "-genkeypair",
                "-alias",
                "device",
                "-dname",
                "CN=Key,OU=Authenticator Attestation,O=Maker,C=ZZ",
                "-keystore",
                device.toString());
        keytool("-certreq", "-alias", "device", "-file", request.toString(), "-keystore", device.toString());
        // WebAuthn Level 3 section 8.2.1: version 3, and no certificate authority.
        keytool(
                "-gencert",
                "-alias",
                "ca",
                "-infile",
                request.toString(),
                "-outfile",
                certificate.toString(),
                "-rfc",
                "-ext",
                "bc=ca:false",
                "-keystore",
                ca.toString());
        X509Certificate leaf;
        try (InputStream in = Files.newInputStream(certificate)) {
            leaf = (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
        }
        return new Maker((X509Certificate) store(ca).getCertificate("ca"), leaf, (PrivateKey)
                store(device).getKey("device", PASSWORD.toCharArray()));
    }

    X509Certificate root() {
        return root;
    }

    X509Certificate leaf() {
        return leaf;
    }

    byte[] sign(byte[] message) throws GeneralSecurityException {
        Signature signature = Signature.getInstance("SHA256withECDSA");
        signature.initSign(key);
        signature.update(message);
        return signature.sign();
    }

    private static KeyStore store(Path file) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, PASSWORD.toCharArray());
        }
        return store;
    }

    private static void keytool(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(List.of(arguments));
        command.addAll(List.of("-storepass", PASSWORD, "-storetype", "PKCS12"));
        if (arguments[0].equals("-genkeypair")) {
            command.addAll(List.of("-keyalg", "EC", "-groupname", "secp256r1", "-validity", "30"));
        }
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes());
        if (process.waitFor() != 0) {
            throw new IllegalStateException(said);
        }
    }
}
