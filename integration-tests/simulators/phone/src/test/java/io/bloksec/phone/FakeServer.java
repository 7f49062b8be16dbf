package io.bloksec.phone;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.cbor.databind.CBORMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.security.PublicKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A realm that answers as the API description says, in memory, for the phone's own tests. It checks what a server
 * checks; each {@link Flaw} makes it forget one rule.
 */
final class FakeServer implements AutoCloseable {

    /** What a careless server might do. */
    enum Flaw {
        NO_PROOF_NEEDED("proofs", "without a proof"),
        ANY_PROOF_SIGNATURE("proofs", "the signature of another key"),
        ALG_NONE("proofs", "alg none"),
        ALG_BY_NAME_ONLY("proofs", "alg HS256"),
        ANY_TYP("proofs", "typ dpop+jwt"),
        KEY_NAMING_HEADERS("proofs", "a jku"),
        CRIT_IGNORED("proofs", "crit"),
        FIRST_OF_TWO_PROOFS("proofs", "two proofs"),
        ANY_METHOD("proofs", "htm POST"),
        ANY_ADDRESS("proofs", "the htu of another route"),
        ADDRESS_FROM_HEADERS("proofs", "which the Forwarded headers name"),
        ANY_BODY("proofs", "the proof for another body"),
        REPLAY("proofs", "twice with one proof"),
        ANY_TIME("proofs", "ten minutes ago"),
        FUTURE("proofs", "ten minutes ahead"),
        ANY_NONCE("proofs", "an invented nonce"),
        NO_NONCE("proofs", "BlokKey-Nonce"),
        CLAIMS_MAY_LACK("proofs", "claims with no jti"),
        ANY_DEVICE("proofs", "the kid of nobody"),
        COOKIES("proofs", "with a cookie"),
        PLAIN_REFUSALS("proofs", "no application/problem+json"),
        LISTS_AND_NUMBERS("bodies", "the body []"),
        ANY_NAME("bodies", "U+202E"),
        NAMES_IN_UTF16("bodies", "outside the BMP"),
        ANY_SIZE("bodies", "32 KiB and one byte"),
        SMALL_SIZE("bodies", "exactly 32 KiB"),
        CONFIG_LACKS("configuration", "no string rpId"),
        BOTH_TICKETS("configuration", "a ticket and a pairing code"),
        ANY_TICKET("configuration", "a ticket of nobody"),
        UNKNOWN_REQUEST_FORBIDDEN("unknownRequests", "GET requests/… with an id of nothing"),
        ANY_QR("codes", "an invented code"),
        ANY_PUSH_KIND("otherRoutes", "an unknown kind"),
        BROWSERS_TOLD_APART("otherRoutes", "DELETE browsers"),
        ANY_NEW_KEY_SIGNATURE("rotation", "the new key's signature"),
        OLD_KEY_STAYS("rotation", "the key before the change"),
        ANY_POSSESSION_SIGNATURE("request", "a possession signature with one bit changed"),
        ANY_ASSERTION_SIGNATURE("request", "an assertion's signature"),
        ANY_CHALLENGE("request", "another challenge"),
        ANY_CEREMONY("request", "another type of ceremony"),
        ANY_ORIGIN("request", "another origin"),
        CROSS_ORIGIN("request", "crossOrigin true"),
        TOP_ORIGIN("request", "a topOrigin"),
        ANY_RP("request", "the hash of another rpId"),
        NO_PRESENCE("request", "UP not set"),
        NO_VERIFICATION("request", "UV not set"),
        ANY_COUNTER("request", "a sign counter"),
        NO_DWELL("request", "at once after shown"),
        NOT_SHOWN("request", "before it was shown"),
        NUMBER_FIRST("request", "must be 425 too-early, was 409 number-wrong"),
        ENDED_FORGOTTEN("request", "GET requests/… after the denial"),
        DECIDED_TWICE("request", "approve after the denial"),
        ENROLMENT_ANY_ORIGIN("enrolment", "another origin"),
        OTHER_KEY_IN_PROOF("enrolment", "another jwk"),
        ACTIVE_AT_ONCE("enrolment", "before the digits are typed");

