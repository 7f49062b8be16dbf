package io.bloksec.keycloak.wsfed.token;

/**
 * Who an assertion is about (SAML 1.1 Core, section 2.4.2.2).
 *
 * @param format URI of section 7.3 or of the relying party's own
 */
public record NameIdentifier(String format, String value) {

    public static final String UNSPECIFIED = "urn:oasis:names:tc:SAML:1.1:nameid-format:unspecified";

    public NameIdentifier {
        XmlText.requireRepresentable("NameIdentifier", value);
        XmlText.requireRepresentable("NameIdentifier/@Format", format);
    }

    public static NameIdentifier unspecified(String value) {
        return new NameIdentifier(UNSPECIFIED, value);
    }
}
