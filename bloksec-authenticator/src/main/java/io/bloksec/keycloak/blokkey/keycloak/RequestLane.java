package io.bloksec.keycloak.blokkey.keycloak;

import io.bloksec.keycloak.blokkey.request.Lane;
import io.bloksec.keycloak.blokkey.request.Lanes;
import io.bloksec.keycloak.blokkey.request.RequestEntity;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** What a person's answer to a request means for those who come the same way; browsers that the person chose have no limits. */
record RequestLane(Lanes lanes, String realmId, List<String> keys) {

    static RequestLane of(DeviceCall call, RequestEntity row) {
        List<String> keys = switch (Lane.valueOf(row.lane)) {
            case KNOWN -> List.of();
            case PROVEN -> List.of(Lanes.provenKey(call.setup.secret(), row.userId));
            case UNKNOWN ->
                Stream.of(row.laneKey, Lanes.personKey(call.setup.secret(), row.userId))
                        .filter(Objects::nonNull)
                        .toList();
        };
        return new RequestLane(call.engine.lanes, call.realm.getId(), keys);
    }

    /** It was the person after all. */
    void approved() {
        each(Lanes::approved);
    }

    void burnt() {
        each(Lanes::burnt);
    }

    void silence() {
        each(Lanes::silence);
    }

    private void each(Change change) {
        keys.forEach(key -> change.on(lanes, realmId, key));
    }

    private interface Change {
        void on(Lanes lanes, String realmId, String key);
    }
}
