package io.bloksec.keycloak.wsfed.token;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The kinds of token that relying parties are given, each with both its names: WS-Trust's own and the WSS SAML Token Profile 1.1's. */
public enum TokenType {
    SAML_1_1(
            "SAML 1.1",
            new Saml11AssertionWriter(),
            "urn:oasis:names:tc:SAML:1.0:assertion",
            "http://docs.oasis-open.org/wss/oasis-wss-saml-token-profile-1.1#SAMLV1.1"),
    SAML_2_0(
            "SAML 2.0",
            new Saml20AssertionWriter(),
            "urn:oasis:names:tc:SAML:2.0:assertion",
            "http://docs.oasis-open.org/wss/oasis-wss-saml-token-profile-1.1#SAMLV2.0");

    private final String label;
    private final AssertionWriter writer;
    private final List<String> uris;

    TokenType(String label, AssertionWriter writer, String... uris) {
        this.label = label;
        this.writer = writer;
        this.uris = List.of(uris);
    }

    /** @param uri one of its names in {@code TokenType} */
    public static Optional<TokenType> ofUri(String uri) {
        return Arrays.stream(values()).filter(type -> type.uris.contains(uri)).findFirst();
    }

    /** @param label as settings and events write it */
    public static Optional<TokenType> ofLabel(String label) {
        return Arrays.stream(values()).filter(type -> type.label.equals(label)).findFirst();
    }

    /** The name that answers use where the request used none. */
    public String uri() {
        return uris.get(0);
    }

    public String label() {
        return label;
    }

    public AssertionWriter writer() {
        return writer;
    }
}
