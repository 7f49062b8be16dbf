package io.bloksec.keycloak.wsfed.token;

import org.w3c.dom.Element;

/** A SAML 1.1 assertion, its signature last (SAML 1.1 Core, sections 2.3.2 and 5.4). */
public final class Saml11AssertionWriter implements AssertionWriter {

    private static final String SAML = "urn:oasis:names:tc:SAML:1.0:assertion";
    private static final String BEARER = "urn:oasis:names:tc:SAML:1.0:cm:bearer";

    @Override
    public String write(Assertion assertion, SigningKey key) {
        Element root = toElement(assertion);
        SignedXml.sign(root, "AssertionID", null, key);
        return SignedXml.serialise(root);
    }

    private static Element toElement(Assertion assertion) {
        Element root = SignedXml.root(SAML, "saml", "Assertion");
        root.setAttribute("MajorVersion", "1");
        root.setAttribute("MinorVersion", "1");
        root.setAttribute("AssertionID", assertion.assertionId());
        root.setAttribute("Issuer", assertion.issuer());
        root.setAttribute("IssueInstant", Timestamps.format(assertion.issueInstant()));

        Element conditions = child(root, "Conditions");
        conditions.setAttribute("NotBefore", Timestamps.format(assertion.notBefore()));
        conditions.setAttribute("NotOnOrAfter", Timestamps.format(assertion.notOnOrAfter()));
        child(child(conditions, "AudienceRestrictionCondition"), "Audience").setTextContent(assertion.audience());

        AuthenticationStatement authentication = assertion.authentication();
        Element authenticationStatement = child(root, "AuthenticationStatement");
        authenticationStatement.setAttribute("AuthenticationMethod", authentication.authenticationMethod());
        authenticationStatement.setAttribute(
                "AuthenticationInstant", Timestamps.format(authentication.authenticationInstant()));
        addSubject(authenticationStatement, assertion.subject());

        if (!assertion.attributes().isEmpty()) {
            Element attributeStatement = child(root, "AttributeStatement");
            addSubject(attributeStatement, assertion.subject());
            assertion.attributes().forEach(attribute -> addAttribute(attributeStatement, attribute));
        }
        return root;
    }

    private static void addSubject(Element statement, NameIdentifier name) {
        Element subject = child(statement, "Subject");
        Element nameIdentifier = child(subject, "NameIdentifier");
        nameIdentifier.setAttribute("Format", name.format());
        nameIdentifier.setTextContent(name.value());
        child(child(subject, "SubjectConfirmation"), "ConfirmationMethod").setTextContent(BEARER);
    }

    private static void addAttribute(Element attributeStatement, Attribute attribute) {
        Element element = child(attributeStatement, "Attribute");
        element.setAttribute("AttributeName", attribute.name());
        element.setAttribute("AttributeNamespace", attribute.namespace());
        attribute.values().forEach(value -> child(element, "AttributeValue").setTextContent(value));
    }

    private static Element child(Element parent, String name) {
        Element child = parent.getOwnerDocument().createElementNS(SAML, "saml:" + name);
        parent.appendChild(child);
        return child;
    }
}
