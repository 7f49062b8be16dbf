package io.bloksec.keycloak.blokkey.problem;

/** Why a call was refused: the stable codes of docs/blokkey-protocol.md, each with its HTTP status. */
public enum Problem {
    MALFORMED(400, "The message cannot be read"),
    TOO_LARGE(413, "The message is too large"),
    PROOF_MISSING(401, "The proof of possession is missing"),
    PROOF_INVALID(401, "The proof of possession does not hold"),
    PROOF_REPLAYED(401, "The proof of possession was used before"),
    PROOF_TIME(401, "The proof of possession is not of this minute"),
    DEVICE_UNKNOWN(401, "This device is not known here"),
    DEVICE_REMOVED(403, "This device was removed"),
    USER_DISABLED(403, "The account cannot sign in at present"),
    SIGNATURE_INVALID(403, "The signature does not hold"),
    GRADE_TOO_LOW(403, "The application asks for a better protected key"),
    TOO_FAR(403, "The phone must be in the network of the browser"),
    REQUEST_UNKNOWN(404, "There is no such request for this device"),
    REQUEST_TAKEN(409, "Another device was first"),
    REQUEST_ENDED(410, "The request has ended"),
    NUMBER_WRONG(409, "The number is wrong, the request is void"),
    NUMBER_REQUIRED(400, "The request asks for the number on the screen"),
    TOO_EARLY(425, "The request was not read yet"),
    QR_INVALID(400, "This code is not from here"),
    QR_TOO_OLD(410, "The code has been replaced by a newer one"),
    TICKET_INVALID(410, "The invitation is unknown, used or expired"),
    ENROLMENT_VOID(409, "Two devices used this invitation, so neither counts"),
    PUSH_REFUSED(400, "Pushes cannot go to this address from here"),
    ATTESTATION_INVALID(403, "The new key does not hold"),
    DEVICE_LIMIT(409, "There are as many devices as a person may have"),
    VERSION_UNSUPPORTED(426, "The app is too old"),
    PAGE_INVALID(403, "The page is not of this browser and tab"),
    NOT_FOUND(404, "There is nothing of that name"),
    FORBIDDEN(403, "This needs a role that the caller lacks"),
    TOO_MANY(429, "Too many at once"),
    NO_ADDRESS(409, "There is no e-mail address to send it to"),
    ADDRESS_UNSAFE(409, "People may write the personal address themselves, so no invitation goes there"),
    ALREADY_PROTECTED(409, "There is a phone or another second factor already"),
    ENROLMENT_OFF(409, "The realm's required action blokkey-enrol is not enabled"),
    MAIL_OFF(409, "The realm has no mail server"),
    CONFLICT(409, "Another call was in the way, and nothing was changed"),
    UNAVAILABLE(503, "A part of the server is down; nothing was changed");

    private final int status;
    private final String title;

    Problem(int status, String title) {
        this.status = status;
        this.title = title;
    }

    public int status() {
        return status;
    }

    /** For people who read logs; the app has texts of its own. */
    public String title() {
        return title;
    }

    /** The member {@code code}. */
    public String code() {
        return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }
}
