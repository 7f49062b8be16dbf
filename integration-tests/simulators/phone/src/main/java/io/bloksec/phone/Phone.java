package io.bloksec.phone;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An enrolled device: each route of the device API as a method (protocol; API description). Methods throw
 * {@link Problem} when the server refuses and {@link UnexpectedAnswerException} when it answers what no description
 * says. Instants are milliseconds since 1970 UTC. For one thread at a time; {@link #spoiled} makes a second view of the
 * same device.
 */
public final class Phone {

    private final Caller caller;
    private final Device device;
    private final Tampering tampering;

    /** What all views of one device share. */
    private static final class Device {
        private final ObjectNode state;
        private final SoftwareAuthenticator authenticator;
        private final Map<String, String> returnAddresses = new HashMap<>();
        private PossessionKey key;
        /** The second that the server asks for, with a little to spare. */
        private Duration dwell = Duration.ofMillis(1050);

        private Device(ObjectNode state, PossessionKey key, SoftwareAuthenticator authenticator) {
            this.state = state;
            this.key = key;
            this.authenticator = authenticator;
        }
    }

    Phone(Caller caller, ObjectNode state, PossessionKey key, SoftwareAuthenticator authenticator) {
        this(caller, new Device(state, key, authenticator), Tampering.NONE);
    }

    private Phone(Caller caller, Device device, Tampering tampering) {
        this.caller = caller;
        this.device = device;
        this.tampering = tampering;
    }

    /** @throws IllegalArgumentException not what {@link #json()} writes */
    static Phone of(ObjectNode json, DeviceApi api) {
        ObjectNode state = json.deepCopy();
        state.remove(List.of("possessionKey", "verificationKey", "returnAddresses"));
        Phone phone = new Phone(
                new Caller(api),
                state,
                PossessionKey.of(json.path("possessionKey")),
                SoftwareAuthenticator.of(json.path("verificationKey")));
        for (String member : List.of("issuer", "realm", "app", "origin", "device", "user", "userName")) {
            Json.text(state, member);
        }
        json.path("returnAddresses")
                .properties()
                .forEach(link -> phone.device.returnAddresses.put(
                        link.getKey(), link.getValue().asText()));
        return phone;
    }

    ObjectNode json() {
        ObjectNode json = device.state.deepCopy();
        json.set("possessionKey", device.key.privateJwk());
        json.set("verificationKey", device.authenticator.json());
        ObjectNode links = json.putObject("returnAddresses");
        device.returnAddresses.forEach(links::put);
        return json;
    }

    public String issuer() {
        return state("issuer");
    }

    public String realm() {
        return state("realm");
    }

    /** @return the address of the phone web app, with which codes on screens begin */
    public String app() {
        return state("app");
    }

    public String deviceId() {
        return state("device");
    }

    public String userId() {
        return state("user");
    }

    public String userName() {
        return state("userName");
    }

    public DeviceApi api() {
        return caller.api();
    }

    public PossessionKey possessionKey() {
        return device.key;
    }

    /** Puts another key in the place of the possession key, without a word to the server. */
    public void possessionKey(PossessionKey key) {
        device.key = key;
    }

    public SoftwareAuthenticator authenticator() {
        return device.authenticator;
    }

    /** @return the same device, its calls tampered with */
    public Phone spoiled(Tampering tampering) {
        return new Phone(caller, device, tampering);
    }

    /** @param clock what the device takes for the time, in all its views */
    public Phone clock(Clock clock) {
        caller.clock(clock);
        return this;
    }

    /** @param dwell how long the person of {@link #showAndApprove} looks, in all views; 1.05 s unless told */
    public Phone dwell(Duration dwell) {
        device.dwell = dwell;
        return this;
    }

    /** {@code GET requests}: what waits, newest first. */
    public List<ApprovalRequest> list() {
        return objects(get("requests"), "requests").stream()
                .map(ApprovalRequest::new)
                .toList();
    }

    /** {@code GET requests/{id}}. */
    public ApprovalRequest read(String id) {
        return request(call("GET", "requests/" + id, null));
    }

    /** {@code POST requests/{id}/shown}: the request is in front of a person. */
    public ApprovalRequest shown(String id) {
        return request(call("POST", "requests/" + id + "/shown", null));
    }

    /** {@code POST qr}: claims the request of a scanned screen, once. */
    public ApprovalRequest scan(String content) {
        return request(call("POST", "qr", Json.object().put("content", content)));
    }

    /** {@code POST link}: claims the request of a page on the same device; where to return is kept for the approval. */
    public ApprovalRequest link(String content) {
        ApprovalRequest request = request(call("POST", "link", Json.object().put("content", content)));
        request.returnAddress().ifPresent(address -> device.returnAddresses.put(request.id(), address));
        return request;
    }

    /** Approves where no number is asked for, and does not remember the browser. */
    public Decided approve(ApprovalRequest request) {
        return approve(request, null, false);
    }

    /**
     * {@code POST requests/{id}/approve}, signed by both keys over what {@code request} says, at once.
     *
     * @param request as it was shown to the person, with the member {@code shown}
     * @param number what the person typed; null: nothing
     * @param remember pushes from this browser without asking, from now on
     * @throws IllegalArgumentException the request holds what must not be signed, or is not for this device
     */
    public Decided approve(ApprovalRequest request, String number, boolean remember) {
        boolean byLink = request.channel().equals("link");
        byte[] verifier = Bytes.random(32);
        String verifierHash = byLink ? Bytes.encode(Bytes.sha256(verifier)) : null;
        String state = state(sendApproval(request, number, remember, verifierHash));
        Optional<String> returnTo = Optional.ofNullable(byLink ? device.returnAddresses.get(request.id()) : null)
                .map(address -> address + "#v=" + request.id() + "." + Bytes.encode(verifier));
        return new Decided(state, returnTo);
    }

    /** As {@link #approve(ApprovalRequest, String, boolean)}, as an answer that nobody has judged yet. */
    public Answer sendApproval(ApprovalRequest request, String number, boolean remember, String verifierHash) {
        SignedText text = tampering.text(ours(SignedText.decision(request.type(), request))
                .with("number", number)
                .with("remember", remember)
                .with("verifierHash", verifierHash));
        byte[] hash = text.hash();
        ObjectNode message = Json.object();
        if (number != null) {
            message.put("number", number);
        }
        message.put("remember", remember);
        if (verifierHash != null) {
            message.put("verifierHash", verifierHash);
        }
        message.put("possessionSignature", Bytes.encode(device.key.sign(hash)));
        message.set("assertion", device.authenticator.get(hash, state("origin"), tampering));
        return call("POST", "requests/" + request.id() + "/approve", message);
    }

    /**
     * All that a person does: reads the request, has it on the screen for the time that the server asks for, and
     * approves.
     */
    public Decided showAndApprove(String id, String number, boolean remember) {
        ApprovalRequest shown = shown(id);
        try {
            Pause.of(device.dwell);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UnexpectedAnswerException("interrupted", e);
        }
        return approve(shown, number, remember);
    }

    /** {@code POST requests/{id}/deny}, over what {@code request} says. */
    public Decided deny(ApprovalRequest request) {
        return new Decided(state(sendRefusal("deny", request)), Optional.empty());
    }

    /** {@code POST requests/{id}/report}, over what {@code request} says; also for one that has ended. */
    public Decided report(ApprovalRequest request) {
        return new Decided(state(sendRefusal("report", request)), Optional.empty());
    }

    /**
     * As {@link #deny} and {@link #report}, as an answer that nobody has judged yet.
     *
     * @param decision {@code deny} or {@code report}
     */
    public Answer sendRefusal(String decision, ApprovalRequest request) {
        SignedText text = tampering.text(ours(SignedText.decision(decision, request)));
        ObjectNode message = Json.object().put("possessionSignature", Bytes.encode(device.key.sign(text)));
        return call("POST", "requests/" + request.id() + "/" + decision, message);
    }

    /** A device signs for itself, its person and its realm only, whatever an answer says. */
    private SignedText ours(SignedText text) {
        for (String member : List.of("issuer", "realm", "device", "user")) {
            if (!state(member).equals(text.members().get(member))) {
                throw new IllegalArgumentException("the request is not for this device: " + member + " "
                        + text.members().get(member));
            }
        }
        return text;
    }

    /** {@code GET device}: the schema {@code Device}. */
    public ObjectNode device() {
        return get("device");
    }

    /** {@code PATCH device}. @param name at most 64 Unicode code points, brought to NFC */
    public ObjectNode rename(String name) {
        ObjectNode device = call("PATCH", "device", Json.object().put("name", Enrolment.nfc(name)))
                .expect(200)
                .json();
        this.device.state.put("name", Json.text(device, "name"));
        return device;
    }

    /** {@code DELETE device}. */
    public void remove() {
        call("DELETE", "device", null).expect(204);
    }

    /** {@code PUT device/push}. */
    public void push(PushAddress address) {
        call("PUT", "device/push", address.json()).expect(204);
    }

    /** {@code DELETE device/push}. */
    public void removePush() {
        call("DELETE", "device/push", null).expect(204);
    }

    /** {@code POST device/keys} with a new possession key, which this phone has from then on. */
    public ObjectNode rotateKey() {
        PossessionKey newKey = PossessionKey.generate();
        ObjectNode device = sendRotation(newKey).expect(200).json();
        this.device.key = newKey;
        return device;
    }

    /** {@code POST device/keys}, as an answer that nobody has judged yet; the phone keeps its key. */
    public Answer sendRotation(PossessionKey newKey) {
        SignedText text = tampering.text(SignedText.of("rotate")
                .with("version", 1)
                .with("issuer", issuer())
                .with("realm", realm())
                .with("device", deviceId())
                .with("user", userId())
                .with("nonce", Json.text(spoiled(Tampering.NONE).device(), "nonce"))
                .with("possessionKey", newKey.thumbprint()));
        byte[] hash = text.hash();
        ObjectNode message = Json.object();
        message.set("possessionKey", newKey.publicJwk());
        message.put("possessionSignature", Bytes.encode(device.key.sign(hash)));
        message.put("newPossessionSignature", Bytes.encode(newKey.sign(hash)));
        message.set("assertion", device.authenticator.get(hash, state("origin"), tampering));
        return call("POST", "device/keys", message);
    }

    /** {@code PUT settings}. @return as they are now */
    public ObjectNode settings(boolean pushesFromNewBrowsers) {
        return call("PUT", "settings", Json.object().put("pushesFromNewBrowsers", pushesFromNewBrowsers))
                .expect(200)
                .json();
    }

    /** {@code GET browsers}: objects with {@code browser}, {@code name}, {@code created}, {@code lastUsed}. */
    public List<ObjectNode> browsers() {
        return objects(get("browsers"), "browsers");
    }

    /** {@code DELETE browsers/{id}}. */
    public void forgetBrowser(String id) {
        call("DELETE", "browsers/" + id, null).expect(204);
    }

    /** {@code GET history}: the person's last 50 requests that have ended. */
    public List<ObjectNode> history() {
        return objects(get("history"), "requests");
    }

    /**
     * Any call of this device with a right proof, or what {@link #spoiled} makes of it.
     *
     * @param path behind {@code {issuer}/blokkey/}
     * @param message null: without a body
     * @return an answer that nobody has judged yet
     */
    public Answer call(String method, String path, ObjectNode message) {
        if (message != null) {
            tampering.message(message);
        }
        return caller.call(method, path, message, device.key, Caller.Naming.device(state("device")), tampering);
    }

    /**
     * Any call, as it stands: no proof but one among the headers, nothing repeated.
     *
     * @param body null: without a body
     */
    public Answer send(String method, String path, byte[] body, Map<String, List<String>> headers) {
        return caller.api().send(method, path, body, headers);
    }

    /**
     * A right proof to spoil, for {@link #send}.
     *
     * @param body null: without a body
     */
    public Proof proof(String method, String path, byte[] body) {
        return caller.proof(method, path, body == null ? new byte[0] : body).device(state("device"));
    }

    private ObjectNode get(String path) {
        return call("GET", path, null).expect(200).json();
    }

    private String state(String member) {
        return Json.text(device.state, member);
    }

    private static String state(Answer answer) {
        return Json.text(answer.expect(200).json(), "state");
    }

    private static ApprovalRequest request(Answer answer) {
        return new ApprovalRequest(answer.expect(200).json());
    }

    private static List<ObjectNode> objects(ObjectNode json, String member) {
        List<ObjectNode> objects = new ArrayList<>();
        for (JsonNode element : json.path(member)) {
            if (!(element instanceof ObjectNode object)) {
                throw new UnexpectedAnswerException(member + ": not a list of objects");
            }
            objects.add(object);
        }
        return objects;
    }
}
