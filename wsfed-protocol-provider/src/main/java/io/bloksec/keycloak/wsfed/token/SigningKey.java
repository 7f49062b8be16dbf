package io.bloksec.keycloak.wsfed.token;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;

/**
 * What an assertion is signed with.
 *
 * @param privateKey RSA; tokens are signed RSA-SHA256 and nothing else
 * @param certificate of the same key pair; goes into {@code KeyInfo}, where Entra ID compares it with the registered one
 */
public record SigningKey(PrivateKey privateKey, X509Certificate certificate) {

    public SigningKey {
        if (!"RSA".equals(certificate.getPublicKey().getAlgorithm())) {
            throw new IllegalArgumentException("Tokens are signed with RSA keys only");
        }
    }
}
