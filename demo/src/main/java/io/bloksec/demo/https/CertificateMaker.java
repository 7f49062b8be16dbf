package io.bloksec.demo.https;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Makes what {@link DemoCertificate} reads: a CA, the server's key with a certificate signed by it, and no CA key any more. */
final class CertificateMaker {

    /** iOS takes a server's certificate for 398 days at most. The CA's frames it. */
    private static final int SERVER_DAYS = 396;

    private static final int CA_DAYS = 397;

    /** Phones' clocks differ, so it has begun a day ago. */
    private static final Duration BEFORE = Duration.ofDays(1);

    private static final String CA_STORE = "ca.p12";
    private static final String REQUEST = "server.csr";
    private static final String SIGNED = "server.crt";

    private final Path all;
    private final HostName name;
    private final Instant now;

    /** @param all the directory with one directory for each name */
    CertificateMaker(Path all, HostName name, Instant now) {
        this.all = all;
        this.name = name;
        this.now = now;
    }

    /** Beside its place and then moved there, so that what is there is whole. */
    void make() throws IOException, GeneralSecurityException {
        Files.createDirectories(all);
        Files.setPosixFilePermissions(all, PosixFilePermissions.fromString("rwx------"));
        // No name begins with a dot.
        Path making = Files.createTempDirectory(all, ".new-");
        try {
            sign(making);
            chain(making);
            for (String used : List.of(CA_STORE, REQUEST, SIGNED)) {
                Files.delete(making.resolve(used));
            }
            try (Stream<Path> made = Files.list(making)) {
                for (Path file : made.toList()) {
                    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
                }
            }
            Path place = all.resolve(name.text());
            delete(place);
            Files.move(making, place, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            delete(making);
        }
    }

    private void sign(Path making) throws IOException {
        Keytool keytool = new Keytool(making, DemoCertificate.STORE_PASSWORD);
        String begin = utc("yyyy/MM/dd HH:mm:ss", now.minus(BEFORE));
        String[] key = {"-genkeypair", "-keyalg", "EC", "-groupname", "secp256r1", "-sigalg", "SHA256withECDSA"};
        // The time tells people which of several to remove from a phone.
        String subject = "CN=BlokKey demo CA " + utc("yyyy-MM-dd HH.mm", now);
        keytool.run(
                CA_STORE,
                with(
                        key,
                        words("-alias ca -validity " + CA_DAYS),
                        words("-ext bc:critical=ca:true,pathlen:0 -ext ku:critical=keyCertSign"),
                        new String[] {"-startdate", begin, "-dname", subject}));
        keytool.run(
                DemoCertificate.SERVER,
                with(key, words("-alias " + DemoCertificate.ALIAS), new String[] {"-dname", "CN=BlokKey demo"}));
        keytool.run(DemoCertificate.SERVER, words("-certreq -alias " + DemoCertificate.ALIAS + " -file " + REQUEST));
        keytool.run(
                CA_STORE,
                with(
                        words("-gencert -alias ca -sigalg SHA256withECDSA -infile " + REQUEST + " -outfile " + SIGNED),
                        words("-validity " + SERVER_DAYS + " -ext bc:critical=ca:false"),
                        words("-ext ku:critical=digitalSignature -ext eku=serverAuth"),
                        words("-ext san=" + (name.isAddress() ? "ip:" : "dns:") + name),
                        new String[] {"-startdate", begin}));
        keytool.run(CA_STORE, words("-exportcert -rfc -alias ca -file " + DemoCertificate.CA));
        keytool.run(DemoCertificate.TRUST, words("-importcert -alias ca -file " + DemoCertificate.CA));
    }

    /** Puts what the CA has signed, and the CA's certificate, to the server's key. */
    private static void chain(Path making) throws IOException, GeneralSecurityException {
        char[] password = DemoCertificate.STORE_PASSWORD.toCharArray();
        CertificateFactory factory = CertificateFactory.getInstance("X.509");
        KeyStore store = KeyStore.getInstance("PKCS12");
        Path file = making.resolve(DemoCertificate.SERVER);
        try (InputStream in = Files.newInputStream(file);
                InputStream signed = Files.newInputStream(making.resolve(SIGNED));
                InputStream signer = Files.newInputStream(making.resolve(DemoCertificate.CA))) {
            store.load(in, password);
            Certificate[] chain = {factory.generateCertificate(signed), factory.generateCertificate(signer)};
            store.setKeyEntry(DemoCertificate.ALIAS, store.getKey(DemoCertificate.ALIAS, password), password, chain);
        }
        try (OutputStream out = Files.newOutputStream(file)) {
            store.store(out, password);
        }
    }

    private static String utc(String pattern, Instant instant) {
        return DateTimeFormatter.ofPattern(pattern, Locale.ROOT)
                .withZone(ZoneOffset.UTC)
                .format(instant);
    }

    private static String[] words(String line) {
        return line.split(" ");
    }

    private static String[] with(String[]... parts) {
        return Arrays.stream(parts).flatMap(Arrays::stream).toArray(String[]::new);
    }

    private static void delete(Path directory) throws IOException {
        if (Files.isDirectory(directory)) {
            try (Stream<Path> files = Files.list(directory)) {
                for (Path file : files.toList()) {
                    Files.delete(file);
                }
            }
            Files.delete(directory);
        }
    }
}
