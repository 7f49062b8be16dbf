package io.bloksec.phone;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintStream;
import java.math.BigInteger;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Checks a server from outside. Each check sends one call that is right but for what its line says, and names the
 * section of the protocol, what was sent, and what must come back. It shows faults; that there are none it cannot show.
 *
 * <p>What it changes: a device is enrolled where a ticket is given, the device's name is changed and put back, its
 * possession key is changed, and one waiting request is denied.
 */
public final class Conformance {

    private static final String CONFIG = "Configuration";
    private static final String ENROLMENT = "Enrolment";
    private static final String PROOF = "Proof of possession";
    private static final String TEXTS = "Signed texts";
    private static final String CODES = "Codes on screens";
    private static final String PROBLEMS = "Problems";
    private static final String KEYS = "Two keys";
    private static final int LARGEST_BODY = 32 * 1024;
    private static final int LONGEST_WAIT_SECONDS = 120;
    private static final long LOOK_EVERY_MILLIS = 500;

    private final DeviceApi api;
    private final PrintStream out;
    private Duration dwell = Duration.ofMillis(1000);
    private Predicate<String> wanted = sent -> true;
    private int passed;
    private int failed;
    private int skipped;

    /** @param out one line for each check */
    public Conformance(DeviceApi api, PrintStream out) {
        this.api = api;
        this.out = out;
    }

    /** For a server that runs with another dwell time than the protocol's second. */
    Conformance dwell(Duration dwell) {
        this.dwell = dwell;
        return this;
    }

    /** Leaves out the refusals that a test does not look at. */
    Conformance wanted(Predicate<String> sent) {
        wanted = sent;
        return this;
    }

    /** @return how many checks have failed so far */
    public int failed() {
        return failed;
    }

    /** @return how many have passed so far */
    public int passed() {
        return passed;
    }

    /** Prints how many checks passed, failed, and could not be made. */
    public void summary() {
        out.println(passed + " ok, " + failed + " FAILED, " + skipped + " skipped");
    }

    /** What needs no device. */
    public void configuration() {
        accepted(
                CONFIG,
                "GET config",
                200,
                "every member that the description requires",
                () -> plain("GET", "config", null),
                answer -> {
                    ObjectNode json = answer.json();
                    for (String member : List.of("issuer", "realm", "app", "rpId", "origin")) {
                        if (!json.path(member).isTextual()) {
                            return Optional.of("no string " + member);
                        }
                    }
                    if (!json.path("time").isIntegralNumber()) {
                        return Optional.of("no integer time");
                    }
                    if (!json.path("issuer").asText().equals(api.issuer())) {
                        return Optional.of("issuer " + json.path("issuer"));
                    }
                    boolean one = false;
                    for (JsonNode version : json.path("versions")) {
                        one |= version.isInt() && version.intValue() == 1;
                    }
                    return one ? Optional.empty() : Optional.of("versions " + json.path("versions"));
                });
        startRefused(
                "a ticket and a pairing code",
                400,
                "malformed",
                Json.object().put("ticket", Bytes.encode(Bytes.random(32))).put("pairingCode", "ABCDEFGH23"));
        startRefused("neither ticket nor pairing code", 400, "malformed", Json.object());
        startRefused(
                "a ticket of nobody",
                410,
                "ticket-invalid",
                Json.object().put("ticket", Bytes.encode(Bytes.random(32))));
        refused(
                PROBLEMS,
                "POST enrol/start with a body that is no JSON",
                400,
                "malformed",
                () -> plain("POST", "enrol/start", Bytes.utf8("{")));
        refused(
                PROBLEMS,
                "POST enrol/start with 32 KiB and one byte",
                413,
                "too-large",
                () -> plain("POST", "enrol/start", padded("{}", LARGEST_BODY + 1)));
    }

    private void startRefused(String what, int status, String code, ObjectNode message) {
        refused(
                ENROLMENT,
                "POST enrol/start with " + what,
                status,
                code,
                () -> plain("POST", "enrol/start", Json.bytes(message)));
    }

