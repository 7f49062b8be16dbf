package io.bloksec.keycloak.blokkey.keycloak;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import org.keycloak.models.KeycloakSession;

/** The device API of docs/api/blokkey-device-api.yaml, and beside it the few routes of the sign-in page. */
public final class BlokKeyResource {

    private final KeycloakSession session;

    BlokKeyResource(KeycloakSession session) {
        this.session = session;
    }

    @GET
    @Path("config")
    public Response config() {
        return DeviceCall.answerAnyone(session, null, call -> {
            ObjectNode json = JsonNodeFactory.instance.objectNode();
            json.putArray("versions").add(1);
            json.put("issuer", call.setup.issuer())
                    .put("realm", call.realm.getName())
                    .put("app", call.setup.app())
                    .put("rpId", call.setup.rpId())
                    .put("origin", call.setup.origin())
                    .put("time", call.engine.clock.now());
            call.setup.vapidPublicKey().ifPresent(key -> json.put("vapidPublicKey", key));
            return Answers.json(json);
        });
    }

    @Path("enrol")
    public EnrolmentRoutes enrol() {
        return new EnrolmentRoutes(session);
    }

    /** What the link of an invitation opens. */
    @Path("invite")
    public InvitationRoutes invite() {
        return new InvitationRoutes(session);
    }

    @Path("requests")
    public RequestRoutes requests() {
        return new RequestRoutes(session);
    }

    @Path("device")
    public DeviceRoutes device() {
        return new DeviceRoutes(session);
    }

    /** The phone's web app. */
    @Path("app")
    public AppRoutes app() {
        return new AppRoutes(session);
    }

    /** What the sign-in page asks. */
    @Path("page")
    public PageRoutes page() {
        return new PageRoutes(session);
    }

    @POST
    @Path("qr")
    public Response scan(InputStream body) {
        return DeviceCall.answer(
                session, "qr", body, call -> Answers.json(new Claiming(call).scan(call.text("content"))));
    }

    @POST
    @Path("link")
    public Response link(InputStream body) {
        return DeviceCall.answer(
                session, "link", body, call -> Answers.json(new Claiming(call).follow(call.text("content"))));
    }

    @PUT
    @Path("settings")
    public Response settings(InputStream body) {
        return DeviceCall.answer(session, "settings", body, call -> {
            PersonSettings.change(call);
            return Answers.json(PersonSettings.json(call));
        });
    }

    @GET
    @Path("browsers")
    public Response browsers() {
        return DeviceCall.answer(session, "browsers", null, call -> {
            ObjectNode json = JsonNodeFactory.instance.objectNode();
            ArrayNode list = json.putArray("browsers");
            call.engine
                    .browsers
                    .of(call.realm.getId(), call.user().getId())
                    .forEach(each -> list.addObject()
                            .put("browser", each.id)
                            .put("name", each.name)
                            .put("created", each.createdAt)
                            .put("lastUsed", each.lastUsedAt));
            return Answers.json(json);
        });
    }

    @DELETE
    @Path("browsers/{browser}")
    public Response forget(@PathParam("browser") String browser) {
        return DeviceCall.answer(session, "browsers/" + browser, null, call -> {
            call.engine.browsers.forget(call.realm.getId(), call.user().getId(), browser);
            return Answers.nothing();
        });
    }

    @GET
    @Path("history")
    public Response history() {
        return DeviceCall.answer(session, "history", null, call -> {
            ObjectNode json = JsonNodeFactory.instance.objectNode();
            ArrayNode list = json.putArray("requests");
            call.engine
                    .requests
                    .endedOf(call.realm.getId(), call.user().getId())
                    .forEach(row -> {
                        ObjectNode each = list.addObject()
                                .put("request", row.id)
                                .put("clientName", row.clientName)
                                .put("browser", row.browser)
                                .put("system", row.system)
                                .put("address", row.address)
                                .put("created", row.createdAt)
                                .put("state", call.engine.requests.stateOf(row).name());
                        if (row.place != null) {
                            each.put("place", row.place);
                        }
                    });
            return Answers.json(json);
        });
    }
}
