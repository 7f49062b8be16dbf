package io.bloksec.judge;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Base64;

/** An issuer of the tests: a fresh key, its certificate, and the metadata that makes them known. */
public record Issuer(PrivateKey key, X509Certificate certificate) {

    public static final String ID = "https://idp.example/realms/demo";
    private static final String PASSWORD = "changeit";

    public static Issuer create(Path directory, String alias)
            throws IOException, GeneralSecurityException, InterruptedException {
        Path file = directory.resolve(alias + ".p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        alias,
                        "-keyalg",
                        "RSA",
                        "-keysize",
                        "2048",
                        "-dname",
                        "CN=" + alias,
                        "-validity",
                        "2",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        file.toString(),
                        "-storepass",
                        PASSWORD)
                .redirectErrorStream(true)
                .start();
        String said = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (keytool.waitFor() != 0) {
            throw new IllegalStateException(said);
        }
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, PASSWORD.toCharArray());
        }
        return new Issuer((PrivateKey) store.getKey(alias, PASSWORD.toCharArray()), (X509Certificate)
                store.getCertificate(alias));
    }

    public String metadata() throws GeneralSecurityException {
        return """
                <EntityDescriptor xmlns="urn:oasis:names:tc:SAML:2.0:metadata" entityID="%s">\
                <RoleDescriptor xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" \
                xmlns:fed="http://docs.oasis-open.org/wsfed/federation/200706" \
                xsi:type="fed:SecurityTokenServiceType" \
                protocolSupportEnumeration="http://docs.oasis-open.org/wsfed/federation/200706">\
                <KeyDescriptor use="signing"><ds:KeyInfo xmlns:ds="http://www.w3.org/2000/09/xmldsig#"><ds:X509Data>\
                <ds:X509Certificate>%s</ds:X509Certificate></ds:X509Data></ds:KeyInfo></KeyDescriptor>\
                <fed:PassiveRequestorEndpoint><wsa:EndpointReference xmlns:wsa="http://www.w3.org/2005/08/addressing">\
                <wsa:Address>%s/protocol/wsfed</wsa:Address></wsa:EndpointReference></fed:PassiveRequestorEndpoint>\
                </RoleDescriptor></EntityDescriptor>
                """.formatted(ID, Base64.getEncoder().encodeToString(certificate.getEncoded()), ID);
    }
}
