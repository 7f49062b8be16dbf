package io.bloksec.keycloak.blokkey.keycloak;

import io.bloksec.keycloak.blokkey.device.Devices;
import io.bloksec.keycloak.blokkey.problem.Problem;
import io.bloksec.keycloak.blokkey.problem.ProblemException;
import io.bloksec.keycloak.blokkey.request.ApprovalText;
import io.bloksec.keycloak.blokkey.request.Evidence;
import io.bloksec.keycloak.blokkey.request.RequestEntity;
import io.bloksec.keycloak.blokkey.request.State;
import io.bloksec.keycloak.blokkey.signed.SignedText;
import io.bloksec.keycloak.blokkey.signed.TextType;
import org.keycloak.services.managers.AuthenticationManager;

/** A denial or a report: the possession key's signature is enough, as saying no must never be harder than saying yes. */
final class Refusing {

    private final DeviceCall call;
    private final RequestEntity row;

    Refusing(DeviceCall call, RequestEntity row) {
        this.call = call;
        this.row = row;
    }

    State deny() {
        String evidence = verified(TextType.DENY);
        if (!call.engine.requests.deny(call.realm.getId(), row.id, call.user().getId(), call.device().id, evidence)) {
            throw ended();
        }
        RequestEvents.BLOKKEY_DENIED.tell(call, row);
        call.engine.waiters.wake(row.id, State.DENIED.name());
        return State.DENIED;
    }

    State report() {
        String evidence = verified(TextType.REPORT);
        if (!call.engine.requests.report(call.realm.getId(), row.id, call.user().getId(), call.device().id, evidence)) {
            throw ended();
        }
        RequestLane.of(call, row).silence();
        call.engine.browsers.forgetAll(call.realm.getId(), call.user().getId());
        RequestEvents.BLOKKEY_REPORTED.tell(call, row);
        // Looked at after the report: the browser may have been faster than the person, but not without leaving a
        // trace.
        if (State.CONSUMED.name().equals(current().state)) {
            ReportedSessions.openedBy(call.session, call.realm, call.user(), row.rootHash)
                    .forEach(each -> AuthenticationManager.backchannelLogout(call.session, each, true));
            call.engine.reported.watch();
        }
        call.engine.waiters.wake(row.id, State.REPORTED.name());
        return State.REPORTED;
    }

    private String verified(TextType type) {
        SignedText text = ApprovalText.refusal(type, call.setup.issuer(), call.realm.getName(), row, call.device().id);
        byte[] signature = call.bytes("possessionSignature");
        if (!Devices.possessionKey(call.device()).verifies(text.hash(), signature)) {
            throw new ProblemException(Problem.SIGNATURE_INVALID);
        }
        return Evidence.of(text, signature, call.device());
    }

    private ProblemException ended() {
        return new ProblemException(
                Problem.REQUEST_ENDED, call.engine.requests.stateOf(current()).name());
    }

    private RequestEntity current() {
        return call.engine.requests.find(call.realm.getId(), row.id).orElse(row);
    }
}
