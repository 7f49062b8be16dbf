package io.bloksec.keycloak.blokkey.keycloak;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bloksec.keycloak.blokkey.problem.Problem;
import io.bloksec.keycloak.blokkey.problem.ProblemException;
import io.bloksec.keycloak.blokkey.qr.LinkContent;
import io.bloksec.keycloak.blokkey.qr.QrContent;
import io.bloksec.keycloak.blokkey.request.Channel;
import io.bloksec.keycloak.blokkey.request.RequestEntity;
import io.bloksec.keycloak.blokkey.request.State;

/** A device has scanned a screen, or followed a link on its own. The first one has the request; where a person is named, only that person's. */
final class Claiming {

    private static final int LONGEST = 1024;

    private final DeviceCall call;

    Claiming(DeviceCall call) {
        this.call = call;
    }

    ObjectNode scan(String content) {
        requireLength(content);
        QrContent code = QrContent.parse(content, call.setup.secret())
                .orElseThrow(() -> new ProblemException(Problem.QR_INVALID));
        if (!code.isOfNow(call.engine.clock.now())) {
            throw new ProblemException(Problem.QR_TOO_OLD);
        }
        return claim(code.request(), Channel.QR);
    }

    ObjectNode follow(String content) {
        requireLength(content);
        LinkContent link = LinkContent.parse(content, call.setup.secret())
                .orElseThrow(() -> new ProblemException(Problem.QR_INVALID));
        return claim(link.request(), Channel.LINK)
                .put("returnAddress", call.setup.issuer() + "/" + BlokKey.ID + "/page/return");
    }

    private static void requireLength(String content) {
        if (content.length() > LONGEST) {
            throw new ProblemException(Problem.MALFORMED);
        }
    }

    private ObjectNode claim(String id, Channel channel) {
        String realm = call.realm.getId();
        String user = call.user().getId();
        if (call.engine.requests.claim(realm, id, user, call.device().id, channel)) {
            call.engine.waiters.wake(id, State.CLAIMED.name());
        }
        RequestEntity row =
                call.engine.requests.find(realm, id).orElseThrow(() -> new ProblemException(Problem.QR_INVALID));
        if (!call.device().id.equals(row.deviceId) || !user.equals(row.userId)) {
            if (call.engine.requests.contest(realm, id, user, call.device().id)) {
                call.engine.waiters.wake(id, ShownState.CONTESTED);
            }
            // Another person's screen and a screen that somebody else was faster at look the same.
            throw new ProblemException(Problem.REQUEST_TAKEN);
        }
        if (!call.engine.requests.stateOf(row).isOpen()) {
            throw RequestRoutes.ended(call, row);
        }
        return RequestRoutes.json(call, row);
    }
}
