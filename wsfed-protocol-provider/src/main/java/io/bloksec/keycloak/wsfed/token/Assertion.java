package io.bloksec.keycloak.wsfed.token;

import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A SAML 1.1 assertion before it is written (SAML 1.1 Core, section 2.3.2): one audience, one bearer subject, one
 * authentication statement, and attributes where there are any.
 *
 * @param assertionId {@code xs:ID}; make one with {@link AssertionIds}
 * @param issuer compared character by character by relying parties
 * @param issueInstant when the token was made
 * @param notBefore start of validity, inclusive
 * @param notOnOrAfter end of validity, exclusive
 * @param audience the only relying party the token is for
 * @param subject repeated in every statement, always the same: .NET readers make separate identities of different ones
 * @param authentication never later than {@code issueInstant}
 * @param attributes may be empty, then there is no attribute statement
 */
public record Assertion(
        String assertionId,
        String issuer,
        Instant issueInstant,
        Instant notBefore,
        Instant notOnOrAfter,
        String audience,
        NameIdentifier subject,
        AuthenticationStatement authentication,
        List<Attribute> attributes) {

    private static final Pattern XS_ID = Pattern.compile("[A-Za-z_][A-Za-z0-9_.-]*");

    public Assertion {
        attributes = List.copyOf(attributes);
        XmlText.requireRepresentable("Issuer", issuer);
        XmlText.requireRepresentable("Audience", audience);
        if (!XS_ID.matcher(assertionId).matches()) {
            throw new IllegalArgumentException("AssertionID is no xs:ID");
        }
        if (!notBefore.isBefore(notOnOrAfter)) {
            throw new IllegalArgumentException("An assertion that is never valid");
        }
        if (authentication.authenticationInstant().isAfter(issueInstant)) {
            throw new IllegalArgumentException("An authentication in the future");
        }
    }
}
