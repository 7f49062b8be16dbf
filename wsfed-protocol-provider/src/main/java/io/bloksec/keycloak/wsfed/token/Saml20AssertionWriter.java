package io.bloksec.keycloak.wsfed.token;

import org.w3c.dom.Element;

/**
 * A SAML 2.0 assertion: one subject for all statements, its signature behind the issuer (SAML 2.0 Core, sections 2.3.3 and 5.4). A claim's whole
 * URI is the attribute's name.
 */
public final class Saml20AssertionWriter implements AssertionWriter {

    private static final String SAML = "urn:oasis:names:tc:SAML:2.0:assertion";
    private static final String BEARER = "urn:oasis:names:tc:SAML:2.0:cm:bearer";
    private static final String URI_NAMES = "urn:oasis:names:tc:SAML:2.0:attrname-format:uri";
    private static final String CONTEXT_CLASSES = "urn:oasis:names:tc:SAML:2.0:ac:classes:";

    @Override
    public String write(Assertion assertion, SigningKey key) {
        Element root = toElement(assertion);
        SignedXml.sign(root, "ID", root.getFirstChild().getNextSibling(), key);
        return SignedXml.serialise(root);
    }

    private static Element toElement(Assertion assertion) {
        Element root = SignedXml.root(SAML, "saml", "Assertion");
        root.setAttribute("ID", assertion.assertionId());
        root.setAttribute("IssueInstant", Timestamps.format(assertion.issueInstant()));
        root.setAttribute("Version", "2.0");
        child(root, "Issuer").setTextContent(assertion.issuer());
        addSubject(root, assertion);

        Element conditions = child(root, "Conditions");
        conditions.setAttribute("NotBefore", Timestamps.format(assertion.notBefore()));
        conditions.setAttribute("NotOnOrAfter", Timestamps.format(assertion.notOnOrAfter()));
        child(child(conditions, "AudienceRestriction"), "Audience").setTextContent(assertion.audience());

        AuthenticationStatement authentication = assertion.authentication();
        Element statement = child(root, "AuthnStatement");
        statement.setAttribute("AuthnInstant", Timestamps.format(authentication.authenticationInstant()));
        child(child(statement, "AuthnContext"), "AuthnContextClassRef")
                .setTextContent(CONTEXT_CLASSES + contextClass(authentication.authenticationMethod()));

        if (!assertion.attributes().isEmpty()) {
            Element attributeStatement = child(root, "AttributeStatement");
            assertion.attributes().forEach(attribute -> addAttribute(attributeStatement, attribute));
        }
        return root;
    }

    private static void addSubject(Element root, Assertion assertion) {
        Element subject = child(root, "Subject");
        Element name = child(subject, "NameID");
        name.setAttribute("Format", assertion.subject().format());
        name.setTextContent(assertion.subject().value());
        Element confirmation = child(subject, "SubjectConfirmation");
        confirmation.setAttribute("Method", BEARER);
        child(confirmation, "SubjectConfirmationData")
                .setAttribute("NotOnOrAfter", Timestamps.format(assertion.notOnOrAfter()));
    }

    private static void addAttribute(Element attributeStatement, Attribute attribute) {
        Element element = child(attributeStatement, "Attribute");
        element.setAttribute("Name", attribute.namespace() + "/" + attribute.name());
        element.setAttribute("NameFormat", URI_NAMES);
        attribute.values().forEach(value -> child(element, "AttributeValue").setTextContent(value));
    }

    /** SAML 2.0 has no class that is a passkey; one that nobody used must not be claimed (SAML 2.0 Authentication Context, section 3.4). */
    private static String contextClass(String authenticationMethod) {
        return AuthenticationStatement.PASSWORD.equals(authenticationMethod)
                ? "PasswordProtectedTransport"
                : "unspecified";
    }

    private static Element child(Element parent, String name) {
        Element child = parent.getOwnerDocument().createElementNS(SAML, "saml:" + name);
        parent.appendChild(child);
        return child;
    }
}
