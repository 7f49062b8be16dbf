package io.bloksec.keycloak.wsfed.keycloak;

import jakarta.ws.rs.core.Response;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.keycloak.forms.login.LoginFormsProvider;
import org.keycloak.headers.SecurityHeadersProvider;
import org.keycloak.models.BrowserSecurityHeaders;
import org.keycloak.models.KeycloakSession;
import org.keycloak.services.util.CacheControlUtil;

/**
 * The page that carries a token to its relying party: a form that a script of ours submits once (WS-Federation 1.2, section
 * 13.2.3).
 *
 * <p>Its Content-Security-Policy allows our own files and nothing else, but has no {@code form-action}: Chromium applies that to
 * the redirects behind the POST too, which would stop the sign-in after Entra ID's {@code login.srf}. Relying parties redirect
 * to places we cannot know (docs/decisions/0004-no-form-action.md).
 */
final class AnswerPage {

    static final String CONTENT_SECURITY_POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; base-uri 'none'";

    private static final Pattern FRAME_ANCESTORS = Pattern.compile("(?:^|;)\\s*(frame-ancestors [^;]+)");

    private final KeycloakSession session;

    AnswerPage(KeycloakSession session) {
        this.session = session;
    }

    /**
     * @param replyAddress a registered address of the relying party
     * @param wctx the relying party's state, exactly as it came
     * @param relyingParty name for people
     */
    Response send(String replyAddress, String wresult, Optional<String> wctx, String relyingParty) {
        Map<String, String> form = new HashMap<>(Map.of(
                "action", replyAddress,
                "wresult", wresult,
                "relyingParty", relyingParty));
        wctx.ifPresent(state -> form.put("wctx", state));
        Response page = session.getProvider(LoginFormsProvider.class)
                .setAttribute("wsfedAnswer", form)
                .createForm("wsfed-post.ftl");
        CacheControlUtil.noBackButtonCacheControlHeader(session);
        session.getProvider(SecurityHeadersProvider.class).options().skipHeaders();
        // Bytes, because Keycloak writes an inline script into pages that are strings, which the policy would refuse.
        Response.ResponseBuilder answer =
                Response.fromResponse(page).entity(((String) page.getEntity()).getBytes(StandardCharsets.UTF_8));
        realmSecurityHeaders().forEach(answer::header);
        return answer.header("Referrer-Policy", "no-referrer").build();
    }

    /** The realm's own headers, with our policy instead of its, but for who may frame the page, which is its to say. */
    private Map<String, String> realmSecurityHeaders() {
        Map<String, String> configured = session.getContext().getRealm().getBrowserSecurityHeaders();
        Map<String, String> headers = new TreeMap<>();
        for (BrowserSecurityHeaders header : BrowserSecurityHeaders.values()) {
            String value = configured.getOrDefault(header.getKey(), header.getDefaultValue());
            if (value == null || value.isEmpty()) {
                continue;
            }
            switch (header) {
                case CONTENT_SECURITY_POLICY -> headers.put(header.getHeaderName(), policy(value));
                case CONTENT_SECURITY_POLICY_REPORT_ONLY, REFERRER_POLICY -> {
                    // ours says it all
                }
                default -> headers.put(header.getHeaderName(), value);
            }
        }
        return headers;
    }

    private static String policy(String realmPolicy) {
        Matcher frameAncestors = FRAME_ANCESTORS.matcher(realmPolicy);
        return frameAncestors.find()
                ? CONTENT_SECURITY_POLICY + "; " + frameAncestors.group(1)
                : CONTENT_SECURITY_POLICY;
    }
}