    /**
     * Enrols a device, after all that must be refused.
     *
     * @param scanned see {@link Enrolment#start(DeviceApi, String)}
     * @param code gets the six digits for the person to type in the browser
     * @param patience how long to wait for that
     * @return the phone; nothing if it could not be enrolled, which is a failed check
     */
    public Optional<Phone> enrolment(String scanned, Consumer<EnrolmentCode> code, Duration patience)
            throws InterruptedException {
        Enrolment enrolment = Enrolment.start(api, scanned);
        finishRefused(
                enrolment,
                "a possession signature with one bit changed",
                403,
                "signature-invalid",
                Tampering.message(message -> flip(message, "possessionSignature")));
        ceremonies(Json.text(enrolment.offer(), "rpId"))
                .forEach((what, tampering) -> finishRefused(enrolment, what, 403, "attestation-invalid", tampering));
        finishRefused(
                enrolment,
                "another jwk in the proof than in the body",
                401,
                "proof-invalid",
                Tampering.message(message ->
                        message.set("possessionKey", PossessionKey.generate().publicJwk())));
        finishRefused(
                enrolment,
                "a name with U+202E",
                400,
                "malformed",
                Tampering.message(message -> message.put("name", "a\u202Eb")));
        finishRefused(
                enrolment,
                "a name of 65 characters",
                400,
                "malformed",
                Tampering.message(message -> message.put("name", "a".repeat(65))));
        enrolment.tampering(Tampering.NONE);
        Optional<Answer> finished = accepted(
                ENROLMENT,
                "POST enrol/finish, all right, after the refused ones",
                200,
                "six digits and the device of the offer",
                enrolment::send,
                answer -> {
                    ObjectNode json = answer.json();
                    return json.path("code").asText().matches("[0-9]{6}")
                                    && json.path("device")
                                            .equals(enrolment.offer().path("device"))
                                    && json.path("expires").isIntegralNumber()
                            ? Optional.empty()
                            : Optional.of(json.toString());
                });
        if (finished.isEmpty()) {
            return Optional.empty();
        }
        Phone phone = enrolment.phone();
        refused(
                ENROLMENT,
                "GET requests before the digits are typed",
                401,
                "device-unknown",
                () -> phone.call("GET", "requests", null));
        ObjectNode json = finished.get().json();
        code.accept(new EnrolmentCode(phone.deviceId(), Json.text(json, "code"), Json.integer(json, "expires")));
        Instant end = Instant.now().plus(patience);
        while (phone.call("GET", "device", null).status() != 200) {
            if (Instant.now().isAfter(end)) {
                failure(ENROLMENT, "the six digits typed in the browser", "200 to GET device", "none in time");
                return Optional.empty();
            }
            Pause.millis(LOOK_EVERY_MILLIS);
        }
        return Optional.of(phone);
    }

    private void finishRefused(Enrolment enrolment, String what, int status, String code, Tampering tampering) {
        refused(
                ENROLMENT,
                "POST enrol/finish with " + what,
                status,
                code,
                () -> enrolment.tampering(tampering).send());
    }

    /** What an enrolled device can check without anybody's sign-in. */
    public void device(Phone phone) {
        for (Consumer<Phone> checks : List.<Consumer<Phone>>of(
                this::proofs, this::bodies, this::unknownRequests, this::codes, this::otherRoutes, this::rotation)) {
            try {
                checks.accept(phone);
            } catch (Problem | UnexpectedAnswerException e) {
                failure(PROBLEMS, "a call that is all right, between two checks", "its success", e.getMessage());
            }
        }
    }

