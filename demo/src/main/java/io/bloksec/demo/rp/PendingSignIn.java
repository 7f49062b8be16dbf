package io.bloksec.demo.rp;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * A sign-in that was begun: the request as Entra ID sends it (parameters and their order as observed in public samples), and what
 * must come back.
 *
 * @param wctx must come back byte for byte
 * @param startedAt a demanded new authentication must not be older than this
 */
public record PendingSignIn(
        SignInOptions options, Domain domain, Map<String, String> parameters, String wctx, Instant startedAt) {

    private static final SecureRandom RANDOM = new SecureRandom();

    static PendingSignIn begin(SignInOptions options, Domain domain, String wtrealm) {
        byte[] state = new byte[options.wctxBytes()];
        RANDOM.nextBytes(state);
        String wctx = "estsredirect=2&estsrequest="
                + Base64.getUrlEncoder().withoutPadding().encodeToString(state);
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("login_hint", options.userPrincipalName());
        parameters.put("client-request-id", UUID.randomUUID().toString());
        parameters.put("username", options.userPrincipalName());
        parameters.put("mkt", options.language().mkt());
        parameters.put("lc", Integer.toString(options.language().lc()));
        options.wfresh().ifPresent(value -> parameters.put("wfresh", value));
        options.wauth().ifPresent(value -> parameters.put("wauth", value));
        options.prompt().ifPresent(value -> parameters.put("prompt", value));
        parameters.put("wa", "wsignin1.0");
        parameters.put("wtrealm", wtrealm);
        options.wreply().ifPresent(value -> parameters.put("wreply", value));
        parameters.put("wctx", wctx);
        return new PendingSignIn(options, domain, Collections.unmodifiableMap(parameters), wctx, Instant.now());
    }

    /** Where the browser is sent. */
    public URI requestUri() {
        String query = parameters.entrySet().stream()
                .map(parameter -> parameter.getKey() + "=" + encode(parameter.getValue()))
                .collect(Collectors.joining("&"));
        String endpoint = domain.passiveSignInUri();
        return URI.create(endpoint + (endpoint.contains("?") ? "&" : "?") + query);
    }

    /** Where the person can sign out of everything, as Entra ID sends them: it comes back to the only registered address. */
    URI signOutUri(String replyUrl) {
        String endpoint = domain.passiveSignInUri();
        return URI.create(
                endpoint + (endpoint.contains("?") ? "&" : "?") + "wa=wsignout1.0&wreply=" + encode(replyUrl));
    }

    /** Whether a new authentication was demanded. */
    public boolean demandsFreshness() {
        return options.prompt().isPresent()
                || options.wfresh().filter("0"::equals).isPresent();
    }

    /** Whether multi-factor authentication was demanded in the request itself. */
    public boolean demandsMultiFactor() {
        return options.wauth()
                .filter(method -> method.endsWith("multipleauthn") || method.endsWith("wiaormultiauthn"))
                .isPresent();
    }

    private static String encode(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
