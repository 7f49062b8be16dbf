package io.bloksec.keycloak.wsfed.token;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPublicKey;
import java.util.Base64;
import javax.crypto.KeyGenerator;
import javax.crypto.SecretKey;
import org.apache.xml.security.Init;
import org.apache.xml.security.encryption.EncryptedData;
import org.apache.xml.security.encryption.EncryptedKey;
import org.apache.xml.security.encryption.XMLCipher;
import org.apache.xml.security.exceptions.XMLSecurityException;
import org.apache.xml.security.keys.KeyInfo;
import org.apache.xml.security.keys.content.X509Data;
import org.apache.xml.security.utils.EncryptionConstants;
import org.w3c.dom.Document;

/**
 * Makes a token unreadable to the browser that carries it: an {@code xenc:EncryptedData} in the token's place (XML Encryption 1.1), which is what
 * .NET and Fediz read in a {@code RequestedSecurityToken}. The key is new for each token, and wrapped by RSA-OAEP for the relying party's
 * certificate, which it is told by issuer and serial.
 *
 * @param recipient RSA, 2048 bits at least
 * @param cbc AES-256-CBC instead of AES-256-GCM: unauthenticated, so that who may send the relying party changed tokens and see its errors can
 *     read them; for software that knows nothing else
 */
public record TokenEncryption(X509Certificate recipient, boolean cbc) {

    private static final int LEAST_BITS = 2048;

    static {
        Init.init();
    }

    public TokenEncryption {
        if (!(recipient.getPublicKey() instanceof RSAPublicKey key)
                || key.getModulus().bitLength() < LEAST_BITS) {
            throw new IllegalArgumentException("Not a certificate with an RSA key of at least " + LEAST_BITS + " bits");
        }
    }

    /**
     * @param text PEM, or base64 alone
     * @throws IllegalArgumentException when it is no certificate, or none with a key that will do
     */
    public static X509Certificate certificate(String text) {
        String base64 = text.replaceAll("-----(BEGIN|END) CERTIFICATE-----", "").replaceAll("\\s", "");
        try {
            X509Certificate certificate = (X509Certificate) CertificateFactory.getInstance("X.509")
                    .generateCertificate(
                            new ByteArrayInputStream(Base64.getDecoder().decode(base64)));
            return new TokenEncryption(certificate, false).recipient();
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("Not an X.509 certificate", e);
        }
    }

    /** @param token serialised; its bytes are what is decrypted, so a signature in it holds */
    public String encrypt(String token) {
        String algorithm = cbc ? XMLCipher.AES_256 : XMLCipher.AES_256_GCM;
        // The document only makes elements; what is encrypted is the text.
        Document document = SignedXml.root(EncryptionConstants.EncryptionSpecNS, "xenc", "EncryptedData")
                .getOwnerDocument();
        try {
            SecretKey key = newKey();
            XMLCipher cipher = XMLCipher.getInstance(algorithm);
            cipher.init(XMLCipher.ENCRYPT_MODE, key);
            EncryptedData encrypted = cipher.encryptData(
                    document,
                    EncryptionConstants.TYPE_ELEMENT,
                    new ByteArrayInputStream(token.getBytes(StandardCharsets.UTF_8)));
            KeyInfo keyInfo = new KeyInfo(document);
            keyInfo.add(wrap(document, key));
            encrypted.setKeyInfo(keyInfo);
            // Line ends stand between elements and in base64 only.
            return SignedXml.serialise(cipher.martial(encrypted))
                    .replace("&#13;", "")
                    .replace("\n", "");
        } catch (Exception e) {
            // XMLCipher.encryptData declares nothing narrower.
            throw new IllegalStateException("The token could not be encrypted", e);
        }
    }

    private EncryptedKey wrap(Document document, SecretKey key) throws XMLSecurityException {
        XMLCipher cipher = XMLCipher.getInstance(XMLCipher.RSA_OAEP);
        cipher.init(XMLCipher.WRAP_MODE, recipient.getPublicKey());
        EncryptedKey wrapped = cipher.encryptKey(document, key);
        X509Data name = new X509Data(document);
        name.addIssuerSerial(recipient.getIssuerX500Principal().getName(), recipient.getSerialNumber());
        KeyInfo keyInfo = new KeyInfo(document);
        keyInfo.add(name);
        wrapped.setKeyInfo(keyInfo);
        return wrapped;
    }

    private static SecretKey newKey() throws GeneralSecurityException {
        KeyGenerator generator = KeyGenerator.getInstance("AES");
        generator.init(256);
        return generator.generateKey();
    }
}