    void proofs(Phone phone) {
        accepted(
                PROOF,
                "GET requests with a right proof",
                200,
                "a list and the time",
                () -> get(phone, proof -> {}),
                answer -> answer.json().path("requests").isArray()
                                && answer.json().path("time").isIntegralNumber()
                        ? Optional.empty()
                        : Optional.of(answer.json().toString()));
        refused(PROOF, "GET requests without a proof", 401, "proof-missing", () -> plain("GET", "requests", null));
        proofRefused("a proof that is no JWS", () -> withProofs(phone, List.of("x")));
        proofRefused(
                "two proofs, both right",
                () -> withProofs(phone, List.of(signed(phone, proof -> {}), signed(phone, proof -> {}))));
        proofRefused(
                "alg none and no signature",
                () -> withProofs(phone, List.of(unsigned(phone, "none", input -> new byte[0]))));
        proofRefused(
                "alg HS256, keyed with the public key",
                () -> withProofs(
                        phone,
                        List.of(unsigned(
                                phone,
                                "HS256",
                                input -> hmac(phone.possessionKey().publicKey().getEncoded(), input)))));
        proofRefused(
                "a signature in ASN.1 instead of r ‖ s",
                () -> withProofs(
                        phone,
                        List.of(unsigned(
                                phone,
                                "ES256",
                                input -> derSignature(phone.possessionKey().sign(input))))));
        proofRefused(
                "the signature of another key",
                () -> withProofs(
                        phone,
                        List.of(unsigned(
                                phone,
                                "ES256",
                                input -> PossessionKey.generate().sign(input)))));
        header(phone, "alg ES384", header -> header.put("alg", "ES384"));
        header(phone, "typ dpop+jwt", header -> header.put("typ", "dpop+jwt"));
        header(phone, "no kid", header -> header.remove("kid"));
        header(
                phone,
                "the right key as jwk beside kid",
                header -> header.set("jwk", phone.possessionKey().publicJwk()));
        header(phone, "a jku", header -> header.put("jku", "https://keys.example/jwks"));
        header(phone, "an x5u", header -> header.put("x5u", "https://keys.example/x5c"));
        header(phone, "an x5c", header -> header.putArray("x5c").add("MAA="));
        header(phone, "crit", header -> {
            header.putArray("crit").add("example");
            header.put("example", true);
        });
        refused(
                PROOF,
                "GET requests with the kid of nobody",
                401,
                "device-unknown",
                () -> get(phone, proof -> proof.device(Bytes.encode(Bytes.random(16)))));
        for (String claim : List.of("htm", "htu", "iat", "jti", "bsh")) {
            claims(phone, "no " + claim, claims -> claims.remove(claim));
        }
        claims(phone, "htm POST", claims -> claims.put("htm", "POST"));
        claims(phone, "the htu of another route", claims -> claims.put("htu", api.address("history")));
        claims(phone, "an htu on another host", claims -> claims.put("htu", foreign()));
        claims(phone, "the bsh of another body", claims -> claims.put("bsh", Bytes.encode(Bytes.sha256(new byte[1]))));
        claims(
                phone,
                "iat as a string",
                claims -> claims.put("iat", "" + claims.path("iat").asLong()));
        proofRefused("an htu on another host, which the Forwarded headers name, too", () -> {
            String jws = signed(phone, proof -> proof.claims().put("htu", foreign()));
            return phone.send(
                    "GET",
                    "requests",
                    null,
                    Map.of(
                            Proof.HEADER,
                            List.of(jws),
                            "X-Forwarded-Host",
                            List.of("phish.example"),
                            "X-Forwarded-Proto",
                            List.of("https"),
                            "Forwarded",
                            List.of("host=phish.example;proto=https")));
        });
        refused(PROOF, "PUT settings with the proof for another body", 401, "proof-invalid", () -> {
            Proof proof = phone.proof("PUT", "settings", Bytes.utf8("{}"));
            return phone.send(
                    "PUT",
                    "settings",
                    settings(phone),
                    Map.of(Proof.HEADER, List.of(proof.signedBy(phone.possessionKey()))));
        });
        refused(PROOF, "GET requests twice with one proof: the second", 401, "proof-replayed", () -> {
            List<String> once = List.of(signed(phone, proof -> {}));
            withProofs(phone, once);
            return withProofs(phone, once);
        });
        times(phone);
    }

    private void times(Phone phone) {
        Consumer<Proof> old = proof -> proof.claims().put("iat", Instant.now().getEpochSecond() - 600);
        refused(
                PROOF,
                "GET requests with an iat ten minutes ahead",
                401,
                "proof-time",
                () -> get(
                        phone, proof -> proof.claims().put("iat", Instant.now().getEpochSecond() + 600)));
        refused(
                PROOF,
                "GET requests with an old iat and an invented nonce",
                401,
                "proof-time",
                () -> get(phone, old.andThen(proof -> proof.nonce(Bytes.encode(Bytes.random(32))))));
        Optional<Answer> told =
                refused(PROOF, "GET requests with an iat ten minutes ago", 401, "proof-time", () -> get(phone, old));
        if (told.isEmpty()) {
            skipped(PROOF, "the nonce", "no answer proof-time");
            return;
        }
        Optional<String> nonce = told.get().header(Proof.NONCE_HEADER);
        if (nonce.isEmpty()) {
            failure(PROOF, "the same", "with a header " + Proof.NONCE_HEADER, "without");
            return;
        }
        accepted(
                PROOF,
                "GET requests with an old iat and the server's nonce",
                200,
                "the list",
                () -> get(phone, old.andThen(proof -> proof.nonce(nonce.get()))),
                answer -> Optional.empty());
    }

