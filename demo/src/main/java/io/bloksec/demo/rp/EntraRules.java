package io.bloksec.demo.rp;

import static io.bloksec.demo.rp.AadSts.AADSTS20001;
import static io.bloksec.demo.rp.AadSts.AADSTS20012;
import static io.bloksec.demo.rp.AadSts.AADSTS50008;
import static io.bloksec.demo.rp.AadSts.AADSTS50079;
import static io.bloksec.demo.rp.AadSts.AADSTS50107;
import static io.bloksec.demo.rp.AadSts.AADSTS50133;
import static io.bloksec.demo.rp.AadSts.AADSTS51004;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.w3c.dom.Element;
import org.xml.sax.SAXException;

/**
 * Entra ID's rules for the answer of a federated identity provider, as far as Microsoft documents them or public tools show them;
 * where it is not known how strict Entra ID is, this is strict. Each rule is a check of its own.
 */
final class EntraRules {

    static final String SAML = "urn:oasis:names:tc:SAML:1.0:assertion";
    private static final String TRUST = "http://schemas.xmlsoap.org/ws/2005/02/trust";
    private static final String ADDRESSING = "http://www.w3.org/2005/08/addressing";
    private static final String UTILITY =
            "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd";
    private static final String BEARER = "urn:oasis:names:tc:SAML:1.0:cm:bearer";
    private static final String IMMUTABLE_ID = "http://schemas.microsoft.com/LiveID/Federation/2008/05/ImmutableID";
    private static final String UPN = "http://schemas.xmlsoap.org/claims/UPN";
    private static final List<String> METHOD_CLAIMS = List.of(
            "http://schemas.microsoft.com/claims/authnmethodsreferences",
            "http://schemas.microsoft.com/ws/2008/06/identity/claims/authenticationmethod");
    private static final List<String> MULTI_FACTOR = List.of(
            "http://schemas.microsoft.com/claims/multipleauthn", "http://schemas.microsoft.com/claims/wiaormultiauthn");
    private static final Duration TOLERANCE = Duration.ofMinutes(5);
    private static final String UTC_TIME = "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d{1,7})?Z";

    private final Directory directory;
    private final Predicate<String> seenBefore;
    private final Instant now;
    private final List<Verdict.Check> checks = new ArrayList<>();
    private final Map<String, String> facts = new LinkedHashMap<>();
    private final Map<String, List<String>> claims = new LinkedHashMap<>();
    private String note = "";

    /** @param seenBefore tells whether an AssertionID was presented before, and remembers it */
    EntraRules(Directory directory, Predicate<String> seenBefore, Instant now) {
        this.directory = directory;
        this.seenBefore = seenBefore;
        this.now = now;
    }

    /** @param request the pending sign-in that this {@code wctx} belongs to, absent when it is not ours */
    Verdict judge(String wa, String wresult, Optional<PendingSignIn> request) {
        check("The answer is a sign-in", "wsignin1.0".equals(wa), "wa is " + wa, AADSTS20012);
        check(
                "wctx came back byte for byte, once",
                request.isPresent(),
                request.isPresent() ? "as sent" : "not one that was sent, or answered before",
                AADSTS20012);
        try {
            assertion(Xml.parse(wresult == null ? "" : wresult)).ifPresent(assertion -> judge(assertion, request));
        } catch (SAXException e) {
            check("wresult is XML without a document type", false, String.valueOf(e.getMessage()), AADSTS20001);
        }
        return new Verdict(List.copyOf(checks), facts, claims, note, request, wresult == null ? "" : wresult);
    }

    private Optional<Element> assertion(Element response) {
        boolean bare = TRUST.equals(response.getNamespaceURI())
                && "RequestSecurityTokenResponse".equals(response.getLocalName());
        check("A bare RequestSecurityTokenResponse of WS-Trust 2005/02", bare, response.getNodeName(), AADSTS20001);
        List<Element> requested = Xml.children(response, TRUST, "RequestedSecurityToken");
        boolean one = requested.size() == 1
                && requested.get(0).getFirstChild() instanceof Element first
                && first.getNextSibling() == null
                && "Assertion".equals(first.getLocalName());
        check("Exactly one token, the assertion its very first node", one, "", AADSTS20001);
        if (!bare || !one) {
            return Optional.empty();
        }
        Element assertion = (Element) requested.get(0).getFirstChild();
        String tokenType = text(Xml.children(response, TRUST, "TokenType"));
        check(
                "The token is SAML 1.1",
                SAML.equals(tokenType)
                        && SAML.equals(assertion.getNamespaceURI())
                        && "1".equals(assertion.getAttribute("MajorVersion"))
                        && "1".equals(assertion.getAttribute("MinorVersion")),
                "TokenType " + tokenType,
                AADSTS50008);
        String appliesTo = text(Xml.elements(response, ADDRESSING, "Address"));
        check("The answer is for us", directory.wtrealm().equals(appliesTo), "AppliesTo " + appliesTo, AADSTS50008);
        checkTime("The response's lifetime has not ended", text(Xml.elements(response, UTILITY, "Expires")), true);
        return SAML.equals(assertion.getNamespaceURI()) ? Optional.of(assertion) : Optional.empty();
    }

    private void judge(Element assertion, Optional<PendingSignIn> request) {
        readClaims(assertion);
        String issuer = assertion.getAttribute("Issuer");
        facts.put("Issuer", issuer);
        Optional<Domain> domain = directory.domainOfIssuer(issuer);
        check("The issuer is registered", domain.isPresent(), "'" + issuer + "'", AADSTS50107);
        new SignatureRules(checks, facts)
                .check(assertion, domain.map(Domain::certificates).orElse(List.of()));
        String id = assertion.getAttribute("AssertionID");
        check("The token was not presented before", !seenBefore.test(id), id, AADSTS50008);
        judgeConditions(assertion);
        judgeSubjects(assertion);
        judgeAuthentication(assertion, request);
        judgePerson(domain);
        judgeMultiFactor(domain, request);
    }

