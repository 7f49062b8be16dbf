package io.bloksec.keycloak.wsfed.token;

/** Turns an assertion into signed XML. There is one way to write a token, and this is where a faster one would go in. */
public interface AssertionWriter {

    /**
     * @return the assertion on one line, without XML declaration, its enveloped signature last: exclusive canonicalisation,
     *     RSA-SHA256, one reference to the {@code AssertionID}, the certificate in {@code KeyInfo} (SAML 1.1 Core, section 5.4)
     */
    String write(Assertion assertion, SigningKey key);
}
