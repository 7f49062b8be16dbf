package io.bloksec.phone;

import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;

/**
 * Writes {@code docs/api/blokkey-vectors.json}; its argument is the file. Ran once: a change of the file is a change of
 * the protocol. Signatures differ at each run, the rest does not.
 */
final class VectorsWriter {

    private static final String ISSUER = "https://login.example.com/realms/corp";
    private static final String APP = "https://login.example.com/realms/corp/blokkey/app/";
    private static final String ID = "AAECAwQFBgcICQoLDA0ODw";
    private static final String DEVICE = "8PHy8_T19vf4-fr7_P3-_w";
    private static final String NONCE = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8";
    private static final String USER = "3c1f8a52-7f0e-4d0a-9b1c-2d3e4f506172";

    /** RFC 7517 appendix A.2. */
    private static final String POSSESSION_KEY = "{\"kty\":\"EC\",\"crv\":\"P-256\","
            + "\"x\":\"MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4\","
            + "\"y\":\"4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM\","
            + "\"d\":\"870MB6gfuTJ4HtUnUvYMyJpr5eUZNP4Bk43bVdj3eAE\"}";
    /** RFC 7515 appendix A.3. */
    private static final String VERIFICATION_KEY = "{\"kty\":\"EC\",\"crv\":\"P-256\","
            + "\"x\":\"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU\","
            + "\"y\":\"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0\","
            + "\"d\":\"jpsQnnGQmL-YBIffH1136cspYG6-0iY7X1fCE9-E9LI\"}";

    private VectorsWriter() {}

    public static void main(String[] arguments) throws Exception {
        DefaultPrettyPrinter printer = new DefaultPrettyPrinter().withObjectIndenter(new DefaultIndenter("  ", "\n"));
        byte[] bytes = JsonMapper.builder()
                // ASCII, so that no editor can normalise what is to be seen as it is.
                .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
                .build()
                .writer(printer)
                .writeValueAsBytes(vectors());
        Files.write(Path.of(arguments[0]), Bytes.concat(bytes, new byte[] {'\n'}));
    }

    private static ObjectNode vectors() {
        PossessionKey key = PossessionKey.of(Json.read(Bytes.utf8(POSSESSION_KEY)));
        ObjectNode vectors = Json.object();
        vectors.put(
                "about",
                "Test vectors of the BlokKey device protocol, version 1 (docs/blokkey-protocol.md). ECDSA draws at random:"
                        + " signatures are to be verified, not compared. The keys are the examples of RFC 7517 appendix A.2 and"
                        + " RFC 7515 appendix A.3, known to everybody.");
        texts(vectors.putArray("signedTexts"));
        strings(vectors);
        values(vectors.putArray("refusedValues"));
        vectors.putObject("thumbprint").put("value", key.thumbprint()).set("jwk", key.publicJwk());
        proofs(vectors.putArray("proofs"), key);
        possession(vectors.putObject("possessionSignature"), key);
        webAuthn(vectors.putObject("webAuthn"));
        codes(vectors);
        return vectors;
    }

    private static SignedText request(String type) {
        return SignedText.of(type)
                .with("version", 1)
                .with("issuer", ISSUER)
                .with("realm", "corp")
                .with("request", ID)
                .with("nonce", NONCE)
                .with("device", DEVICE)
                .with("user", USER)
                .with("client", "urn:federation:MicrosoftOnline")
                .with("clientName", "Microsoft 365")
                .with("browser", "Firefox 140")
                .with("system", "Windows")
                .with("address", "2001:db8::7")
                .with("channel", "push")
                .with("created", 1790000000000L)
                .with("expires", 1790000120000L)
                .with("decision", type);
    }

