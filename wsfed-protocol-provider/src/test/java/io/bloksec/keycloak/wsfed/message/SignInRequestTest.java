package io.bloksec.keycloak.wsfed.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which parameters count, which are refused, which are only hints. */
class SignInRequestTest {

    @Test
    void readsWhatEntraSends() throws Exception {
        SignInRequest request = parse(Map.of(
                "login_hint", "ana@corp.example",
                "client-request-id", "7d0c57ba-0000-4000-8000-000000000001",
                "username", "other@corp.example",
                "mkt", "pt-BR",
                "lc", "1046",
                "wctx", "estsredirect=2&estsrequest=rQQIAR%3d",
                "cbcxt", "anything"));

        assertThat(request.wtrealm()).isEqualTo("urn:rp");
        assertThat(request.wctx()).contains("estsredirect=2&estsrequest=rQQIAR%3d");
        assertThat(request.loginHint()).contains("ana@corp.example");
        assertThat(request.locales()).contains("pt-BR pt");
        assertThat(request.clientRequestId()).contains("7d0c57ba-0000-4000-8000-000000000001");
        assertThat(request.maxAuthenticationAge()).isEmpty();
        assertThat(request.wreply()).isEmpty();
    }

    @Test
    void fallsBackToUsernameAndTakesAnEmptyOneForNone() throws Exception {
        assertThat(parse(Map.of("username", "ana")).loginHint()).contains("ana");
        assertThat(parse(Map.of("username", "")).loginHint()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "30, 30", "999999999, 999999999"})
    void readsFreshnessInMinutes(String wfresh, long minutes) throws Exception {
        assertThat(parse(Map.of("wfresh", wfresh)).maxAuthenticationAge()).contains(Duration.ofMinutes(minutes));
    }

