package io.bloksec.keycloak.wsfed.token;

import java.io.ByteArrayInputStream;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import org.keycloak.common.crypto.CryptoIntegration;
import org.keycloak.common.util.CertificateUtils;

/** Real RSA keys with a certificate as Keycloak makes them, for tests. */
public final class Keys {

    private Keys() {}

    public static SigningKey rsa2048(String commonName) {
        try {
            CryptoIntegration.init(Keys.class.getClassLoader());
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            KeyPair pair = generator.generateKeyPair();
            X509Certificate made = CertificateUtils.generateV1SelfSignedCertificate(pair, commonName);
            X509Certificate certificate = (X509Certificate) CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(made.getEncoded()));
            return new SigningKey(pair.getPrivate(), certificate);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