    void bodies(Phone phone) {
        for (String body :
                List.of("{\"pushesFromNewBrowsers\":", "[]", "true", "{}", "{\"pushesFromNewBrowsers\":\"yes\"}")) {
            refused(
                    PROBLEMS,
                    "PUT settings with the body " + body,
                    400,
                    "malformed",
                    () -> raw(phone, "PUT", "settings", Bytes.utf8(body)));
        }
        refused(
                PROBLEMS,
                "PUT settings with an empty body",
                400,
                "malformed",
                () -> raw(phone, "PUT", "settings", new byte[0]));
        accepted(
                PROBLEMS,
                "PUT settings, as they are, in exactly 32 KiB",
                200,
                "the settings",
                () -> raw(
                        phone,
                        "PUT",
                        "settings",
                        padded(new String(settings(phone), StandardCharsets.UTF_8), LARGEST_BODY)),
                answer -> Optional.empty());
        refused(
                PROBLEMS,
                "PUT settings, as they are, in 32 KiB and one byte",
                413,
                "too-large",
                () -> raw(
                        phone,
                        "PUT",
                        "settings",
                        padded(new String(settings(phone), StandardCharsets.UTF_8), LARGEST_BODY + 1)));
        String name = phone.device().path("name").asText();
        Map<String, String> names = new LinkedHashMap<>();
        names.put("a number", "1");
        names.put("no character", "\"\"");
        names.put("65 characters", "\"" + "a".repeat(65) + "\"");
        names.put("a line feed", "\"a\\nb\"");
        names.put("U+007F", "\"a\\u007fb\"");
        names.put("U+202E", "\"a\\u202eb\"");
        names.put("U+2066", "\"a\\u2066b\"");
        names.put("an unpaired surrogate", "\"a\\ud800b\"");
        names.put("u and U+0308, which is not NFC", "\"u\\u0308\"");
        names.forEach((what, json) -> refused(
                TEXTS,
                "PATCH device with a name of " + what,
                400,
                "malformed",
                () -> raw(phone, "PATCH", "device", Bytes.utf8("{\"name\":" + json + "}"))));
        String long64 = "\uD83D\uDE80".repeat(64);
        accepted(
                ENROLMENT,
                "PATCH device with a name of 64 characters outside the BMP",
                200,
                "the device with this name",
                () -> phone.call("PATCH", "device", Json.object().put("name", long64)),
                answer -> answer.json().path("name").asText().equals(long64)
                        ? Optional.empty()
                        : Optional.of("name " + answer.json().path("name")));
        phone.call("PATCH", "device", Json.object().put("name", name));
    }

    void unknownRequests(Phone phone) {
        for (String id : List.of(Bytes.encode(Bytes.random(16)), "no-id")) {
            String what = id.equals("no-id") ? "the id no-id" : "an id of nothing";
            ApprovalRequest invented = invented(phone, id);
            requestUnknown("GET requests/… with " + what, () -> phone.call("GET", "requests/" + id, null));
            requestUnknown("POST …/shown with " + what, () -> phone.call("POST", "requests/" + id + "/shown", null));
            requestUnknown("POST …/approve with " + what, () -> phone.sendApproval(invented, null, false, null));
            requestUnknown("POST …/deny with " + what, () -> phone.sendRefusal("deny", invented));
            requestUnknown("POST …/report with " + what, () -> phone.sendRefusal("report", invented));
        }
    }

    private void requestUnknown(String sent, Supplier<Answer> call) {
        refused(PROBLEMS, sent, 404, "request-unknown", call);
    }

    private ApprovalRequest invented(Phone phone, String id) {
        long now = System.currentTimeMillis();
        return new ApprovalRequest(Json.object()
                .put("version", 1)
                .put("issuer", phone.issuer())
                .put("realm", phone.realm())
                .put("request", id)
                .put("nonce", Bytes.encode(Bytes.random(32)))
                .put("device", phone.deviceId())
                .put("user", phone.userId())
                .put("client", "none")
                .put("clientName", "None")
                .put("browser", "")
                .put("system", "")
                .put("address", "")
                .put("channel", "push")
                .put("created", now)
                .put("expires", now + 60_000)
                .put("type", "approve"));
    }

