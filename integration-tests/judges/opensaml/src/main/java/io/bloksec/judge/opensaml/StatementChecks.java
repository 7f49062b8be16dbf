package io.bloksec.judge.opensaml;

import io.bloksec.judge.Metadata;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.opensaml.saml.saml1.core.Assertion;
import org.opensaml.saml.saml1.core.AuthenticationStatement;
import org.opensaml.saml.saml1.core.ConfirmationMethod;
import org.opensaml.saml.saml1.core.Subject;
import org.opensaml.saml.saml1.core.SubjectStatement;

/** What a relying party asks of an assertion's content once its signature holds (SAML 1.1 Core, sections 2.3 and 2.4). */
final class StatementChecks {

    private static final Duration SKEW = Duration.ofMinutes(3);

    private final List<String> problems;

    StatementChecks(List<String> problems) {
        this.problems = problems;
    }

    void check(Assertion assertion, Metadata metadata, String audience) {
        require(assertion.getMajorVersion() == 1 && assertion.getMinorVersion() == 1, "version: not 1.1");
        require(
                assertion.getID() != null && assertion.getID().matches("[A-Za-z_][A-Za-z0-9._-]*"),
                "AssertionID: not an NCName");
        require(
                metadata.entityId().equals(assertion.getIssuer()),
                "issuer: " + assertion.getIssuer() + ", the metadata says " + metadata.entityId());
        checkConditions(assertion, audience);
        checkStatements(assertion);
    }

    private void checkConditions(Assertion assertion, String audience) {
        Instant now = Instant.now();
        var conditions = assertion.getConditions();
        if (conditions == null || conditions.getNotBefore() == null || conditions.getNotOnOrAfter() == null) {
            problems.add("conditions: a time is missing");
            return;
        }
        require(!conditions.getNotBefore().isAfter(now.plus(SKEW)), "conditions: not valid yet");
        require(conditions.getNotOnOrAfter().isAfter(now.minus(SKEW)), "conditions: expired");
        List<String> audiences = audiences(assertion).toList();
        require(
                audience != null && audiences.equals(List.of(audience)),
                "audience: " + audiences + ", not " + audience);
    }

    private void checkStatements(Assertion assertion) {
        require(!assertion.getAuthenticationStatements().isEmpty(), "no AuthenticationStatement");
        for (AuthenticationStatement statement : assertion.getAuthenticationStatements()) {
            require(
                    statement.getAuthenticationInstant() != null
                            && !statement
                                    .getAuthenticationInstant()
                                    .isAfter(Instant.now().plus(SKEW))
                            && assertion.getIssueInstant() != null
                            && !statement.getAuthenticationInstant().isAfter(assertion.getIssueInstant()),
                    "AuthenticationInstant: in the future, or after IssueInstant");
        }
        List<Subject> subjects = assertion.getStatements().stream()
                .filter(SubjectStatement.class::isInstance)
                .map(statement -> ((SubjectStatement) statement).getSubject())
                .toList();
        for (Subject subject : subjects) {
            require(subject.getDOM().isEqualNode(subjects.get(0).getDOM()), "Subject: not the same in every statement");
            require(isBearer(subject), "SubjectConfirmation: not bearer");
        }
        assertion.getAttributeStatements().forEach(statement -> {
            require(!statement.getAttributes().isEmpty(), "AttributeStatement: empty");
            statement
                    .getAttributes()
                    .forEach(attribute -> require(
                            !attribute.getAttributeValues().isEmpty(),
                            "Attribute without a value: " + attribute.getAttributeName()));
        });
    }

    static Stream<String> audiences(Assertion assertion) {
        return assertion.getConditions() == null
                ? Stream.empty()
                : assertion.getConditions().getAudienceRestrictionConditions().stream()
                        .flatMap(condition -> condition.getAudiences().stream())
                        .map(audience -> audience.getDOM().getTextContent());
    }

    private static boolean isBearer(Subject subject) {
        return subject.getSubjectConfirmation() != null
                && subject.getSubjectConfirmation().getConfirmationMethods().stream()
                        .map(ConfirmationMethod::getURI)
                        .toList()
                        .equals(List.of(ConfirmationMethod.METHOD_BEARER));
    }

    private void require(boolean holds, String problem) {
        if (!holds) {
            problems.add(problem);
        }
    }
}
