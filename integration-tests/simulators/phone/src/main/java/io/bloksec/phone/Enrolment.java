package io.bloksec.phone;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.text.Normalizer;
import java.util.Map;

/**
 * A device on its way in: start, finish, and then six digits that the person types in the browser. Until then the phone
 * can do nothing.
 */
public final class Enrolment {

    private final Caller caller;
    private final String app;
    private final String ticket;
    private final ObjectNode offer;
    private final PossessionKey possessionKey = PossessionKey.generate();
    private final SoftwareAuthenticator authenticator;
    private String name = "Simulated phone";
    private String model = "Simulator";
    private String platform = "Java " + Runtime.version().feature();
    private AttestationAuthority authority;
    private Tampering tampering = Tampering.NONE;

    private Enrolment(Caller caller, String app, String ticket, ObjectNode offer) {
        this.caller = caller;
        this.app = app;
        this.ticket = ticket;
        this.offer = offer;
        this.authenticator = SoftwareAuthenticator.generate(Json.text(offer, "rpId"));
    }

    /**
     * {@code GET config} and {@code POST enrol/start}.
     *
     * @param scanned the QR code's whole text, a ticket (32 bytes in base64url), or a pairing code as typed
     * @throws Problem e.g. {@code ticket-invalid}
     * @throws IllegalArgumentException the QR code belongs to another app, or is none of an enrolment
     */
    public static Enrolment start(DeviceApi api, String scanned) {
        ObjectNode config = api.config();
        String app = Json.text(config, "app");
        String ticket = scanned;
        if (scanned.contains("#")) {
            ScannedText text = ScannedText.parse(scanned);
            if (text.kind() != ScannedText.Kind.ENROLMENT) {
                throw new IllegalArgumentException("not the code of an enrolment");
            }
            if (!text.app().equals(app)) {
                throw new IllegalArgumentException("this code belongs to " + text.app() + ", not to " + app);
            }
            ticket = text.parts().get(0);
        }
        ObjectNode message = Json.object().put(ScannedText.isPairingCode(ticket) ? "pairingCode" : "ticket", ticket);
        ObjectNode offer = api.send("POST", "enrol/start", Json.bytes(message), Map.of())
                .expect(200)
                .json();
        for (String member : new String[] {"issuer", "realm", "rpId", "origin"}) {
            if (!Json.text(offer, member).equals(Json.text(config, member))) {
                throw new UnexpectedAnswerException(member + " of the offer is not that of the configuration");
            }
        }
        return new Enrolment(new Caller(api), app, ticket, offer);
    }

    /** @see #start(DeviceApi, String) */
    public static Enrolment start(String issuer, String scanned) {
        return start(new DeviceApi(issuer), scanned);
    }

    /** How the device calls itself: at most 64 Unicode code points each, brought to NFC. */
    public Enrolment named(String name, String model, String platform) {
        this.name = nfc(name);
        this.model = nfc(model);
        this.platform = nfc(platform);
        return this;
    }

    static String nfc(String typed) {
        return Normalizer.normalize(typed, Normalizer.Form.NFC);
    }

    /** @param authority attests the key, as format {@code packed}, when the server asks for {@code direct} */
    public Enrolment attestedBy(AttestationAuthority authority) {
        this.authority = authority;
        return this;
    }

    public Enrolment tampering(Tampering tampering) {
        this.tampering = tampering;
        return this;
    }

    /** @return the schema {@code EnrolmentOffer} */
    public ObjectNode offer() {
        return offer;
    }

    /** @return the new verification key; its flags and counter can be set before {@link #finish()} */
    public SoftwareAuthenticator authenticator() {
        return authenticator;
    }

    /** @return the new possession key */
    public PossessionKey possessionKey() {
        return possessionKey;
    }

    /** @return the text {@code enrol}, before any tampering */
    public SignedText text() {
        return SignedText.of("enrol")
                .with("version", 1)
                .with("issuer", Json.text(offer, "issuer"))
                .with("realm", Json.text(offer, "realm"))
                .with("enrolment", Json.text(offer, "enrolment"))
                .with("nonce", Json.text(offer, "nonce"))
                .with("user", Json.text(offer, "user"))
                .with("device", Json.text(offer, "device"))
                .with("name", name)
                .with("model", model)
                .with("platform", platform)
                .with("possessionKey", possessionKey.thumbprint())
                .with("rpId", Json.text(offer, "rpId"))
                .with("origin", Json.text(offer, "origin"))
                .with("expires", Json.integer(offer, "expires"));
    }

    /**
     * {@code POST enrol/finish}, as an answer that nobody has judged yet. May be called again, e.g. with other tampering:
     * the keys stay.
     */
    public Answer send() {
        SignedText text = tampering.text(text());
        byte[] hash = text.hash();
        boolean attested = authority != null && "direct".equals(Json.text(offer, "attestation"));
        ObjectNode message = Json.object()
                .put("ticket", ticket)
                .put("name", name)
                .put("model", model)
                .put("platform", platform);
        message.set("possessionKey", possessionKey.publicJwk());
        message.put("possessionSignature", Bytes.encode(possessionKey.sign(hash)));
        message.set(
                "attestation",
                authenticator.create(hash, Json.text(offer, "origin"), attested ? authority : null, tampering));
        tampering.message(message);
        return caller.call(
                "POST",
                "enrol/finish",
                message,
                possessionKey,
                Caller.Naming.key(possessionKey.publicJwk()),
                tampering);
    }

    /**
     * {@code POST enrol/finish}.
     *
     * @throws Problem e.g. {@code enrolment-void}
     */
    public EnrolmentCode finish() {
        ObjectNode json = send().expect(200).json();
        String device = Json.text(json, "device");
        if (!device.equals(Json.text(offer, "device"))) {
            throw new UnexpectedAnswerException("the device has got another id: " + device);
        }
        return new EnrolmentCode(device, Json.text(json, "code"), Json.integer(json, "expires"));
    }

    /** @return the phone that has these keys */
    public Phone phone() {
        ObjectNode state = Json.object()
                .put("issuer", Json.text(offer, "issuer"))
                .put("realm", Json.text(offer, "realm"))
                .put("app", app)
                .put("origin", Json.text(offer, "origin"))
                .put("device", Json.text(offer, "device"))
                .put("user", Json.text(offer, "user"))
                .put("userName", Json.text(offer, "userName"))
                .put("userHandle", Json.text(offer, "userHandle"))
                .put("name", name);
        return new Phone(caller, state, possessionKey, authenticator);
    }
}