    void codes(Phone phone) {
        String request = Bytes.encode(Bytes.random(16));
        String mac = Bytes.encode(Bytes.random(16));
        Map<String, String> contents = new LinkedHashMap<>();
        contents.put("any text", "hello");
        contents.put(
                "an invented code", phone.app() + "#q=1." + request + "." + System.currentTimeMillis() + "." + mac);
        contents.put("an invented link", phone.app() + "#l=1." + request + "." + mac);
        contents.put("the code of an enrolment", phone.app() + "#e=1." + Bytes.encode(Bytes.random(32)));
        for (String route : List.of("qr", "link")) {
            contents.forEach((what, content) -> refused(
                    CODES,
                    "POST " + route + " with " + what,
                    400,
                    "qr-invalid",
                    () -> phone.call("POST", route, Json.object().put("content", content))));
            refused(
                    CODES,
                    "POST " + route + " with 1025 characters",
                    400,
                    "malformed",
                    () -> phone.call("POST", route, Json.object().put("content", "a".repeat(1025))));
            refused(
                    CODES,
                    "POST " + route + " without content",
                    400,
                    "malformed",
                    () -> phone.call("POST", route, Json.object()));
        }
    }

    void otherRoutes(Phone phone) {
        accepted(
                "API description",
                "GET device",
                200,
                "the schema Device",
                () -> phone.call("GET", "device", null),
                answer -> {
                    ObjectNode json = answer.json();
                    for (String member : List.of("device", "name", "model", "platform", "grade", "push", "nonce")) {
                        if (!json.path(member).isTextual()) {
                            return Optional.of("no string " + member);
                        }
                    }
                    return json.path("device").asText().equals(phone.deviceId())
                                    && json.path("created").isIntegralNumber()
                                    && json.path("settings")
                                            .path("pushesFromNewBrowsers")
                                            .isBoolean()
                            ? Optional.empty()
                            : Optional.of(json.toString());
                });
        list(phone, "history", "requests");
        list(phone, "browsers", "browsers");
        accepted(
                PROBLEMS,
                "DELETE browsers/… with an id of nothing",
                204,
                "as if it had been there",
                () -> phone.call("DELETE", "browsers/" + Bytes.encode(Bytes.random(16)), null),
                answer -> Optional.empty());
        refused(
                PROBLEMS,
                "PUT device/push with an unknown kind",
                400,
                "push-refused",
                () -> phone.call("PUT", "device/push", Json.object().put("kind", "pigeon")));
    }

    private void list(Phone phone, String route, String member) {
        accepted(
                "API description",
                "GET " + route,
                200,
                "a list " + member,
                () -> phone.call("GET", route, null),
                answer -> answer.json().path(member).isArray() ? Optional.empty() : Optional.of("no list"));
    }

    void rotation(Phone phone) {
        Map<String, Tampering> spoilt = new LinkedHashMap<>();
        spoilt.put(
                "the old key's signature with one bit changed",
                Tampering.message(message -> flip(message, "possessionSignature")));
        spoilt.put(
                "the new key's signature with one bit changed",
                Tampering.message(message -> flip(message, "newPossessionSignature")));
        spoilt.put(
                "another nonce in the text",
                Tampering.text(text -> text.with("nonce", Bytes.encode(Bytes.random(32)))));
        spoilt.putAll(assertions(phone));
        spoilt.forEach((what, tampering) -> {
            PossessionKey key = PossessionKey.generate();
            refused(KEYS, "POST device/keys with " + what, 403, "signature-invalid", () -> {
                Answer answer = phone.spoiled(tampering).sendRotation(key);
                if (answer.status() == 200) {
                    phone.possessionKey(key);
                }
                return answer;
            });
        });
        PossessionKey oldKey = phone.possessionKey();
        PossessionKey newKey = PossessionKey.generate();
        Optional<Answer> rotated = accepted(
                KEYS,
                "POST device/keys, all right",
                200,
                "the device",
                () -> phone.sendRotation(newKey),
                answer -> Optional.empty());
        if (rotated.isEmpty()) {
            skipped(KEYS, "GET requests with the old key", "there is no new one");
            return;
        }
        phone.possessionKey(newKey);
        proofRefused(
                "a proof by the key before the change",
                () -> withProofs(
                        phone, List.of(phone.proof("GET", "requests", null).signedBy(oldKey))));
        if (get(phone, proof -> {}).status() == 401) {
            phone.possessionKey(oldKey);
        }
    }

