package io.bloksec.keycloak.blokkey.keycloak;

import io.bloksec.keycloak.blokkey.request.Channel;
import io.bloksec.keycloak.blokkey.request.RequestEntity;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.forms.login.LoginFormsProvider;
import org.keycloak.models.UserModel;
import org.keycloak.urls.UrlType;

/** The page {@code blokkey-sign-in.ftl} in its shapes. */
final class SignInView {

    private SignInView() {}

    /** @param error message key, null for none */
    static Response waiting(AuthenticationFlowContext context, SignInPage page, String error) {
        Optional<RequestEntity> live = new Start(page).live();
        boolean named = page.isNamed();
        Map<String, Object> model = model(page, "wait");
        model.put("named", named);
        model.put("fixed", page.authSession.getAuthenticatedUser() != null);
        model.put("name", named ? page.name() : "");
        model.put("qr", page.policy.usernameless() || named);
        model.put("first", page.policy.primary() == Channel.QR || !named ? "qr" : "push");
        // Whoever came by a link has not asked for anything yet: then the phone rings by a click, and not before.
        model.put("asked", "POST".equals(context.getHttpRequest().getHttpMethod()));
        model.put("live", live.isPresent());
        model.put("number", live.map(row -> page.notes.number()).orElse(""));
        model.put(
                "state",
                live.map(row -> ShownState.of(Engine.of(page.session), row)).orElse("NEW"));
        LoginFormsProvider form = context.form().setAttribute("blokkey", model);
        if (error != null) {
            form.setError(error);
        } else if (ProvenFactor.isIn(page.session, page.authSession)
                && page.person().isEmpty()) {
            // A stranger has not come this far: the person may know, and could only wait in vain.
            form.setError("blokkeyNoPhone");
        }
        return form.createForm("blokkey-sign-in.ftl");
    }

    static Response confirming(AuthenticationFlowContext context, SignInPage page, UserModel person) {
        Map<String, Object> model = model(page, "confirm");
        model.put("person", person.getUsername());
        return context.form().setAttribute("blokkey", model).createForm("blokkey-sign-in.ftl");
    }

    private static String routes(SignInPage page) {
        URI base = page.session.getContext().getUri(UrlType.FRONTEND).getBaseUri();
        return base.getRawPath().replaceAll("/$", "") + "/realms/" + page.realm.getName() + "/" + BlokKey.ID + "/page";
    }

    /** What the template reads; FreeMarker takes maps, not records. */
    private static Map<String, Object> model(SignInPage page, String mode) {
        Map<String, Object> model = new HashMap<>();
        model.put("mode", mode);
        model.put("page", page.notes.secret());
        model.put("routes", routes(page));
        model.put("client", page.authSession.getClient().getClientId());
        model.put("tab", page.authSession.getTabId());
        model.put("execution", page.execution.getId());
        return model;
    }
}
