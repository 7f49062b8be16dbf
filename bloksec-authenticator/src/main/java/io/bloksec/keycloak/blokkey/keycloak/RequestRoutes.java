package io.bloksec.keycloak.blokkey.keycloak;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bloksec.keycloak.blokkey.problem.Problem;
import io.bloksec.keycloak.blokkey.problem.ProblemException;
import io.bloksec.keycloak.blokkey.request.Channel;
import io.bloksec.keycloak.blokkey.request.RequestEntity;
import io.bloksec.keycloak.blokkey.request.State;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.util.List;
import org.keycloak.models.KeycloakSession;

/** {@code …/blokkey/requests}: what waits for a person, and the decisions about it. */
public final class RequestRoutes {

    private final KeycloakSession session;

    RequestRoutes(KeycloakSession session) {
        this.session = session;
    }

    @GET
    public Response list() {
        return DeviceCall.answer(session, "requests", null, call -> {
            List<RequestEntity> open =
                    call.engine.requests.openOf(call.realm.getId(), call.user().getId());
            ArrayNode requests = JsonNodeFactory.instance.arrayNode();
            open.stream()
                    .filter(row -> row.deviceId == null || row.deviceId.equals(call.device().id))
                    .forEach(row -> requests.add(json(call, row, open.size())));
            ObjectNode body = JsonNodeFactory.instance.objectNode();
            body.set("requests", requests);
            return Answers.json(body.put("time", call.engine.clock.now()));
        });
    }

    @GET
    @Path("{request}")
    public Response read(@PathParam("request") String request) {
        return DeviceCall.answer(
                session, "requests/" + request, null, call -> Answers.json(json(call, findOfPerson(call, request))));
    }

    @POST
    @Path("{request}/shown")
    public Response shown(@PathParam("request") String request, InputStream body) {
        return DeviceCall.answer(session, "requests/" + request + "/shown", body, call -> {
            RequestEntity row = find(call, request);
            boolean again =
                    State.SHOWN.name().equals(row.state) && call.device().id.equals(row.deviceId);
            if (!again
                    && !call.engine.requests.show(
                            call.realm.getId(), request, call.user().getId(), call.device().id)) {
                throw ended(call, find(call, request));
            }
            if (!again) {
                call.engine.waiters.wake(request, State.SHOWN.name());
            }
            return Answers.json(json(call, find(call, request)));
        });
    }

    @POST
    @Path("{request}/approve")
    public Response approve(@PathParam("request") String request, InputStream body) {
        return DeviceCall.answer(session, "requests/" + request + "/approve", body, call -> {
            RequestEntity row = find(call, request);
            return decided(new Approving(call, row, numberNeeded(call, row)).approve());
        });
    }

    @POST
    @Path("{request}/deny")
    public Response deny(@PathParam("request") String request, InputStream body) {
        return DeviceCall.answer(
                session,
                "requests/" + request + "/deny",
                body,
                call -> decided(new Refusing(call, findOfPerson(call, request)).deny()));
    }

    @POST
    @Path("{request}/report")
    public Response report(@PathParam("request") String request, InputStream body) {
        return DeviceCall.answer(
                session,
                "requests/" + request + "/report",
                body,
                call -> decided(new Refusing(call, findOfPerson(call, request)).report()));
    }

    static ObjectNode json(DeviceCall call, RequestEntity row) {
        return RequestJson.of(call, row, call.engine.requests.stateOf(row), numberNeeded(call, row));
    }

    private static ObjectNode json(DeviceCall call, RequestEntity row, int open) {
        return RequestJson.of(call, row, call.engine.requests.stateOf(row), numberNeeded(row, open));
    }

    /** Two at once are two different screens: only the number tells them apart. */
    private static boolean numberNeeded(DeviceCall call, RequestEntity row) {
        return numberNeeded(
                row,
                call.engine
                        .requests
                        .openOf(call.realm.getId(), call.user().getId())
                        .size());
    }

    private static boolean numberNeeded(RequestEntity row, int open) {
        // A scanned code and a followed link name one screen already.
        return Channel.PUSH.name().equals(row.channel) && (row.numberNeeded || open > 1);
    }

    /** A request of this person that no other device has taken. */
    private static RequestEntity find(DeviceCall call, String request) {
        RequestEntity row = findOfPerson(call, request);
        if (row.deviceId != null && !row.deviceId.equals(call.device().id)) {
            throw new ProblemException(Problem.REQUEST_TAKEN);
        }
        return row;
    }

    /** Whichever device has it: any other of the person's may look, and say no. */
    private static RequestEntity findOfPerson(DeviceCall call, String request) {
        return call.engine
                .requests
                .find(call.realm.getId(), request)
                .filter(found -> call.user().getId().equals(found.userId))
                .orElseThrow(() -> new ProblemException(Problem.REQUEST_UNKNOWN));
    }

    static ProblemException ended(DeviceCall call, RequestEntity row) {
        return new ProblemException(
                Problem.REQUEST_ENDED, call.engine.requests.stateOf(row).name());
    }

    private static Response decided(State state) {
        return Answers.json(JsonNodeFactory.instance.objectNode().put("state", state.name()));
    }
}
