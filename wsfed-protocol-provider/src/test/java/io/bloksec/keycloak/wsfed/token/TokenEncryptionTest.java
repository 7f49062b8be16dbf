package io.bloksec.keycloak.wsfed.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.Base64;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.StringLength;
import org.apache.xml.security.encryption.XMLCipher;
import org.apache.xml.security.encryption.XMLEncryptionException;
import org.keycloak.common.util.CertificateUtils;
import org.w3c.dom.Element;

/** Whom an encrypted token tells what: its relying party all of it, the browser nothing. */
class TokenEncryptionTest {

    private static final String XENC = "http://www.w3.org/2001/04/xmlenc#";
    private static final SigningKey RECIPIENT = Keys.rsa2048("relying party");
    private static final String TOKEN =
            "<saml:Assertion xmlns:saml=\"urn:x\">Zoë &amp; \uD83D\uDE00&#13;</saml:Assertion>";

    @Example
    void onlyTheRelyingPartysKeyReadsIt() throws Exception {
        for (boolean cbc : new boolean[] {false, true}) {
            String encrypted = new TokenEncryption(RECIPIENT.certificate(), cbc).encrypt(TOKEN);

            assertThat(encrypted).doesNotContain("saml:", "Zoë", "&amp;").doesNotContain("\n", "\r", "&#13;");
            assertThat(decrypt(encrypted, RECIPIENT)).isEqualTo(TOKEN);
            assertThatThrownBy(() -> decrypt(encrypted, Keys.rsa2048("relying party")))
                    .isInstanceOf(XMLEncryptionException.class);
        }
    }

    @Example
    void itsAlgorithmsAreWhatTheSettingSays() throws Exception {
        assertThat(new TokenEncryption(RECIPIENT.certificate(), false).encrypt(TOKEN))
                .contains("http://www.w3.org/2009/xmlenc11#aes256-gcm")
                .contains("http://www.w3.org/2001/04/xmlenc#rsa-oaep-mgf1p")
                .contains("X509IssuerSerial")
                .doesNotContain("-cbc");
        assertThat(new TokenEncryption(RECIPIENT.certificate(), true).encrypt(TOKEN))
                .contains("http://www.w3.org/2001/04/xmlenc#aes256-cbc")
                .contains("http://www.w3.org/2001/04/xmlenc#rsa-oaep-mgf1p");
    }

    @Example
    void noTwoTokensHaveAKeyInCommon() {
        TokenEncryption encryption = new TokenEncryption(RECIPIENT.certificate(), false);

        assertThat(encryption.encrypt(TOKEN)).isNotEqualTo(encryption.encrypt(TOKEN));
    }

    /** By AES-GCM: one changed byte, and nothing of it is read. */
    @Example
    void aChangedTokenIsNotRead() throws Exception {
        Element encrypted = SignatureCheck.parse(new TokenEncryption(RECIPIENT.certificate(), false).encrypt(TOKEN));
        Element value =
                (Element) encrypted.getElementsByTagNameNS(XENC, "CipherValue").item(1);
        byte[] bytes = Base64.getDecoder().decode(value.getTextContent());
        bytes[bytes.length / 2] ^= 1;
        value.setTextContent(Base64.getEncoder().encodeToString(bytes));

        assertThatThrownBy(() -> decrypt(encrypted, RECIPIENT)).isInstanceOf(XMLEncryptionException.class);
    }

    @Example
    void aCertificateIsReadAsPemAndAsBase64() throws Exception {
        String base64 =
                Base64.getMimeEncoder().encodeToString(RECIPIENT.certificate().getEncoded());

        assertThat(TokenEncryption.certificate(base64)).isEqualTo(RECIPIENT.certificate());
        assertThat(TokenEncryption.certificate(
                        "-----BEGIN CERTIFICATE-----\n" + base64 + "\n-----END CERTIFICATE-----\n"))
                .isEqualTo(RECIPIENT.certificate());
    }

    @Example
    void anEllipticOrShortKeyWillNotDo() throws Exception {
        for (String[] kind : new String[][] {{"RSA", "1024"}, {"EC", "256"}}) {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(kind[0]);
            generator.initialize(Integer.parseInt(kind[1]));
            KeyPair pair = generator.generateKeyPair();
            KeyPair signer = new KeyPair(pair.getPublic(), Keys.rsa2048("any").privateKey());
            byte[] certificate = CertificateUtils.generateV1SelfSignedCertificate(signer, "weak")
                    .getEncoded();

            assertThatThrownBy(() ->
                            TokenEncryption.certificate(Base64.getEncoder().encodeToString(certificate)))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Property(tries = 500)
    void anythingElseIsNoCertificate(@ForAll @StringLength(max = 200) String text) {
        assertThatThrownBy(() -> TokenEncryption.certificate(text)).isInstanceOf(IllegalArgumentException.class);
    }

    private static String decrypt(String encrypted, SigningKey key) throws Exception {
        return decrypt(SignatureCheck.parse(encrypted), key);
    }

    private static String decrypt(Element encrypted, SigningKey key) throws Exception {
        XMLCipher cipher = XMLCipher.getInstance();
        cipher.init(XMLCipher.DECRYPT_MODE, null);
        cipher.setKEK(key.privateKey());
        return new String(cipher.decryptToByteArray(encrypted), StandardCharsets.UTF_8);
    }
}
