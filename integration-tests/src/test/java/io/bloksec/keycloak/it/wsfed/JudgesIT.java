package io.bloksec.keycloak.it.wsfed;

import static io.bloksec.keycloak.it.wsfed.WsFedRealm.ENTRA;
import static org.assertj.core.api.Assertions.assertThat;

import io.bloksec.keycloak.it.house.Judge;
import io.bloksec.keycloak.it.house.Judgement;
import io.bloksec.keycloak.it.house.WebUser;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The judges can refuse: a real token is spoiled in one place, and they say where. */
class JudgesIT {

    private static WsFedRealm wsfed;
    private static WsFedRealm other;

    @BeforeAll
    static void createRealms() {
        wsfed = WsFedRealm.create("judged");
        other = WsFedRealm.create("other");
    }

    @AfterAll
    static void removeRealms() {
        wsfed.close();
        other.close();
    }

    @Test
    void aChangedByteBreaksTheSignature() {
        UnaryOperator<String> change = token -> token.replace("ana@corp.example", "anb@corp.example");

        assertRefused(Judge.openSaml(), change, "does not verify");
        assertRefused(Judge.fediz(), change, "ProcessingException");
    }

    @Test
    void aDocumentTypeIsNotRead() {
        assertRefused(Judge.openSaml(), token -> "<!DOCTYPE x>" + token, "DOCTYPE");
        assertRefused(Judge.fediz(), token -> "<!DOCTYPE x>" + token, "DOCTYPE");
    }

    @Test
    void theSignatureMustBeLast() {
        UnaryOperator<String> moved = token -> {
            int from = token.indexOf("<ds:Signature ");
            int to = token.indexOf("</saml:Assertion>");
            String signature = token.substring(from, to);
            return token.substring(0, from).replaceFirst("<saml:Conditions", signature + "<saml:Conditions")
                    + token.substring(to);
        };

        assertRefused(Judge.openSaml(), moved, "schema");
    }

    @Test
    void nothingMayStandBeforeTheAssertion() {
        assertRefused(
                Judge.openSaml(),
                token -> token.replace("<t:RequestedSecurityToken>", "<t:RequestedSecurityToken> "),
                "nothing else");
    }

    @Test
    void anotherRealmsTokenIsNotThisRealms() {
        String token = token();

        Judgement openSaml = Judge.openSaml().judge(token, other.metadata());
        assertThat(openSaml.accepted()).isFalse();
        assertThat(openSaml.problems())
                .anyMatch(problem -> problem.contains("issuer"))
                .anyMatch(problem -> problem.contains("does not verify"));
        assertThat(Judge.fediz().judge(token, other.metadata()).accepted()).isFalse();
    }

    @Test
    void changedMetadataIsNotBelieved() {
        String token = token();
        String metadata = wsfed.metadata();
        String changed = metadata.replace(">UPN<", ">ANY<");
        assertThat(changed).isNotEqualTo(metadata);

        assertThat(Judge.openSaml().judge(token, changed).problems())
                .anyMatch(problem -> problem.contains("metadata signature"));
        assertThat(Judge.openSaml().judge(token, metadata).problems()).isEmpty();
    }

    @Test
    void fedizTakesATokenOnce() {
        String token = token();

        Judgement again = Judge.fediz().judge(token, wsfed.metadata());

        assertThat(again.accepted()).isFalse();
        assertThat(again.problems()).anyMatch(problem -> problem.contains("replay"));
    }

    /** Fresh, and seen by Fediz already: to have an answer is to have had it judged. */
    private static String token() {
        return wsfed.signInAna(new WebUser(), wsfed.signIn(ENTRA)).wresult();
    }

    private static void assertRefused(Judge judge, UnaryOperator<String> spoil, String problem) {
        String token = token();
        String spoilt = spoil.apply(token);
        assertThat(spoilt).isNotEqualTo(token);

        Judgement judgement = judge.judge(spoilt, wsfed.metadata());

        assertThat(judgement.accepted()).isFalse();
        assertThat(judgement.problems()).anyMatch(text -> text.contains(problem));
    }
}
