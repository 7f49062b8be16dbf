package io.bloksec.judge.opensaml;

import io.bloksec.judge.Judgement;
import io.bloksec.judge.Metadata;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.opensaml.saml.saml2.core.Assertion;
import org.opensaml.saml.saml2.core.Attribute;
import org.opensaml.saml.saml2.core.AttributeStatement;
import org.opensaml.saml.saml2.core.AuthnStatement;
import org.opensaml.saml.saml2.core.SubjectConfirmation;
import org.w3c.dom.Element;

/** What a relying party asks of a SAML 2.0 assertion's content once its signature holds (SAML 2.0 Core, sections 2.3 to 2.7). */
final class Saml2Checks {

    private static final Duration SKEW = Duration.ofMinutes(3);

    private final Assertion assertion;
    private final List<String> problems;

    Saml2Checks(Assertion assertion, List<String> problems) {
        this.assertion = assertion;
        this.problems = problems;
    }

    void check(Metadata metadata, String audience) {
        String issuer = assertion.getIssuer() == null
                ? null
                : text(assertion.getIssuer().getDOM());
        require(metadata.entityId().equals(issuer), "issuer: " + issuer + ", the metadata says " + metadata.entityId());
        checkConditions(audience);
        checkSubject();
        require(!assertion.getAuthnStatements().isEmpty(), "no AuthnStatement");
        for (AuthnStatement statement : assertion.getAuthnStatements()) {
            require(
                    statement.getAuthnInstant() != null
                            && !statement.getAuthnInstant().isAfter(assertion.getIssueInstant()),
                    "AuthnInstant: in the future, or after IssueInstant");
        }
        assertion.getAttributeStatements().stream()
                .flatMap(statement -> statement.getAttributes().stream())
                .forEach(attribute -> require(
                        !attribute.getAttributeValues().isEmpty(),
                        "Attribute without a value: " + attribute.getName()));
    }

    private void checkConditions(String audience) {
        Instant now = Instant.now();
        var conditions = assertion.getConditions();
        if (conditions == null || conditions.getNotBefore() == null || conditions.getNotOnOrAfter() == null) {
            problems.add("conditions: a time is missing");
            return;
        }
        require(!conditions.getNotBefore().isAfter(now.plus(SKEW)), "conditions: not valid yet");
        require(conditions.getNotOnOrAfter().isAfter(now.minus(SKEW)), "conditions: expired");
        require(
                audience != null && audiences().equals(List.of(audience)),
                "audience: " + audiences() + ", not " + audience);
    }

    private void checkSubject() {
        var subject = assertion.getSubject();
        require(subject != null && subject.getNameID() != null, "Subject: no NameID");
        require(
                subject != null
                        && subject.getSubjectConfirmations().stream()
                                .map(SubjectConfirmation::getMethod)
                                .toList()
                                .equals(List.of(SubjectConfirmation.METHOD_BEARER)),
                "SubjectConfirmation: not bearer");
    }

    private List<String> audiences() {
        return assertion.getConditions() == null
                ? List.of()
                : assertion.getConditions().getAudienceRestrictions().stream()
                        .flatMap(restriction -> restriction.getAudiences().stream())
                        .map(audience -> text(audience.getDOM()))
                        .toList();
    }

    Judgement judgement() {
        Element name = assertion.getSubject() == null || assertion.getSubject().getNameID() == null
                ? null
                : assertion.getSubject().getNameID().getDOM();
        AuthnStatement authentication =
                assertion.getAuthnStatements().stream().findFirst().orElse(null);
        return new Judgement(
                OpenSamlJudge.NAME,
                problems.isEmpty(),
                problems,
                assertion.getID(),
                assertion.getIssuer() == null
                        ? null
                        : text(assertion.getIssuer().getDOM()),
                audiences().stream().findFirst().orElse(null),
                name == null ? null : text(name),
                name == null || !name.hasAttribute("Format") ? null : name.getAttribute("Format"),
                authentication == null
                        ? null
                        : authentication
                                .getAuthnContext()
                                .getAuthnContextClassRef()
                                .getURI(),
                authentication == null ? null : authentication.getDOM().getAttribute("AuthnInstant"),
                claims());
    }

    private Map<String, List<String>> claims() {
        Map<String, List<String>> claims = new LinkedHashMap<>();
        for (AttributeStatement statement : assertion.getAttributeStatements()) {
            for (Attribute attribute : statement.getAttributes()) {
                List<String> values = claims.computeIfAbsent(attribute.getName(), type -> new ArrayList<>());
                attribute.getAttributeValues().forEach(value -> values.add(text(value.getDOM())));
            }
        }
        return claims;
    }

    private static String text(Element element) {
        return element.getTextContent();
    }

    private void require(boolean holds, String problem) {
        if (!holds) {
            problems.add(problem);
        }
    }
}