    private static void texts(ArrayNode array) {
        text(
                array,
                "approve, every member",
                request("approve")
                        .with("place", "Z\u00fcrich, Schweiz")
                        .with("acr", "https://refeds.org/profile/mfa")
                        .with("shown", 1790000005123L)
                        .with("number", "047")
                        .with("remember", true));
        text(
                array,
                "approve, optional members absent, what is unknown empty",
                request("approve")
                        .with("browser", "")
                        .with("system", "")
                        .with("address", "")
                        .with("shown", 1790000005123L)
                        .with("remember", false));
        text(
                array,
                "approve by link",
                request("approve")
                        .with("channel", "link")
                        .with("shown", 1790000005123L)
                        .with("remember", false)
                        .with("verifierHash", Bytes.encode(Bytes.sha256(Bytes.decode(NONCE)))));
        text(
                array,
                "approve with awkward strings: quotes, backslashes, slash, umlauts, emoji, U+2028, tags, a lone combining mark",
                request("approve")
                        .with("client", "a\"b\\c/d\\u0041")
                        .with(
                                "clientName",
                                "B\u00fcro \"\u00c5ngstr\u00f6m\" \\ / \ud83d\ude80\ud83d\udc69\u200d\ud83d\udcbb")
                        .with("browser", "<script>&amp;'\u00a0\u2028\u2029\ufeff")
                        .with("system", "\u0308\u65e5\u672c\u8a9e \u0639\u0631\u0628\u064a \ud83c\udde9\ud83c\uddea")
                        .with("shown", 1790000005123L)
                        .with("remember", false));
        text(
                array,
                "add-device",
                request("add-device")
                        .with("shown", 1790000005123L)
                        .with("number", "31")
                        .with("remember", false)
                        .with("newDevice", "Anas Tablet (Galaxy Tab)"));
        text(array, "deny before it was shown", request("deny"));
        text(
                array,
                "deny of a further device, after it was shown",
                request("deny").with("shown", 1790000005123L).with("newDevice", "Anas Tablet (Galaxy Tab)"));
        text(array, "report", request("report").with("channel", "qr").with("shown", 1790000005123L));
        text(array, "enrol", enrol());
        text(
                array,
                "rotate",
                SignedText.of("rotate")
                        .with("version", 1)
                        .with("issuer", ISSUER)
                        .with("realm", "corp")
                        .with("device", DEVICE)
                        .with("user", USER)
                        .with("nonce", NONCE)
                        .with(
                                "possessionKey",
                                PossessionKey.of(Json.read(Bytes.utf8(VERIFICATION_KEY)))
                                        .thumbprint()));
        text(
                array,
                "no text of the protocol: the order of names by UTF-16 code units, the largest integer",
                SignedText.of("approve")
                        .with("\u20ac", 9007199254740991L)
                        .with("\ud83d\ude00", true)
                        .with("\uff21", 0)
                        .with("a", "")
                        .with("A", false)
                        .with("10", 10)
                        .with("9", 9)
                        .with("\u00f6", "\u00f6"));
    }

    private static SignedText enrol() {
        return SignedText.of("enrol")
                .with("version", 1)
                .with("issuer", ISSUER)
                .with("realm", "corp")
                .with("enrolment", ID)
                .with("nonce", NONCE)
                .with("user", USER)
                .with("device", DEVICE)
                .with("name", "K\u00fcche")
                .with("model", "Pixel 9")
                .with("platform", "Android 16")
                .with(
                        "possessionKey",
                        PossessionKey.of(Json.read(Bytes.utf8(POSSESSION_KEY))).thumbprint())
                .with("rpId", "login.example.com")
                .with("origin", "https://login.example.com")
                .with("expires", 1790000600000L);
    }

    private static void text(ArrayNode array, String name, SignedText text) {
        ObjectNode vector = array.addObject().put("name", name).put("type", text.type());
        vector.set("text", Json.MAPPER.valueToTree(text.members()));
        vector.put("canonical", text.canonical()).put("hash", Bytes.encode(text.hash()));
    }