    private void judgeConditions(Element assertion) {
        String audience = text(Xml.elements(assertion, SAML, "Audience"));
        facts.put("Audience", audience);
        check(
                "The audience is us, and only us",
                Xml.elements(assertion, SAML, "Audience").size() == 1
                        && directory.wtrealm().equals(audience),
                audience,
                AADSTS50008);
        Element conditions =
                Xml.children(assertion, SAML, "Conditions").stream().findFirst().orElse(null);
        String notBefore = conditions == null ? "" : conditions.getAttribute("NotBefore");
        String notOnOrAfter = conditions == null ? "" : conditions.getAttribute("NotOnOrAfter");
        facts.put("Valid", notBefore + " to " + notOnOrAfter);
        checkTime("The token is valid already", notBefore, false);
        checkTime("The token is valid still", notOnOrAfter, true);
    }

    private void judgeSubjects(Element assertion) {
        List<Element> subjects = Xml.elements(assertion, SAML, "Subject");
        check(
                "Every statement has the same subject",
                !subjects.isEmpty() && subjects.stream().allMatch(subjects.get(0)::isEqualNode),
                subjects.size() + " statements",
                AADSTS50008);
        check(
                "The bearer of the token is its subject",
                Xml.elements(assertion, SAML, "ConfirmationMethod").stream()
                                .filter(method -> BEARER.equals(method.getTextContent()))
                                .count()
                        == subjects.size(),
                BEARER,
                AADSTS50008);
        facts.put("Subject", text(Xml.elements(assertion, SAML, "NameIdentifier")));
    }

    private void judgeAuthentication(Element assertion, Optional<PendingSignIn> request) {
        List<Element> statements = Xml.children(assertion, SAML, "AuthenticationStatement");
        String instant = statements.isEmpty() ? "" : statements.get(0).getAttribute("AuthenticationInstant");
        facts.put("Authenticated", instant);
        facts.put("Method", statements.isEmpty() ? "" : statements.get(0).getAttribute("AuthenticationMethod"));
        checkTime("Someone authenticated, and not in the future", instant, false);
        if (request.filter(PendingSignIn::demandsFreshness).isPresent()) {
            // Identity providers count in seconds, so the second of the request itself is new enough.
            Instant oldest = Instant.ofEpochSecond(request.get().startedAt().getEpochSecond());
            check(
                    "The person authenticated anew, as asked",
                    time(instant).filter(value -> !value.isBefore(oldest)).isPresent(),
                    "at " + instant + ", asked at " + oldest,
                    AADSTS50133);
        }
    }

    private void judgePerson(Optional<Domain> domain) {
        String immutableId = claims.getOrDefault(IMMUTABLE_ID, List.of("")).get(0);
        Optional<String> account = directory.userOf(immutableId);
        check("An account has this ImmutableID", account.isPresent(), "'" + immutableId + "'", AADSTS51004);
        String upn = claims.getOrDefault(UPN, List.of("")).get(0);
        facts.put("Account", account.orElse("none"));
        check(
                "The UPN is of a domain of this issuer",
                domain.isPresent() && directory.domainOf(upn).equals(domain),
                "'" + upn + "'",
                AADSTS50107);
    }

    private void judgeMultiFactor(Optional<Domain> domain, Optional<PendingSignIn> request) {
        boolean claimed = METHOD_CLAIMS.stream()
                .flatMap(type -> claims.getOrDefault(type, List.of()).stream())
                .anyMatch(MULTI_FACTOR::contains);
        facts.put("Multi-factor", claimed ? "claimed" : "not claimed");
        Domain.MfaBehavior behavior =
                domain.map(Domain::federatedIdpMfaBehavior).orElse(Domain.MfaBehavior.acceptIfMfaDoneByFederatedIdp);
        boolean demanded = behavior == Domain.MfaBehavior.enforceMfaByFederatedIdp
                || request.filter(PendingSignIn::demandsMultiFactor).isPresent();
        if (demanded) {
            check("Multi-factor authentication is claimed, as asked", claimed, "", AADSTS50079);
        } else if (!claimed || behavior == Domain.MfaBehavior.rejectMfaByFederatedIdp) {
            note = "Where a policy asks for a second factor, Entra ID would now ask for one of its own.";
        }
    }

    private void readClaims(Element assertion) {
        for (Element attribute : Xml.elements(assertion, SAML, "Attribute")) {
            claims.computeIfAbsent(
                            attribute.getAttribute("AttributeNamespace") + "/"
                                    + attribute.getAttribute("AttributeName"),
                            type -> new ArrayList<>())
                    .addAll(Xml.children(attribute, SAML, "AttributeValue").stream()
                            .map(Element::getTextContent)
                            .toList());
        }
        claims.values().removeIf(List::isEmpty);
    }

    private void checkTime(String rule, String value, boolean mustBeAhead) {
        boolean holds = time(value)
                .filter(instant ->
                        mustBeAhead ? instant.isAfter(now.minus(TOLERANCE)) : !instant.isAfter(now.plus(TOLERANCE)))
                .isPresent();
        check(rule, holds, value, AADSTS50008);
    }

    private static Optional<Instant> time(String value) {
        try {
            return value.matches(UTC_TIME) ? Optional.of(Instant.parse(value)) : Optional.empty();
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static String text(List<Element> elements) {
        return elements.isEmpty() ? "" : elements.get(0).getTextContent();
    }

    private void check(String rule, boolean passed, String detail, AadSts code) {
        checks.add(new Verdict.Check(rule, passed, detail, code));
    }
}
