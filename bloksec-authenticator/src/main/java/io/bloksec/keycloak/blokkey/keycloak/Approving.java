package io.bloksec.keycloak.blokkey.keycloak;

import io.bloksec.keycloak.blokkey.device.Assertion;
import io.bloksec.keycloak.blokkey.device.DeviceEntity;
import io.bloksec.keycloak.blokkey.device.Devices;
import io.bloksec.keycloak.blokkey.device.Grade;
import io.bloksec.keycloak.blokkey.device.VerifiedAssertion;
import io.bloksec.keycloak.blokkey.device.WebAuthn;
import io.bloksec.keycloak.blokkey.problem.Problem;
import io.bloksec.keycloak.blokkey.problem.ProblemException;
import io.bloksec.keycloak.blokkey.request.ApprovalText;
import io.bloksec.keycloak.blokkey.request.Channel;
import io.bloksec.keycloak.blokkey.request.Decision;
import io.bloksec.keycloak.blokkey.request.Evidence;
import io.bloksec.keycloak.blokkey.request.Network;
import io.bloksec.keycloak.blokkey.request.RequestEntity;
import io.bloksec.keycloak.blokkey.request.Requests;
import io.bloksec.keycloak.blokkey.request.SignInNumber;
import io.bloksec.keycloak.blokkey.request.State;
import io.bloksec.keycloak.blokkey.signed.Bytes;
import io.bloksec.keycloak.blokkey.signed.SignedText;

/**
 * One approval. The order is the argument: nothing is charged before both signatures hold, so nobody but the device can burn a
 * request; and the number is looked at once, so nobody can guess.
 */
final class Approving {

    private final DeviceCall call;
    private final RequestEntity row;
    private final boolean numberNeeded;
    private final Requests requests;

    Approving(DeviceCall call, RequestEntity row, boolean numberNeeded) {
        this.call = call;
        this.row = row;
        this.numberNeeded = numberNeeded;
        this.requests = call.engine.requests;
    }

    State approve() {
        State state = requests.stateOf(row);
        String number = call.optionalText("number");
        String verifierHash = call.optionalText("verifierHash");
        boolean remember = call.flag("remember");
        requireFit(state, number, verifierHash);

        SignedText text = ApprovalText.approval(
                call.setup.issuer(), call.realm.getName(), row, call.device().id, number, remember, verifierHash);
        byte[] hash = text.hash();
        byte[] possession = call.bytes("possessionSignature");
        Assertion assertion = call.assertion();
        if (!Devices.possessionKey(call.device()).verifies(hash, possession)) {
            throw new ProblemException(Problem.SIGNATURE_INVALID);
        }
        if (remember && !row.mayRemember) {
            throw new ProblemException(Problem.MALFORMED);
        }
        if (state == State.APPROVED) {
            // The same approval again, because its answer was lost: nothing new happens, and no other one passes for
            // it.
            if (Bytes.text(hash).equals(row.decisionHash)) {
                return State.APPROVED;
            }
            throw RequestRoutes.ended(call, row);
        }
        Grade grade = verify(hash, assertion);
        String evidence = Evidence.of(text, possession, assertion, call.device());
        requireNumber(number, evidence);
        Decision decision = new Decision(Bytes.text(hash), grade, remember, verifierHash, evidence);
        if (!requests.approve(call.realm.getId(), row.id, call.device().id, decision)) {
            throw lost();
        }
        RequestLane.of(call, row).approved();
        call.engine.metrics.approved(row, requests.now());
        if (!Channel.LINK.name().equals(row.channel)) {
            call.engine.waiters.wake(row.id, State.APPROVED.name());
        }
        return State.APPROVED;
    }

    private void requireFit(State state, String number, String verifierHash) {
        if (state == State.CREATED || state == State.CLAIMED) {
            throw new ProblemException(Problem.TOO_EARLY);
        }
        if (state != State.SHOWN && state != State.APPROVED) {
            throw new ProblemException(Problem.REQUEST_ENDED, state.name());
        }
        if (row.shownAt > requests.now() - Requests.DWELL) {
            throw new ProblemException(Problem.TOO_EARLY);
        }
        if (numberNeeded && number == null) {
            throw new ProblemException(Problem.NUMBER_REQUIRED);
        }
        boolean byLink = Channel.LINK.name().equals(row.channel);
        boolean fits = (number == null || number.matches("[0-9]{2,3}"))
                && byLink == (verifierHash != null)
                && (verifierHash == null || verifierHash.matches("[A-Za-z0-9_-]{43}"));
        if (!fits) {
            throw new ProblemException(Problem.MALFORMED);
        }
    }

    private Grade verify(byte[] hash, Assertion assertion) {
        DeviceEntity device = call.device();
        VerifiedAssertion verified = WebAuthn.verify(Devices.verificationKey(device), hash, assertion);
        if (!call.engine.devices.advanceCounter(device.id, verified.signCount())) {
            RequestEvents.BLOKKEY_KEY_COPIED.tell(call, row);
            throw new ProblemException(Problem.SIGNATURE_INVALID);
        }
        Grade enrolled = Grade.valueOf(device.grade);
        // A key that lies in a cloud now protects no better than any other that does.
        Grade grade = verified.backedUp() ? Grade.C : enrolled;
        if (!grade.meets(Grade.valueOf(row.leastGrade))) {
            throw new ProblemException(Problem.GRADE_TOO_LOW);
        }
        if (row.sameNetwork && !Network.isSame(row.address, ClientPlace.address(call.session))) {
            throw new ProblemException(Problem.TOO_FAR);
        }
        return grade;
    }

    private void requireNumber(String number, String evidence) {
        if (number == null) {
            return;
        }
        if (!SignInNumber.isRight(call.setup.secret(), row, number)) {
            if (requests.burn(call.realm.getId(), row.id, evidence)) {
                RequestLane.of(call, row).burnt();
                RequestEvents.BLOKKEY_NUMBER_WRONG.tell(call, row);
            }
            call.engine.waiters.wake(row.id, State.BURNT.name());
            throw new ProblemException(Problem.NUMBER_WRONG);
        }
    }

    private ProblemException lost() {
        RequestEntity now = requests.find(call.realm.getId(), row.id).orElse(row);
        State state = requests.stateOf(now);
        return state == State.SHOWN
                ? new ProblemException(Problem.DEVICE_REMOVED)
                : new ProblemException(Problem.REQUEST_ENDED, state.name());
    }
}
