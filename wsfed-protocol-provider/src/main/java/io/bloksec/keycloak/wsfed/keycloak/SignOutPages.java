package io.bloksec.keycloak.wsfed.keycloak;

import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.keycloak.forms.login.LoginFormsProvider;
import org.keycloak.headers.SecurityHeadersProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.services.messages.Messages;

/** What a person sees of a sign-out: the question before it, whom it tells, and that it is done. */
final class SignOutPages {

    private final KeycloakSession session;

    SignOutPages(KeycloakSession session) {
        this.session = session;
    }

    /** @param fields of the request, which the person's own button sends again */
    Response confirm(URI action, Map<String, String> fields) {
        Map<String, String> form = new HashMap<>(fields);
        form.put("action", action.toString());
        return form("wsfedConfirm", form, "wsfed-sign-out-confirm.ftl");
    }

    /** @param onward where the page goes when all have answered */
    Response telling(List<SignOutVisits.Frame> frames, Optional<URI> onward) {
        session.getProvider(SecurityHeadersProvider.class)
                .options()
                .allowFrameSrc(frames.stream()
                        .map(frame -> origin(frame.address()))
                        .distinct()
                        .collect(Collectors.joining(" ")));
        return form(
                "wsfedSignOut",
                Map.of(
                        "visits",
                        frames.stream()
                                .map(frame -> Map.of(
                                        "name", frame.name(),
                                        "address", frame.address().toString()))
                                .toList(),
                        "onward",
                        onward.map(URI::toString).orElse("")),
                "wsfed-sign-out.ftl");
    }

    Response done() {
        return forms().setSuccess(Messages.SUCCESS_LOGOUT).createInfoPage();
    }

    private Response form(String name, Object model, String template) {
        return forms().setAttribute(name, model).createForm(template);
    }

    private LoginFormsProvider forms() {
        return session.getProvider(LoginFormsProvider.class).setDetachedAuthSession();
    }

    private static String origin(URI address) {
        return address.getScheme() + "://" + address.getHost() + (address.getPort() < 0 ? "" : ":" + address.getPort());
    }
}