    /**
     * What needs a sign-in that waits; ends it.
     *
     * @param patience how long to wait for one
     */
    public void requests(Phone phone, Duration patience) throws InterruptedException {
        Instant end = Instant.now().plus(patience);
        try {
            List<ApprovalRequest> waiting = phone.list();
            while (waiting.isEmpty() && Instant.now().isBefore(end)) {
                Pause.millis(LOOK_EVERY_MILLIS);
                waiting = phone.list();
            }
            if (waiting.isEmpty()) {
                skipped(TEXTS, "decisions", "no request waits");
            } else {
                request(phone, waiting.get(0));
            }
        } catch (Problem | UnexpectedAnswerException e) {
            failure(PROBLEMS, "a call that is all right, between two checks", "its success", e.getMessage());
        }
    }

    /** Removes the device. */
    public void removal(Phone phone) {
        accepted(
                KEYS,
                "DELETE device",
                204,
                "without a body",
                () -> phone.call("DELETE", "device", null),
                answer -> answer.body().length == 0 ? Optional.empty() : Optional.of("a body"));
        refused(PROBLEMS, "GET requests after DELETE device", 403, "device-removed", () -> get(phone, proof -> {}));
    }

    /**
     * The decisions on one request; ends it.
     *
     * @param request from the list, best not shown yet
     */
    public void request(Phone phone, ApprovalRequest request) throws InterruptedException {
        String number = request.number() == 0 ? null : "0".repeat(request.number());
        String verifierHash = request.channel().equals("link") ? Bytes.encode(Bytes.random(32)) : null;
        String route = "requests/" + request.id();
        if (request.shown().isEmpty()) {
            refused(
                    TEXTS,
                    "POST …/approve before it was shown",
                    425,
                    "too-early",
                    () -> phone.sendApproval(request, number, false, verifierHash));
        } else {
            skipped(TEXTS, "POST …/approve before it was shown", "the request was shown before");
        }
        long start = System.nanoTime();
        Optional<Answer> answered = accepted(
                TEXTS,
                "POST …/shown",
                200,
                "the request with the member shown",
                () -> phone.call("POST", route + "/shown", null),
                answer -> answer.json().path("shown").isIntegralNumber() ? Optional.empty() : Optional.of("none"));
        if (answered.isEmpty()) {
            skipped(TEXTS, "decisions", "the request cannot be shown");
            return;
        }
        ApprovalRequest shown = new ApprovalRequest(answered.get().json());
        Answer early = phone.sendApproval(shown, number, false, verifierHash);
        if (request.shown().isPresent() || System.nanoTime() - start > dwell.toNanos()) {
            skipped(TEXTS, "POST …/approve at once after shown", "it was not at once");
        } else {
            refused(TEXTS, "POST …/approve at once after shown", 425, "too-early", () -> early);
        }
        Pause.of(dwell.plusMillis(50));
        Map<String, Tampering> spoilt = new LinkedHashMap<>();
        spoilt.put(
                "a possession signature with one bit changed",
                Tampering.message(message -> flip(message, "possessionSignature")));
        spoilt.put("another client in the signed text", Tampering.text(text -> text.with("client", "other")));
        spoilt.put("another address in the signed text", Tampering.text(text -> text.with("address", "203.0.113.9")));
        spoilt.put("another type of the signed text", Tampering.text(text -> text.as("deny")));
        spoilt.put(
                "another remember in the message than in the text",
                Tampering.message(message -> message.put("remember", true)));
        spoilt.putAll(assertions(phone));
        spoilt.forEach((what, tampering) -> refused(
                TEXTS,
                "POST …/approve with " + what,
                403,
                "signature-invalid",
                () -> phone.spoiled(tampering).sendApproval(shown, number, false, verifierHash)));
        if (number != null) {
            refused(
                    CODES,
                    "POST …/approve without the number",
                    400,
                    "number-required",
                    () -> phone.sendApproval(shown, null, false, verifierHash));
        }
        refused(
                TEXTS,
                "POST …/deny with a possession signature with one bit changed",
                403,
                "signature-invalid",
                () -> phone.spoiled(Tampering.message(message -> flip(message, "possessionSignature")))
                        .sendRefusal("deny", shown));
        accepted(
                TEXTS,
                "POST …/deny, all right, after the refused ones",
                200,
                "state DENIED",
                () -> phone.sendRefusal("deny", shown),
                answer -> state(answer, "DENIED"));
        Optional<Answer> ended = refused(
                PROBLEMS,
                "POST …/approve after the denial",
                410,
                "request-ended",
                () -> phone.sendApproval(shown, number, false, verifierHash));
        if (ended.flatMap(answer -> state(answer, "DENIED")).isPresent()) {
            failure(
                    PROBLEMS,
                    "the same",
                    "with state DENIED",
                    "with " + ended.get().json().path("state"));
        }
        accepted(
                TEXTS,
                "GET requests/… after the denial",
                200,
                "state DENIED",
                () -> phone.call("GET", route, null),
                answer -> state(answer, "DENIED"));
    }

