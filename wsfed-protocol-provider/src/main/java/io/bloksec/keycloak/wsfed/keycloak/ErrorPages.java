package io.bloksec.keycloak.wsfed.keycloak;

import jakarta.ws.rs.core.Response;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.keycloak.events.Details;
import org.keycloak.events.EventBuilder;
import org.keycloak.forms.login.LoginFormsProvider;
import org.keycloak.locale.LocaleSelectorProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.services.util.CacheControlUtil;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * Ends a request with a page for the person and an event for the administrator that carry the same correlation id. Nothing of
 * the request's own text is shown but that id, which has a fixed alphabet.
 */
final class ErrorPages {

    /** Event detail, and what the page shows: the relying party's {@code client-request-id}, else an id of our own. */
    static final String CORRELATION_ID = "correlation_id";

    private static final String NOTE = "wsfed.client_request_id";

    private final KeycloakSession session;
    private final EventBuilder event;
    private Optional<String> languages = Optional.empty();
    private boolean signingOut;

    ErrorPages(KeycloakSession session, EventBuilder event) {
        this.session = session;
        this.event = event;
    }

    /** Remembers the relying party's correlation id for the events and pages of the requests to come. */
    static void keepCorrelationId(AuthenticationSessionModel authSession, Optional<String> clientRequestId) {
        clientRequestId.ifPresent(id -> authSession.setClientNote(NOTE, id));
    }

    static Optional<String> correlationId(AuthenticationSessionModel authSession) {
        return Optional.ofNullable(authSession.getClientNote(NOTE));
    }

    /**
     * @param tags what the request asks for, separated by spaces; counts until there is an authentication session, which knows
     */
    void speak(Optional<String> tags) {
        languages = tags;
    }

    /** What is not possible is a sign-out, not a sign-in. */
    void signingOut() {
        signingOut = true;
    }

    /**
     * @param reason for the event only; a code of ours, never text of the request
     */
    Response refuse(Refusal refusal, Optional<String> clientRequestId, String reason) {
        return refuse(refusal, clientRequestId, reason, "");
    }

    /**
     * @param argument for the page's message; something an administrator configured, never text of the request
     */
    Response refuse(Refusal refusal, Optional<String> clientRequestId, String reason, String argument) {
        String correlationId = clientRequestId.orElseGet(() -> UUID.randomUUID().toString());
        event.detail(CORRELATION_ID, correlationId);
        if (reason != null) {
            event.detail(Details.REASON, reason);
        }
        event.error(refusal.eventError());
        CacheControlUtil.noBackButtonCacheControlHeader(session);
        RealmModel realm = session.getContext().getRealm();
        if (session.getContext().getAuthenticationSession() == null) {
            language(realm).ifPresent(tag -> session.setAttribute(LocaleSelectorProvider.USER_REQUEST_LOCALE, tag));
        }
        Optional<String> startPage = Optional.ofNullable(session.getContext().getClient())
                .filter(client -> client.getRealm().equals(realm) && WsFedClient.isOne(client) && client.isEnabled())
                .flatMap(client -> new WsFedClient(client).startPage());
        return session.getProvider(LoginFormsProvider.class)
                .setAttribute(
                        "wsfedError",
                        Map.of(
                                "signingOut",
                                signingOut,
                                "messageKey",
                                refusal.messageKey(),
                                "argument",
                                argument,
                                "correlationId",
                                correlationId,
                                "startPage",
                                startPage.orElse("")))
                .setStatus(Response.Status.BAD_REQUEST)
                .createForm("wsfed-error.ftl");
    }

    /** The first that the realm speaks; which variant of it, Keycloak decides. */
    private Optional<String> language(RealmModel realm) {
        List<Locale> spoken =
                realm.getSupportedLocalesStream().map(Locale::forLanguageTag).toList();
        return languages.stream()
                .flatMap(tags -> Arrays.stream(tags.split(" ")))
                .filter(tag -> spoken.stream().anyMatch(locale -> fits(locale, Locale.forLanguageTag(tag))))
                .findFirst();
    }

    /** Keycloak's own rule, which not every 26.7 lets others call. */
    private static boolean fits(Locale spoken, Locale asked) {
        return spoken.getLanguage().equals(asked.getLanguage())
                && (spoken.getCountry().isEmpty()
                        || asked.getCountry().isEmpty()
                        || spoken.getCountry().equals(asked.getCountry()));
    }
}
