package io.bloksec.keycloak.blokkey.keycloak;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bloksec.keycloak.blokkey.request.Channel;
import io.bloksec.keycloak.blokkey.request.RequestEntity;
import io.bloksec.keycloak.blokkey.request.State;

/** A request as its device reads it: the members of the signed text under their own names. The number is not among them. */
final class RequestJson {

    private RequestJson() {}

    /** @param numberNeeded whether the person must type the number that the browser shows */
    static ObjectNode of(DeviceCall call, RequestEntity row, State state, boolean numberNeeded) {
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("version", 1)
                .put("issuer", call.setup.issuer())
                .put("realm", call.realm.getName())
                .put("request", row.id)
                .put("nonce", row.nonce)
                .put("device", call.device().id)
                .put("user", row.userId)
                .put("client", row.client)
                .put("clientName", row.clientName)
                .put("browser", row.browser)
                .put("system", row.system)
                .put("address", row.address)
                .put("channel", Channel.valueOf(row.channel).label())
                .put("created", row.createdAt)
                .put("expires", row.expiresAt)
                .put("type", row.type)
                .put("state", state.name())
                .put("number", numberNeeded ? row.numberDigits : 0)
                .put("mayRemember", row.mayRemember)
                .put("contested", row.contested);
        if (row.place != null) {
            json.put("place", row.place);
        }
        if (row.acr != null) {
            json.put("acr", row.acr);
        }
        if (row.shownAt != null) {
            json.put("shown", row.shownAt);
        }
        if (row.newDevice != null) {
            json.put("newDevice", row.newDevice);
        }
        return json;
    }
}