        /** The method of {@link Conformance} that finds it. */
        final String checks;
        /** Part of the line that says so. */
        final String line;

        Flaw(String checks, String line) {
            this.checks = checks;
            this.line = line;
        }
    }

    /** Shorter than a server's second, so that tests need not wait so long. */
    static final Duration DWELL = Duration.ofMillis(100);

    static {
        // Else each answer on a kept connection waits 40 ms for the client's acknowledgement.
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    static final String REALM = "corp";
    private static final String USER = "3c1f8a52-0000-4000-8000-000000000001";

    final Set<Flaw> flaws = EnumSet.noneOf(Flaw.class);
    final String issuer;
    final String ticket = Bytes.encode(Bytes.random(32));
    final String pairingCode = "ABCDE-FGH23";
    final String device = Bytes.encode(Bytes.random(16));
    /** Each call: method and path. */
    final List<String> calls = new ArrayList<>();

    String attestation = "none";
    ObjectNode attestationObject;
    /** Said once instead of the next answer. */
    Refusal refuseNext;

    private final HttpServer http;
    private final String origin;
    private final Map<String, ObjectNode> requests = new LinkedHashMap<>();
    private final Map<String, String> numbers = new HashMap<>();
    private final Set<String> jtis = new HashSet<>();
    private final Set<String> nonces = new HashSet<>();
    private final ObjectNode offer;
    private ObjectNode deviceJson;
    private PublicKey key;
    private PublicKey verificationKey;
    private long counter;
    private boolean active;
    private boolean removed;

    static final class Refusal extends RuntimeException {
        private final int status;
        private final ObjectNode json;

        Refusal(int status, String code) {
            this.status = status;
            this.json = Json.object()
                    .put("type", "about:blank")
                    .put("title", "Refused: " + code)
                    .put("status", status)
                    .put("code", code);
        }
    }

    FakeServer() throws IOException {
        http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        origin = "http://localhost:" + http.getAddress().getPort();
        issuer = origin + "/realms/" + REALM;
        http.createContext("/realms/" + REALM + "/blokkey/", this::handle);
        http.start();
        offer = Json.object()
                .put("enrolment", Bytes.encode(Bytes.random(16)))
                .put("nonce", Bytes.encode(Bytes.random(32)))
                .put("device", device)
                .put("user", USER)
                .put("userName", "ana")
                .put("displayName", "Ana Pérez")
                .put("userHandle", Bytes.encode(Bytes.random(32)))
                .put("issuer", issuer)
                .put("realm", REALM)
                .put("rpId", "localhost")
                .put("rpName", "Corp")
                .put("origin", origin)
                .put("expires", System.currentTimeMillis() + 600_000);
    }

    /** Whether the line that tells of the flaw is known by what was sent, and not by what came back. */
    static boolean seenBySent(Flaw flaw) {
        return !EnumSet.of(Flaw.COOKIES, Flaw.PLAIN_REFUSALS, Flaw.NO_NONCE, Flaw.NUMBER_FIRST, Flaw.CONFIG_LACKS)
                .contains(flaw);
    }

    String app() {
        return issuer + "/blokkey/app/";
    }

    String enrolmentQr() {
        return app() + "#e=1." + ticket;
    }

    /** What the person does with the six digits. */
    synchronized void activate() {
        active = true;
    }

    /** A device that is in already. */
    Phone enrolled() {
        Enrolment enrolment = Enrolment.start(issuer, enrolmentQr());
        enrolment.finish();
        activate();
        return enrolment.phone().dwell(DWELL.plusMillis(20));
    }

    /** @param number what is to be typed; empty for none */
    synchronized ObjectNode ask(String type, String number) {
        String id = Bytes.encode(Bytes.random(16));
        ObjectNode request = Json.object()
                .put("version", 1)
                .put("issuer", issuer)
                .put("realm", REALM)
                .put("request", id)
                .put("nonce", Bytes.encode(Bytes.random(32)))
                .put("device", device)
                .put("user", USER)
                .put("client", "urn:federation:MicrosoftOnline")
                .put("clientName", "Microsoft 365 \"Büro\" \uD83D\uDE80")
                .put("browser", "Firefox 140")
                .put("system", "Windows")
                .put("address", "192.0.2.7")
                .put("channel", "push")
                .put("created", System.currentTimeMillis())
                .put("expires", System.currentTimeMillis() + 120_000)
                .put("type", type)
                .put("state", "CREATED")
                .put("number", number.length())
                .put("mayRemember", true)
                .put("contested", false);
        if (type.equals("add-device")) {
            request.put("newDevice", "Tablet (Simulator)");
        }
        requests.put(id, request);
        numbers.put(id, number);
        return request;
    }

    synchronized String state(String id) {
        return requests.get(id).path("state").asText();
    }

    synchronized boolean removed() {
        return removed;
    }

    synchronized ObjectNode deviceJson() {
        return deviceJson;
    }

    String qr(ObjectNode request) {
        return app() + "#q=1." + request.path("request").asText() + "." + System.currentTimeMillis() + "." + mac();
    }

    String link(ObjectNode request) {
        return app() + "#l=1." + request.path("request").asText() + "." + mac();
    }

    private static String mac() {
        return Bytes.encode(new byte[16]);
    }

    @Override
    public void close() {
        http.stop(0);
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            int status = 200;
            ObjectNode json;
            String type = "application/json";
            try {
                json = answer(exchange);
                if (json == null) {
                    status = 204;
                }
            } catch (Refusal refusal) {
                status = refusal.status;
                json = refusal.json;
                type = flaws.contains(Flaw.PLAIN_REFUSALS) ? "application/json" : "application/problem+json";
            } catch (RuntimeException e) {
                status = 500;
                json = Json.object().put("error", e.toString());
            }
            if (flaws.contains(Flaw.COOKIES)) {
                exchange.getResponseHeaders().add("Set-Cookie", "KC=1");
            }
            if (json == null) {
                exchange.sendResponseHeaders(status, -1);
                return;
            }
            byte[] body = Json.bytes(json);
            exchange.getResponseHeaders().set("Content-Type", type);
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private synchronized ObjectNode answer(HttpExchange exchange) throws IOException {
        String method = exchange.getRequestMethod();
        String path = exchange.getRequestURI().getPath().substring(("/realms/" + REALM + "/blokkey/").length());
        calls.add(method + " " + path);
        if (refuseNext != null) {
            Refusal refusal = refuseNext;
            refuseNext = null;
            exchange.getResponseHeaders().set("Retry-After", "1");
            throw refusal;
        }
        byte[] body = exchange.getRequestBody().readAllBytes();
        int limit = flaws.contains(Flaw.SMALL_SIZE) ? 30_000 : 32 * 1024;
        if (body.length > limit && !flaws.contains(Flaw.ANY_SIZE)) {
            throw new Refusal(413, "too-large");
        }
        if (path.equals("config")) {
            return config();
        }
        if (path.equals("enrol/start")) {
            return start(message(body));
        }
        boolean finish = path.equals("enrol/finish");
        JsonNode jwk = prove(exchange, method, path, body, finish);
        if (finish) {
            return finish(message(body), jwk);
        }
        return route(method, path.split("/"), body);
    }

    private ObjectNode config() {
        ObjectNode config = Json.object();
        config.putArray("versions").add(1);
        config.put("issuer", issuer)
                .put("realm", REALM)
                .put("app", app())
                .put("rpId", "localhost")
                .put("origin", origin)
                .put("time", System.currentTimeMillis());
        if (flaws.contains(Flaw.CONFIG_LACKS)) {
            config.remove("rpId");
            config.put("rpId", 1);
        }
        return config;
    }

    private ObjectNode start(ObjectNode message) {
        if (message.has("ticket") == message.has("pairingCode") && !flaws.contains(Flaw.BOTH_TICKETS)) {
            throw new Refusal(400, "malformed");
        }
        if (!known(
                message.path(message.has("ticket") ? "ticket" : "pairingCode").asText())) {
            throw new Refusal(410, "ticket-invalid");
        }
        return offer.deepCopy().put("attestation", attestation);
    }

    private boolean known(String shown) {
        return flaws.contains(Flaw.ANY_TICKET)
                || shown.equals(ticket)
                || shown.replaceAll("[ -]", "").equalsIgnoreCase(pairingCode.replace("-", ""));
    }

    private ObjectNode finish(ObjectNode message, JsonNode jwk) {
        if (!message.path("possessionKey").equals(jwk) && !flaws.contains(Flaw.OTHER_KEY_IN_PROOF)) {
            throw new Refusal(401, "proof-invalid");
        }
        for (String member : List.of("name", "model", "platform")) {
            name(message, member);
        }
        if (!known(message.path("ticket").asText())) {
            throw new Refusal(410, "ticket-invalid");
        }
        if (key != null && !key.equals(publicKey(jwk))) {
            throw new Refusal(409, "enrolment-void");
        }
        PublicKey newKey = publicKey(message.path("possessionKey"));
        SignedText text = SignedText.of("enrol")
                .with("version", 1)
                .with("issuer", issuer)
                .with("realm", REALM)
                .with("enrolment", offer.path("enrolment").asText())
                .with("nonce", offer.path("nonce").asText())
                .with("user", USER)
                .with("device", device)
                .with("name", message.path("name").asText())
                .with("model", message.path("model").asText())
                .with("platform", message.path("platform").asText())
                .with("possessionKey", thumbprint(message.path("possessionKey")))
                .with("rpId", "localhost")
                .with("origin", origin)
                .with("expires", offer.path("expires").asLong());
        possession(message.path("possessionSignature"), newKey, text.hash());
        try {
            attest(message.path("attestation"), text.hash());
        } catch (Refusal refusal) {
            throw new Refusal(403, "attestation-invalid");
        }
        key = newKey;
        active = flaws.contains(Flaw.ACTIVE_AT_ONCE);
        deviceJson = Json.object()
                .put("device", device)
                .put("name", message.path("name").asText())
                .put("model", message.path("model").asText())
                .put("platform", message.path("platform").asText())
                .put("grade", "C")
                .put("push", "none")
                .put("created", System.currentTimeMillis())
                .put("nonce", Bytes.encode(Bytes.random(32)));
        deviceJson.putObject("settings").put("pushesFromNewBrowsers", true);
        return Json.object()
                .put("device", device)
                .put("code", "042042")
                .put("expires", System.currentTimeMillis() + 600_000);
    }

    private void attest(JsonNode message, byte[] hash) {
        try {
            attestationObject = (ObjectNode) new CBORMapper()
                    .readTree(Bytes.decode(message.path("attestationObject").asText()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        byte[] data;
        try {
            data = attestationObject.path("authData").binaryValue();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        ceremony("webauthn.create", message.path("clientDataJSON"), hash, data);
        int idLength = ByteBuffer.wrap(data).getShort(53);
        try {
            JsonNode cose = new CBORMapper().readTree(Arrays.copyOfRange(data, 55 + idLength, data.length));
            verificationKey = Es256.publicKey(
                    cose.path("-2").binaryValue(), cose.path("-3").binaryValue());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        counter = counter(data);
    }

    /** Everything of a WebAuthn answer but its signature. */
    private void ceremony(String type, JsonNode clientDataJson, byte[] hash, byte[] data) {
        ObjectNode clientData = Json.read(Bytes.decode(clientDataJson.asText()));
        must(flaws.contains(Flaw.ANY_CEREMONY)
                || clientData.path("type").asText().equals(type));
        must(flaws.contains(Flaw.ANY_CHALLENGE)
                || clientData.path("challenge").asText().equals(Bytes.encode(hash)));
        must(flaws.contains(type.endsWith("create") ? Flaw.ENROLMENT_ANY_ORIGIN : Flaw.ANY_ORIGIN)
                || clientData.path("origin").asText().equals(origin));
        must(flaws.contains(Flaw.CROSS_ORIGIN)
                || !clientData.path("crossOrigin").asBoolean());
        must(flaws.contains(Flaw.TOP_ORIGIN) || !clientData.has("topOrigin"));
        must(flaws.contains(Flaw.ANY_RP)
                || Arrays.equals(Arrays.copyOf(data, 32), Bytes.sha256(Bytes.utf8("localhost"))));
        must(flaws.contains(Flaw.NO_PRESENCE) || (data[32] & SoftwareAuthenticator.UP) != 0);
        must(flaws.contains(Flaw.NO_VERIFICATION) || (data[32] & SoftwareAuthenticator.UV) != 0);
    }

    private void assertion(JsonNode message, byte[] hash) {
        byte[] clientData = Bytes.decode(message.path("clientDataJSON").asText());
        byte[] data = Bytes.decode(message.path("authenticatorData").asText());
        ceremony("webauthn.get", message.path("clientDataJSON"), hash, data);
        must(flaws.contains(Flaw.ANY_ASSERTION_SIGNATURE)
                || Es256.verify(
                        Es256.DER,
                        verificationKey,
                        Bytes.concat(data, Bytes.sha256(clientData)),
                        Bytes.decode(message.path("signature").asText())));
        long now = counter(data);
        must(flaws.contains(Flaw.ANY_COUNTER) || now > counter || now == 0 && counter == 0);
        counter = now;
    }

    private static long counter(byte[] data) {
        return Integer.toUnsignedLong(ByteBuffer.wrap(data).getInt(33));
    }

    private void possession(JsonNode signature, PublicKey key, byte[] hash) {
        must(flaws.contains(Flaw.ANY_POSSESSION_SIGNATURE)
                || Es256.verify(Es256.RAW, key, hash, Bytes.decode(signature.asText())));
    }

    private static void must(boolean holds) {
        if (!holds) {
            throw new Refusal(403, "signature-invalid");
        }
    }

    private static PublicKey publicKey(JsonNode jwk) {
        return Es256.publicKey(
                Bytes.decode(jwk.path("x").asText()), Bytes.decode(jwk.path("y").asText()));
    }

    private static String thumbprint(JsonNode jwk) {
        return Bytes.encode(Bytes.sha256(Bytes.utf8("{\"crv\":\"P-256\",\"kty\":\"EC\",\"x\":\""
                + jwk.path("x").asText() + "\",\"y\":\"" + jwk.path("y").asText() + "\"}")));
    }

    /** @return the header's {@code jwk}, if this is {@code enrol/finish} */
    private JsonNode prove(HttpExchange exchange, String method, String path, byte[] body, boolean finish) {
        List<String> proofs = exchange.getRequestHeaders().get(Proof.HEADER);
        if (proofs == null) {
            if (flaws.contains(Flaw.NO_PROOF_NEEDED)) {
                return null;
            }
            throw new Refusal(401, "proof-missing");
        }
        try {
            valid(proofs.size() == 1 || flaws.contains(Flaw.FIRST_OF_TWO_PROOFS));
            String[] parts = proofs.get(0).split("\\.", -1);
            valid(parts.length == 3);
            ObjectNode header = Json.read(Bytes.decode(parts[0]));
            ObjectNode claims = Json.read(Bytes.decode(parts[1]));
            proveHeader(header, finish);
            PublicKey signer = finish ? publicKey(header.path("jwk")) : deviceKey(header);
            String alg = header.path("alg").asText();
            boolean unsigned = alg.equals("none") && flaws.contains(Flaw.ALG_NONE)
                    || !alg.equals("ES256") && flaws.contains(Flaw.ALG_BY_NAME_ONLY);
            valid(unsigned
                    || flaws.contains(Flaw.ANY_PROOF_SIGNATURE)
                    || Es256.verify(Es256.RAW, signer, Bytes.utf8(parts[0] + "." + parts[1]), Bytes.decode(parts[2])));
            proveClaims(exchange, claims, method, path, body);
            return header.get("jwk");
        } catch (Refusal refusal) {
            throw refusal;
        } catch (RuntimeException e) {
            throw new Refusal(401, "proof-invalid");
        }
    }

    private void proveHeader(ObjectNode header, boolean finish) {
        String alg = header.path("alg").asText();
        valid(alg.equals("ES256")
                || alg.equals("none") && flaws.contains(Flaw.ALG_NONE)
                || flaws.contains(Flaw.ALG_BY_NAME_ONLY));
        valid(header.path("typ").asText().equals("blokkey-proof+jwt") || flaws.contains(Flaw.ANY_TYP));
        valid(!header.has("crit") || flaws.contains(Flaw.CRIT_IGNORED));
        for (String member : List.of("jku", "x5u", "x5c", finish ? "kid" : "jwk")) {
            valid(!header.has(member) || flaws.contains(Flaw.KEY_NAMING_HEADERS));
        }
    }

    private PublicKey deviceKey(ObjectNode header) {
        valid(header.path("kid").isTextual());
        if (!flaws.contains(Flaw.ANY_DEVICE)
                && !(active && header.path("kid").asText().equals(device))) {
            throw new Refusal(401, "device-unknown");
        }
        if (removed) {
            throw new Refusal(403, "device-removed");
        }
        return key;
    }

    private void proveClaims(HttpExchange exchange, ObjectNode claims, String method, String path, byte[] body) {
        for (String member : List.of("htm", "htu", "jti", "bsh", "iat")) {
            boolean right = member.equals("iat")
                    ? claims.path(member).isIntegralNumber()
                    : claims.path(member).isTextual();
            valid(right || flaws.contains(Flaw.CLAIMS_MAY_LACK));
        }
        String base = issuer;
        String forwarded = exchange.getRequestHeaders().getFirst("X-Forwarded-Host");
        if (forwarded != null && flaws.contains(Flaw.ADDRESS_FROM_HEADERS)) {
            base = exchange.getRequestHeaders().getFirst("X-Forwarded-Proto") + "://" + forwarded + "/realms/" + REALM;
        }
        boolean lax = flaws.contains(Flaw.CLAIMS_MAY_LACK);
        valid(claims.path("htm").asText().equals(method)
                || flaws.contains(Flaw.ANY_METHOD)
                || lax && !claims.has("htm"));
        valid(claims.path("htu").asText().equals(base + "/blokkey/" + path)
                || flaws.contains(Flaw.ANY_ADDRESS)
                || lax && !claims.has("htu"));
        valid(claims.path("bsh").asText().equals(Bytes.encode(Bytes.sha256(body)))
                || flaws.contains(Flaw.ANY_BODY)
                || lax && !claims.has("bsh"));
        proveTime(exchange, claims);
        if (!jtis.add(claims.path("jti").asText()) && !flaws.contains(Flaw.REPLAY)) {
            throw new Refusal(401, "proof-replayed");
        }
    }

    private void proveTime(HttpExchange exchange, ObjectNode claims) {
        long now = System.currentTimeMillis() / 1000;
        long iat = claims.path("iat").asLong(now);
        boolean inTime = now - iat <= 60 && (iat - now <= 60 || flaws.contains(Flaw.FUTURE));
        boolean good = claims.has("nonce")
                ? nonces.contains(claims.path("nonce").asText()) || flaws.contains(Flaw.ANY_NONCE)
                : inTime;
        if (!good && !flaws.contains(Flaw.ANY_TIME)) {
            if (!flaws.contains(Flaw.NO_NONCE)) {
                String nonce = Bytes.encode(Bytes.random(32));
                nonces.add(nonce);
                exchange.getResponseHeaders().set(Proof.NONCE_HEADER, nonce);
            }
            throw new Refusal(401, "proof-time");
        }
    }

    private static void valid(boolean holds) {
        if (!holds) {
            throw new Refusal(401, "proof-invalid");
        }
    }

    private ObjectNode message(byte[] body) {
        try {
            return Json.read(body);
        } catch (IllegalArgumentException e) {
            if (flaws.contains(Flaw.LISTS_AND_NUMBERS)) {
                return Json.object();
            }
            throw new Refusal(400, "malformed");
        }
    }

    private String name(ObjectNode message, String member) {
        JsonNode value = message.path(member);
        String name = value.asText();
        int length = flaws.contains(Flaw.NAMES_IN_UTF16) ? name.length() : name.codePointCount(0, name.length());
        try {
            CanonicalJson.check(name, member);
        } catch (IllegalArgumentException e) {
            length = 0;
        }
        if (!(value.isTextual() && length >= 1 && length <= 64) && !flaws.contains(Flaw.ANY_NAME)) {
            throw new Refusal(400, "malformed");
        }
        return name;
    }

    private ObjectNode route(String method, String[] path, byte[] body) {
        switch (method + " " + path[0]) {
            case "GET requests" -> {
                return path.length == 1 ? list() : request(path[1]).deepCopy();
            }
            case "POST requests" -> {
                return decide(path[1], path[2], body);
            }
            case "POST qr", "POST link" -> {
                return claim(path[0], message(body));
            }
            case "PUT settings" -> {
                ObjectNode message = message(body);
                boolean right = message.path("pushesFromNewBrowsers").isBoolean();
                if (!right && !flaws.contains(Flaw.LISTS_AND_NUMBERS)) {
                    throw new Refusal(400, "malformed");
                }
                ObjectNode settings = Json.object()
                        .put(
                                "pushesFromNewBrowsers",
                                message.path("pushesFromNewBrowsers").asBoolean());
                deviceJson.set("settings", settings);
                return settings;
            }
            case "GET history" -> {
                ObjectNode history = Json.object();
                ArrayNode ended = history.putArray("requests");
                requests.values().stream().filter(FakeServer::ended).forEach(ended::add);
                return history;
            }
            case "GET browsers" -> {
                ObjectNode browsers = Json.object();
                browsers.putArray("browsers")
                        .addObject()
                        .put("browser", Bytes.encode(new byte[16]))
                        .put("name", "Firefox on Windows")
                        .put("created", 1)
                        .put("lastUsed", 2);
                return browsers;
            }
            case "DELETE browsers" -> {
                if (flaws.contains(Flaw.BROWSERS_TOLD_APART)) {
                    throw new Refusal(404, "browser-unknown");
                }
                return null;
            }
            default -> {
                return device(method, path, body);
            }
        }
    }

    private ObjectNode device(String method, String[] path, byte[] body) {
        switch (method + " " + String.join("/", path)) {
            case "GET device" -> {
                return deviceJson;
            }
            case "PATCH device" -> {
                return deviceJson.put("name", name(message(body), "name"));
            }
            case "DELETE device" -> {
                removed = true;
                return null;
            }
            case "PUT device/push" -> {
                String kind = message(body).path("kind").asText();
                if (!List.of("webpush", "fcm").contains(kind) && !flaws.contains(Flaw.ANY_PUSH_KIND)) {
                    throw new Refusal(400, "push-refused");
                }
                deviceJson.put("push", kind);
                return null;
            }
            case "DELETE device/push" -> {
                deviceJson.put("push", "none");
                return null;
            }
            case "POST device/keys" -> {
                return rotate(message(body));
            }
            default -> throw new IllegalStateException("no such route");
        }
    }

    private ObjectNode rotate(ObjectNode message) {
        byte[] hash = SignedText.of("rotate")
                .with("version", 1)
                .with("issuer", issuer)
                .with("realm", REALM)
                .with("device", device)
                .with("user", USER)
                .with("nonce", deviceJson.path("nonce").asText())
                .with("possessionKey", thumbprint(message.path("possessionKey")))
                .hash();
        PublicKey newKey = publicKey(message.path("possessionKey"));
        possession(message.path("possessionSignature"), key, hash);
        if (!flaws.contains(Flaw.ANY_NEW_KEY_SIGNATURE)) {
            possession(message.path("newPossessionSignature"), newKey, hash);
        }
        assertion(message.path("assertion"), hash);
        if (!flaws.contains(Flaw.OLD_KEY_STAYS)) {
            key = newKey;
        }
        return deviceJson.put("nonce", Bytes.encode(Bytes.random(32)));
    }

    private ObjectNode list() {
        ObjectNode list = Json.object().put("time", System.currentTimeMillis());
        List<ObjectNode> waiting = new ArrayList<>(
                requests.values().stream().filter(request -> !ended(request)).toList());
        java.util.Collections.reverse(waiting);
        ArrayNode array = list.putArray("requests");
        waiting.forEach(request -> array.add(request.deepCopy()));
        return list;
    }

    private static boolean ended(ObjectNode request) {
        return !List.of("CREATED", "CLAIMED", "SHOWN")
                .contains(request.path("state").asText());
    }

    private ObjectNode request(String id) {
        ObjectNode request = requests.get(id);
        if (request == null || ended(request) && flaws.contains(Flaw.ENDED_FORGOTTEN)) {
            throw flaws.contains(Flaw.UNKNOWN_REQUEST_FORBIDDEN)
                    ? new Refusal(403, "request-unknown")
                    : new Refusal(404, "request-unknown");
        }
        return request;
    }

    private ObjectNode claim(String channel, ObjectNode message) {
        String content = message.path("content").asText();
        if ((!message.path("content").isTextual() || content.length() > 1024) && !flaws.contains(Flaw.ANY_QR)) {
            throw new Refusal(400, "malformed");
        }
        ObjectNode request = requests.values().stream()
                .filter(waiting ->
                        content.contains("=1." + waiting.path("request").asText() + ".")
                                && content.endsWith("." + mac()))
                .findFirst()
                .orElseGet(() -> {
                    if (flaws.contains(Flaw.ANY_QR)) {
                        return Json.object();
                    }
                    throw new Refusal(400, "qr-invalid");
                });
        request.put("channel", channel).put("state", "CLAIMED");
        return channel.equals("qr") ? request : request.deepCopy().put("returnAddress", origin + "/back");
    }

    private ObjectNode decide(String id, String action, byte[] body) {
        ObjectNode request = request(id);
        boolean again = action.equals("report") || flaws.contains(Flaw.DECIDED_TWICE);
        if (ended(request) && !again) {
            Refusal refusal = new Refusal(410, "request-ended");
            refusal.json.put("state", request.path("state").asText());
            throw refusal;
        }
        if (action.equals("shown")) {
            if (!request.has("shown")) {
                request.put("shown", System.currentTimeMillis()).put("state", "SHOWN");
            }
            return request;
        }
        ObjectNode message = message(body);
        String decision = action.equals("approve") ? request.path("type").asText() : action;
        SignedText text = SignedText.decision(decision, new ApprovalRequest(request));
        if (action.equals("approve")) {
            text = text.with("remember", message.path("remember").asBoolean())
                    .with("number", message.path("number").textValue())
                    .with("verifierHash", message.path("verifierHash").textValue());
            must(message.has("verifierHash") == request.path("channel").asText().equals("link"));
        }
        if (flaws.contains(Flaw.NUMBER_FIRST)) {
            number(request, message, action);
        }
        possession(message.path("possessionSignature"), key, text.hash());
        if (action.equals("approve")) {
            assertion(message.path("assertion"), text.hash());
            long dwell = System.currentTimeMillis()
                    - request.path("shown").asLong(flaws.contains(Flaw.NOT_SHOWN) ? 0 : Long.MAX_VALUE);
            boolean tooEarly = request.has("shown")
                    ? dwell < DWELL.toMillis() && !flaws.contains(Flaw.NO_DWELL)
                    : !flaws.contains(Flaw.NOT_SHOWN);
            if (tooEarly) {
                throw new Refusal(425, "too-early");
            }
        }
        number(request, message, action);
        request.put(
                "state",
                switch (action) {
                    case "approve" -> "APPROVED";
                    case "deny" -> "DENIED";
                    default -> "REPORTED";
                });
        return Json.object().put("state", request.path("state").asText());
    }

    private void number(ObjectNode request, ObjectNode message, String action) {
        String number = numbers.get(request.path("request").asText());
        if (!action.equals("approve") || number.isEmpty()) {
            return;
        }
        if (!message.has("number")) {
            throw new Refusal(400, "number-required");
        }
        if (!message.path("number").asText().equals(number)) {
            request.put("state", "BURNT");
            throw new Refusal(409, "number-wrong");
        }
    }
}