    /** Says that there was no ticket to check the enrolment with. */
    public void noTicket() {
        skipped(ENROLMENT, "POST enrol/finish", "no ticket");
    }

    private static Optional<String> state(Answer answer, String expected) {
        String state = answer.json().path("state").asText();
        return state.equals(expected) ? Optional.empty() : Optional.of("state " + state);
    }

    /** What is wrong with a WebAuthn answer as a whole, signed by the right key. */
    private static Map<String, Tampering> ceremonies(String rpId) {
        Map<String, Tampering> spoilt = new LinkedHashMap<>();
        spoilt.put(
                "another challenge",
                Tampering.clientData(data -> data.put("challenge", Bytes.encode(Bytes.random(32)))));
        spoilt.put(
                "another type of ceremony",
                Tampering.clientData(data -> data.put(
                        "type",
                        data.path("type").asText().equals("webauthn.get") ? "webauthn.create" : "webauthn.get")));
        spoilt.put("another origin", Tampering.clientData(data -> data.put("origin", "https://phish.example")));
        spoilt.put("crossOrigin true", Tampering.clientData(data -> data.put("crossOrigin", true)));
        spoilt.put(
                "a topOrigin",
                Tampering.clientData(
                        data -> data.put("topOrigin", data.path("origin").asText())));
        spoilt.put("the hash of another rpId than " + rpId, Tampering.authenticatorData(data -> {
            data[0] ^= 1;
            return data;
        }));
        spoilt.put("the flag UP not set", withoutFlag(SoftwareAuthenticator.UP));
        spoilt.put("the flag UV not set", withoutFlag(SoftwareAuthenticator.UV));
        return spoilt;
    }

    private static Map<String, Tampering> assertions(Phone phone) {
        Map<String, Tampering> spoilt = ceremonies(phone.authenticator().rpId());
        spoilt.put(
                "an assertion's signature with one bit changed",
                Tampering.message(message -> flip((ObjectNode) message.path("assertion"), "signature")));
        if (phone.authenticator().counter() > 0) {
            spoilt.put("a sign counter that has gone back to 0", Tampering.authenticatorData(data -> {
                for (int i = 33; i < 37; i++) {
                    data[i] = 0;
                }
                return data;
            }));
        }
        return spoilt;
    }

    private static Tampering withoutFlag(int flag) {
        return Tampering.authenticatorData(data -> {
            data[32] &= (byte) ~flag;
            return data;
        });
    }

    private static void flip(ObjectNode message, String member) {
        byte[] signature = Bytes.decode(Json.text(message, member));
        signature[signature.length - 1] ^= 1;
        message.put(member, Bytes.encode(signature));
    }

    private String foreign() {
        return "https://phish.example" + URI.create(api.address("requests")).getRawPath();
    }

    private void header(Phone phone, String what, Consumer<ObjectNode> change) {
        proofRefused("a header with " + what, () -> get(phone, proof -> change.accept(proof.header())));
    }

    private void claims(Phone phone, String what, Consumer<ObjectNode> change) {
        proofRefused("claims with " + what, () -> get(phone, proof -> change.accept(proof.claims())));
    }

    private void proofRefused(String what, Supplier<Answer> call) {
        refused(PROOF, "GET requests with " + what, 401, "proof-invalid", call);
    }

    private static Answer get(Phone phone, Consumer<Proof> change) {
        return withProofs(phone, List.of(signed(phone, change)));
    }

    private static Answer withProofs(Phone phone, List<String> proofs) {
        return phone.send("GET", "requests", null, Map.of(Proof.HEADER, proofs));
    }

    private static String signed(Phone phone, Consumer<Proof> change) {
        Proof proof = phone.proof("GET", "requests", null);
        change.accept(proof);
        return proof.signedBy(phone.possessionKey());
    }