    private static void strings(ObjectNode vectors) {
        ArrayNode refused = vectors.putArray("refusedStrings");
        string(refused, "Cc: NUL", "a\u0000");
        string(refused, "Cc: line feed", "a\nb");
        string(refused, "Cc: U+001F", "\u001f");
        string(refused, "Cc: DEL", "\u007f");
        string(refused, "Cc: U+0080", "\u0080");
        string(refused, "Cc: next line, U+0085", "\u0085");
        string(refused, "Cc: U+009F", "\u009f");
        for (int point : new int[] {
            0x061C, 0x200E, 0x200F, 0x202A, 0x202B, 0x202C, 0x202D, 0x202E, 0x2066, 0x2067, 0x2068, 0x2069
        }) {
            string(refused, "direction: U+%04X".formatted(point), "a" + (char) point + "b");
        }
        string(refused, "high surrogate at the end", "a\ud83d");
        string(refused, "low surrogate at the start", "\ude80a");
        string(refused, "surrogates in the wrong order", "\ude80\ud83d");
        string(refused, "two high surrogates and a low one", "\ud83d\ud83d\ude80");
        string(refused, "not NFC: u and U+0308", "u\u0308");
        string(refused, "not NFC: Angstrom sign", "\u212b");
        string(refused, "not NFC: marks in the wrong order", "q\u0307\u0323");
        string(refused, "not NFC: Hangul in pieces", "\u1112\u1161\u11ab");
        ArrayNode taken = vectors.putArray("takenStrings");
        string(taken, "empty", "");
        string(taken, "U+007E and U+00A0, beside Cc", "~\u00a0");
        string(taken, "line and paragraph separator are not Cc", "\u2028\u2029");
        string(
                taken,
                "zero-width joiners and the byte order mark change no direction",
                "\u200b\u200c\u200d\u2060\ufeff");
        string(taken, "U+2065, U+206A, U+061B: beside the forbidden ones", "\u2065\u206a\u061b");
        string(taken, "NFC", "\u00fc\u00c5\ud55c q\u0323\u0307");
        string(taken, "compatibility characters are NFC", "\ufb01\u2460\uff21");
        string(taken, "non-characters and private use", "\uffff\ue000");
        string(taken, "outside the BMP", "\ud83d\ude80");
    }

    private static void string(ArrayNode array, String name, String value) {
        ArrayNode units = array.addObject().put("name", name).putArray("codeUnits");
        value.chars().forEach(units::add);
    }

    private static void values(ArrayNode array) {
        array.addObject().put("name", "negative").put("value", -1);
        array.addObject().put("name", "2^53").put("value", 1L << 53);
        array.addObject().put("name", "a fraction").put("value", 1.5);
        array.addObject().put("name", "null").putNull("value");
        array.addObject().put("name", "a list").putArray("value");
        array.addObject().put("name", "an object").putObject("value");
    }

    private static void proofs(ArrayNode array, PossessionKey key) {
        Proof get = new Proof("GET", ISSUER + "/blokkey/requests", new byte[0], Instant.ofEpochSecond(1790000000L))
                .device(DEVICE);
        proof(array, "GET requests", get, "", key);
        byte[] body = Bytes.utf8("{\"name\":\"K\u00fcche\"}");
        Proof patch = new Proof("PATCH", ISSUER + "/blokkey/device", body, Instant.ofEpochSecond(1790000000L))
                .device(DEVICE)
                .nonce(NONCE);
        proof(array, "PATCH device with a nonce", patch, "{\"name\":\"K\u00fcche\"}", key);
        Proof finish = new Proof(
                        "POST", ISSUER + "/blokkey/enrol/finish", Bytes.utf8("{}"), Instant.ofEpochSecond(1790000000L))
                .key(key.publicJwk());
        proof(array, "POST enrol/finish, the key in the header (the body is not a right one)", finish, "{}", key);
    }

    private static void proof(ArrayNode array, String name, Proof proof, String body, PossessionKey key) {
        proof.claims().put("jti", ID);
        ObjectNode vector = array.addObject().put("name", name).put("body", body);
        vector.set("key", key.publicJwk());
        vector.set("header", proof.header());
        vector.set("claims", proof.claims());
        vector.put("jws", proof.signedBy(key));
    }

    private static void possession(ObjectNode vector, PossessionKey key) {
        vector.set("key", key.publicJwk());
        byte[] hash = request("deny").hash();
        vector.put("signedText", "deny before it was shown")
                .put("hash", Bytes.encode(hash))
                .put("signature", Bytes.encode(key.sign(hash)));
    }