    @ParameterizedTest
    @CsvSource({"1031, de", "3079, de", "1036, fr", "3082, es", "1043, nl", "2057, en"})
    void readsALanguageByItsNumber(String lcid, String language) throws Exception {
        assertThat(parse(Map.of("lc", lcid)).locales()).contains(language);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "de", "-1031", "99999999999", "1031; drop"})
    void dropsALanguageNumberThatIsNone(String lcid) throws Exception {
        assertThat(parse(Map.of("lc", lcid)).locales()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "http://schemas.microsoft.com/claims/multipleauthn, MULTI_FACTOR",
        "https://schemas.microsoft.com/claims/multipleauthn, MULTI_FACTOR",
        "http://schemas.microsoft.com/claims/wiaormultiauthn, MULTI_FACTOR",
        "http://schemas.microsoft.com/ws/2008/06/identity/authenticationmethod/password, FRESH",
        "https://schemas.microsoft.com/ws/2008/06/identity/authenticationmethod/password, FRESH",
        "urn:oasis:names:tc:SAML:1.0:am:password, FRESH",
        "urn:oasis:names:tc:SAML:2.0:ac:classes:PasswordProtectedTransport, FRESH",
        "http://schemas.microsoft.com/claims/multipleauthn/, OTHER",
        "http://evil.example/http://schemas.microsoft.com/claims/multipleauthn, OTHER",
        "urn:federation:authentication:windows, OTHER",
    })
    void readsTheMethodAskedFor(String wauth, RequestedAuthentication asked) throws Exception {
        SignInRequest request = parse(Map.of("wauth", wauth));

        assertThat(request.requestedAuthentication()).contains(asked);
        assertThat(request.maxAuthenticationAge())
                .isEqualTo(asked == RequestedAuthentication.FRESH ? Optional.of(Duration.ZERO) : Optional.empty());
    }

    @Test
    void promptLoginMeansNow() throws Exception {
        assertThat(parse(Map.of("prompt", "select_account login", "wfresh", "60"))
                        .maxAuthenticationAge())
                .contains(Duration.ZERO);
        assertThat(parse(Map.of("prompt", "none")).maxAuthenticationAge()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "1.5", "soon", "0x10", "9999999999", " 5"})
    void refusesAFreshnessThatItCannotRead(String wfresh) {
        assertRefused("wfresh_invalid", Map.of("wfresh", wfresh));
    }

    @Test
    void refusesAStateItCouldNotReturn() throws Exception {
        assertThat(parse(Map.of("wctx", "x".repeat(SignInRequest.MAX_WCTX_LENGTH)))
                        .wctx())
                .hasValueSatisfying(wctx -> assertThat(wctx).hasSize(16384));
        assertRefused("wctx_too_long", Map.of("wctx", "x".repeat(SignInRequest.MAX_WCTX_LENGTH + 1)));
        for (String unusable : List.of("a\u0000b", "a\rb", "a\nb", "a\n\rb", "\u001F")) {
            assertRefused("wctx_unusable", Map.of("wctx", unusable));
        }
        assertThat(parse(Map.of("wctx", "a\r\nb\tc")).wctx()).contains("a\r\nb\tc");
    }

    @Test
    void returnsAnEmptyStateAsAnEmptyState() throws Exception {
        assertThat(parse(Map.of("wctx", "")).wctx()).contains("");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"wa", "wtrealm", "wreply", "wctx", "wfresh", "wauth", "wreq", "prompt", "lc", "client-request-id"
            })
    void refusesAParameterThatComesTwice(String name) {
        Map<String, List<String>> once = Map.of(name, List.of("a"));
        Map<String, List<String>> twice = Map.of(name, List.of("a", "a"));

        assertThatThrownBy(() -> PassiveParameters.of(twice, Map.of())).hasMessage("repeated_parameter");
        assertThatThrownBy(() -> PassiveParameters.of(Map.of(), twice)).hasMessage("repeated_parameter");
        assertThatThrownBy(() -> PassiveParameters.of(once, once)).hasMessage("repeated_parameter");
    }

    @Test
    void ignoresUnknownParametersHoweverOften() throws Exception {
        PassiveParameters.of(Map.of("wreqptr", List.of("http://inside/", "http://inside/")), Map.of());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<script>",
                "a b",
                "x\r\nSet-Cookie: a=b",
                "\"",
                "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
            })
    void dropsACorrelationIdThatIsNone(String id) throws Exception {
        assertThat(parse(Map.of("client-request-id", id)).clientRequestId()).isEmpty();
    }

    @Test
    void dropsHintsThatAreNone() throws Exception {
        assertThat(parse(Map.of("login_hint", "a".repeat(255))).loginHint()).isEmpty();
        assertThat(parse(Map.of("login_hint", "a\nb")).loginHint()).isEmpty();
        assertThat(parse(Map.of("mkt", "../../etc")).locales()).isEmpty();
        assertThat(parse(Map.of("ui_locales", "de fr-CH xx!", "mkt", "nl")).locales())
                .contains("de fr-CH nl");
        assertThat(parse(Map.of("whr", "adfs")).homeRealm()).contains("adfs");
        assertThat(parse(Map.of("domain_hint", "corp")).homeRealm()).contains("corp");
    }

    @Test
    void needsARelyingParty() {
        assertThatThrownBy(() -> SignInRequest.parse(PassiveParameters.of(Map.of("wtrealm", List.of("")), Map.of())))
                .hasMessage("wtrealm_missing");
    }

    private static SignInRequest parse(Map<String, String> parameters) throws InvalidRequestException {
        Map<String, List<String>> query = new HashMap<>();
        query.put("wtrealm", List.of("urn:rp"));
        parameters.forEach((name, value) -> query.put(name, List.of(value)));
        return SignInRequest.parse(PassiveParameters.of(query, Map.of()));
    }

    private static void assertRefused(String code, Map<String, String> parameters) {
        assertThatThrownBy(() -> parse(parameters))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessage(code);
    }
}
