package io.bloksec.phone;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What both keys sign (protocol, <em>Signed texts</em>): a type and the members of a flat object. Immutable. */
public final class SignedText {

    private static final String PREFIX = "bloksec/blokkey/v1/";
    private static final List<String> FROM_REQUEST = List.of(
            "version",
            "issuer",
            "realm",
            "request",
            "nonce",
            "device",
            "user",
            "client",
            "clientName",
            "browser",
            "system",
            "address",
            "place",
            "acr",
            "channel",
            "created",
            "expires",
            "shown",
            "newDevice");

    private final String type;
    private final Map<String, Object> members;

    private SignedText(String type, Map<String, Object> members) {
        this.type = type;
        this.members = Collections.unmodifiableMap(members);
    }

    /** @param type {@code approve}, {@code deny}, {@code report}, {@code enrol}, {@code rotate} or {@code add-device} */
    public static SignedText of(String type) {
        return new SignedText(type, Map.of());
    }

    /** @param members the values as {@link CanonicalJson} takes them */
    public static SignedText of(String type, Map<String, ?> members) {
        return new SignedText(type, new LinkedHashMap<>(members));
    }

    /**
     * The decision on a request, without the members that only an approval has.
     *
     * @param type {@code approve}, {@code add-device}, {@code deny} or {@code report}; becomes the member
     *     {@code decision}
     * @throws IllegalArgumentException a member of the request that is signed is neither string nor integer
     */
    public static SignedText decision(String type, ApprovalRequest request) {
        SignedText text = of(type);
        for (String member : FROM_REQUEST) {
            text = text.with(member, value(member, request.json().get(member)));
        }
        return text.with("decision", type);
    }

    private static Object value(String member, JsonNode json) {
        if (json == null) {
            return null;
        }
        if (json.isTextual()) {
            return json.textValue();
        }
        if (json.isIntegralNumber() && json.canConvertToLong()) {
            return json.longValue();
        }
        throw new IllegalArgumentException("member " + member + ": neither string nor integer");
    }

    /** @return the text with this member set; null: without it */
    public SignedText with(String member, Object value) {
        Map<String, Object> changed = new LinkedHashMap<>(members);
        if (value == null) {
            changed.remove(member);
        } else {
            changed.put(member, value);
        }
        return new SignedText(type, changed);
    }

    /** @return the same members under another type */
    public SignedText as(String otherType) {
        return new SignedText(otherType, members);
    }

    public String type() {
        return type;
    }

    public Map<String, Object> members() {
        return members;
    }

    /**
     * @return {@code JCS(text)}
     * @throws IllegalArgumentException see {@link CanonicalJson#of}
     */
    public String canonical() {
        return CanonicalJson.of(members);
    }

    /**
     * @return {@code SHA-256("bloksec/blokkey/v1/" ‖ type ‖ 0x00 ‖ JCS(text))}, 32 bytes
     * @throws IllegalArgumentException see {@link CanonicalJson#of}
     */
    public byte[] hash() {
        return Bytes.sha256(Bytes.utf8(PREFIX + type), new byte[1], Bytes.utf8(canonical()));
    }

    @Override
    public String toString() {
        return type + " " + members;
    }
}
