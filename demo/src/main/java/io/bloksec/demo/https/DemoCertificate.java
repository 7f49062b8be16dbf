package io.bloksec.demo.https;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.cert.CertPathValidator;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * The demo's server certificate for one name, and the certificate of the CA that phones trust for it.
 *
 * <p>Each name has a CA of its own, whose key signs this one certificate and is deleted at once. So a phone that trusts the CA
 * trusts this one server and nothing that anybody could make later, and both certificates are kept for as long as they last.
 */
public final class DemoCertificate {

    /**
     * PKCS #12 wants one. It protects nothing, as whoever can read the files could read it too: their mode does, 0600 in a
     * directory of mode 0700. {@code ./start} tells it to Keycloak.
     */
    static final String STORE_PASSWORD = "demo-store";

    /** Names in the directory of the name: the server's key and chain, the CA as trust store, the CA in PEM. */
    static final String SERVER = "server.p12";

    static final String TRUST = "trust.p12";
    static final String CA = "ca.crt";

    static final String ALIAS = "server";

    /** So that a phone is not asked anew in the middle of a demonstration. */
    private static final Duration LEFT_AT_LEAST = Duration.ofDays(7);

    private final KeyStore server;
    private final X509Certificate leaf;
    private final X509Certificate ca;

    private DemoCertificate(Path directory) throws IOException, GeneralSecurityException {
        server = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(directory.resolve(SERVER))) {
            server.load(in, STORE_PASSWORD.toCharArray());
        }
        Certificate[] chain = server.getCertificateChain(ALIAS);
        if (chain == null || chain.length != 2) {
            throw new GeneralSecurityException("No chain of two in " + directory.resolve(SERVER));
        }
        leaf = (X509Certificate) chain[0];
        ca = (X509Certificate) chain[1];
        for (String other : List.of(TRUST, CA)) {
            if (!Files.isRegularFile(directory.resolve(other))) {
                throw new IOException("No " + other + " in " + directory);
            }
        }
    }

    /**
     * The one that was made before, or a new one when there is none that lasts another week.
     *
     * @param all the directory with one directory for each name
     */
    public static DemoCertificate of(Path all, HostName name, Clock clock) throws IOException {
        try {
            return kept(all, name, clock);
        } catch (IOException | GeneralSecurityException none) {
            try {
                new CertificateMaker(all, name, clock.instant()).make();
                return kept(all, name, clock);
            } catch (GeneralSecurityException e) {
                throw new IOException("The certificate that was made for " + name + " does not hold", e);
            }
        }
    }

    /**
     * The one that was made before.
     *
     * @throws IOException when there is none
     * @throws GeneralSecurityException when it does not hold, or not for another week
     */
    public static DemoCertificate kept(Path all, HostName name, Clock clock)
            throws IOException, GeneralSecurityException {
        DemoCertificate kept = new DemoCertificate(all.resolve(name.text()));
        kept.check(clock.instant().plus(LEFT_AT_LEAST));
        return kept;
    }

    /** What phones are asked to trust. */
    public X509Certificate ca() {
        return ca;
    }

    /** What the servers show. */
    public X509Certificate leaf() {
        return leaf;
    }

    /** Of the CA's certificate, as phones show it: 32 bytes in hexadecimal. */
    public String fingerprint() {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(ca.getEncoded());
            return HexFormat.ofDelimiter(":").withUpperCase().formatHex(hash);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }

    /** For a server under the name. */
    public SSLContext serverContext() throws GeneralSecurityException {
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(server, STORE_PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        return context;
    }

    /** For a client that trusts the CA and nobody else. */
    public SSLContext clientContext() throws GeneralSecurityException, IOException {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("ca", ca);
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }

    /** As a client that trusts the CA would, at that time. Such a client does not look at how long the CA itself lasts; we do. */
    private void check(Instant until) throws GeneralSecurityException {
        PKIXParameters parameters = new PKIXParameters(Set.of(new TrustAnchor(ca, null)));
        parameters.setRevocationEnabled(false);
        parameters.setDate(Date.from(until));
        CertPathValidator.getInstance("PKIX")
                .validate(CertificateFactory.getInstance("X.509").generateCertPath(List.of(leaf)), parameters);
        ca.checkValidity(Date.from(until));
    }
}