    private static String unsigned(Phone phone, String alg, UnaryOperator<byte[]> signer) {
        Proof proof = phone.proof("GET", "requests", null);
        proof.header().put("alg", alg);
        return proof.signed(signer);
    }

    private static byte[] hmac(byte[] key, byte[] input) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(input);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] derSignature(byte[] raw) {
        return Der.sequence(
                Der.integer(new BigInteger(1, Arrays.copyOf(raw, 32))),
                Der.integer(new BigInteger(1, Arrays.copyOfRange(raw, 32, 64))));
    }

    private static byte[] settings(Phone phone) {
        return Json.bytes(phone.device().path("settings"));
    }

    private static byte[] padded(String json, int length) {
        return Bytes.utf8(json + " ".repeat(length - json.length()));
    }

    private static Answer raw(Phone phone, String method, String path, byte[] body) {
        String jws = phone.proof(method, path, body).signedBy(phone.possessionKey());
        return phone.send(method, path, body, Map.of(Proof.HEADER, List.of(jws)));
    }

    private Answer plain(String method, String path, byte[] body) {
        return api.send(method, path, body, Map.of());
    }

    /** @return the answer, if it is the refusal that must come */
    private Optional<Answer> refused(String section, String sent, int status, String code, Supplier<Answer> call) {
        if (!wanted.test(sent)) {
            return Optional.empty();
        }
        return check(section, sent, status, code, call, answer -> {
            if (answer.code().isEmpty()) {
                return Optional.of("no application/problem+json with a code");
            }
            ObjectNode json = answer.json();
            if (!code.equals(answer.code().get())) {
                return Optional.of("code " + answer.code().get());
            }
            return json.path("status").asInt() == status
                            && json.path("title").isTextual()
                            && json.path("type").asText().equals("about:blank")
                    ? Optional.empty()
                    : Optional.of("a problem that is not as described: " + json);
        });
    }

    /** @return the answer, if it is as it must be */
    private Optional<Answer> accepted(
            String section,
            String sent,
            int status,
            String expectation,
            Supplier<Answer> call,
            Function<Answer, Optional<String>> judge) {
        return check(section, sent, status, expectation, call, judge);
    }

    private Optional<Answer> check(
            String section,
            String sent,
            int status,
            String expectation,
            Supplier<Answer> call,
            Function<Answer, Optional<String>> judge) {
        String expected = status + " " + expectation;
        Answer answer;
        Optional<String> wrong;
        try {
            answer = patiently(call);
            wrong = answer.status() != status
                    ? Optional.of(answer.status()
                            + answer.code().map(code -> " " + code).orElse(""))
                    : answer.headers().map().keySet().stream().anyMatch("Set-Cookie"::equalsIgnoreCase)
                            ? Optional.of(status + " with a cookie")
                            : judge.apply(answer).map(what -> status + " with " + what);
        } catch (Problem | UnexpectedAnswerException e) {
            failure(section, sent, expected, e.getMessage());
            return Optional.empty();
        }
        if (wrong.isPresent()) {
            failure(section, sent, expected, wrong.get());
            return Optional.empty();
        }
        passed++;
        out.println("ok       " + section + ": " + sent + " -> " + expected);
        return Optional.of(answer);
    }

    /** A server may find so many calls too many; then it must say when to go on. */
    private Answer patiently(Supplier<Answer> call) {
        Answer answer = call.get();
        for (int i = 0; i < 3 && answer.status() == 429; i++) {
            int seconds = answer.header("Retry-After")
                    .filter(value -> value.matches("[0-9]{1,5}"))
                    .map(Integer::valueOf)
                    .orElse(LONGEST_WAIT_SECONDS + 1);
            if (seconds > LONGEST_WAIT_SECONDS) {
                return answer;
            }
            out.println("         too-many: waiting " + seconds + " s");
            try {
                Pause.millis(seconds * 1000L);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return answer;
            }
            answer = call.get();
        }
        return answer;
    }

    private void failure(String section, String sent, String expected, String got) {
        failed++;
        out.println("FAILED   " + section + ": " + sent + " -> must be " + expected + ", was " + Terminal.plain(got));
    }

    private void skipped(String section, String what, String why) {
        skipped++;
        out.println("skipped  " + section + ": " + what + " (" + why + ")");
    }
}
