package io.bloksec.keycloak.wsfed.issuer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whom the table lets speak for which name, and for which none. */
class DomainTableTest {

    private static final DomainTable TABLE = DomainTable.parse("""
            corp.example=https://idp.example/corp
            Ward.Corp.Example=urn:ward, other.example=https://idp.example/other/
            """);

    @ParameterizedTest
    @CsvSource({
        "ana@corp.example, https://idp.example/corp",
        "ana@CORP.Example, https://idp.example/corp",
        "ana@lab.corp.example, https://idp.example/corp",
        "ana@ward.corp.example, urn:ward",
        "ana@night.ward.corp.example, urn:ward",
        "ana@other.example, https://idp.example/other/",
        "a@b@corp.example, https://idp.example/corp",
    })
    void longestDomainWinsAndSubdomainsFollowTheirRoot(String name, String issuer) {
        assertThat(TABLE.issuerOf(name)).contains(issuer);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ana@notcorp.example",
                "ana@corp.example.evil",
                "ana@corp.example@evil.example",
                "ana@example",
                "ana@",
                "ana",
                "",
                "@corp.example",
                "corp.example",
                "ana@.corp.example.",
                "ana@corp.example "
            })
    void nobodySpeaksForTheRest(String name) {
        assertThat(TABLE.issuerOf(name)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " \n ",
                "corp.example",
                "corp.example=",
                "corp.example=no-uri",
                "corp.example=/relative",
                "=https://idp.example/",
                "-corp.example=https://idp.example/",
                "corp..example=https://idp.example/",
                "*.example=https://idp.example/",
                "corp.example=https://a/ CORP.example=https://b/",
                "a.example=https://idp.example/ b.example=https://idp.example/",
                "corp.example=https://idp.example/<x>"
            })
    void refusesATableThatEntraWouldNotUnderstand(String table) {
        assertThatThrownBy(() -> DomainTable.parse(table)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void keepsTheIssuersAsWritten() {
        assertThat(new IssuerStrategy.ByDomain(TABLE).issuers())
                .containsExactly("https://idp.example/corp", "urn:ward", "https://idp.example/other/");
    }
}