    private static void webAuthn(ObjectNode vector) {
        ObjectNode json = Json.object().put("rpId", "login.example.com").put("credentialId", NONCE);
        json.set("key", Json.read(Bytes.utf8(VERIFICATION_KEY)));
        json.put("flags", SoftwareAuthenticator.UP | SoftwareAuthenticator.UV)
                .put("counter", 0)
                .put("counting", true);
        SoftwareAuthenticator authenticator = SoftwareAuthenticator.of(json);
        vector.put("rpId", "login.example.com")
                .put("origin", "https://login.example.com")
                .put("credentialId", NONCE);
        vector.set("key", PossessionKey.of(json.path("key")).publicJwk());
        ObjectNode create =
                vector.putObject("creation").put("signedText", "enrol").put("counter", 1);
        create.setAll(authenticator.create(enrol().hash(), "https://login.example.com", null, Tampering.NONE));
        SignedText approval = request("approve")
                .with("browser", "")
                .with("system", "")
                .with("address", "")
                .with("shown", 1790000005123L)
                .with("remember", false);
        ObjectNode get = vector.putObject("assertion")
                .put("signedText", "approve, optional members absent, what is unknown empty")
                .put("counter", 2);
        get.setAll(authenticator.get(approval.hash(), "https://login.example.com", Tampering.NONE));
    }

    private static void codes(ObjectNode vectors) {
        String mac = "_____________________w";
        ArrayNode codes = vectors.putArray("codes");
        codes.addObject()
                .put("content", APP + "#q=1." + ID + ".1790000000000." + mac)
                .put("kind", "QR")
                .put("app", APP)
                .put("request", ID)
                .put("issued", 1790000000000L)
                .put("mac", mac);
        codes.addObject()
                .put("content", APP + "#l=1." + ID + "." + mac)
                .put("kind", "LINK")
                .put("app", APP)
                .put("request", ID)
                .put("mac", mac);
        codes.addObject()
                .put("content", APP + "#e=1." + NONCE)
                .put("kind", "ENROLMENT")
                .put("app", APP)
                .put("ticket", NONCE);
        ArrayNode refused = vectors.putArray("refusedCodes");
        refused.add("")
                .add(APP)
                .add(APP + "#q=2." + ID + ".1790000000000." + mac)
                .add(APP + "#q=1." + ID + ".01." + mac)
                .add(APP + "#q=1." + ID + ".-1." + mac)
                .add(APP + "#q=1." + ID + "." + mac)
                .add(APP + "#q=1." + ID + ".1790000000000." + mac + ".")
                .add(APP + "#q=1." + ID + ".1790000000000." + mac + "=")
                .add(APP + "#q=1." + ID + "A.1790000000000." + mac)
                .add(APP + "#q=1.AAECAwQFBgcICQoLDA0ODx.1790000000000." + mac)
                .add(APP + "#l=1." + ID + ".1790000000000." + mac)
                .add(APP + "#e=1." + ID)
                .add(APP + "#e=1." + NONCE + "\n")
                .add("javascript:alert(1)#e=1." + NONCE)
                .add(APP + "#x#e=1." + NONCE);
        ObjectNode pairing = vectors.putObject("pairingCodes").put("code", "ABCDEFGH23");
        pairing.putArray("same")
                .add("ABCDEFGH23")
                .add("abcdefgh23")
                .add("ABCDE-FGH23")
                .add("Abc def-gh 23 ");
        pairing.putArray("none")
                .add("")
                .add("ABCDEFGH2")
                .add("ABCDEFGH234")
                .add("ABCDEFGH20")
                .add("ABCDEFGHI2")
                .add("ABCDEFGH2\u00fc");
        vectors.putObject("verifier")
                .put("verifier", NONCE)
                .put("verifierHash", Bytes.encode(Bytes.sha256(Bytes.decode(NONCE))))
                .put("returnAddress", "https://login.example.com/back")
                .put("request", ID)
                .put("opened", "https://login.example.com/back#v=" + ID + "." + NONCE);
    }
}
