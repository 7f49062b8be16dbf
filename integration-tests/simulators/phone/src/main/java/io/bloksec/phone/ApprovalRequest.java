package io.bloksec.phone;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A sign-in that waits, or has ended: the API description's schema {@code Request}. Instants are milliseconds since
 * 1970 UTC.
 *
 * @param json as sent, with members that this version does not know
 */
public record ApprovalRequest(ObjectNode json) {

    public String id() {
        return text("request");
    }

    /** @return {@code approve} or {@code add-device} */
    public String type() {
        return text("type");
    }

    /** @return e.g. {@code SHOWN} */
    public String state() {
        return text("state");
    }

    public String clientName() {
        return text("clientName");
    }

    /** @return empty when unknown */
    public String browser() {
        return text("browser");
    }

    /** @return the browser's operating system; empty when unknown */
    public String system() {
        return text("system");
    }

    /** @return network address; empty when unknown */
    public String address() {
        return text("address");
    }

    public Optional<String> place() {
        return optional("place");
    }

    public Optional<String> acr() {
        return optional("acr");
    }

    /** @return {@code push}, {@code qr} or {@code link} */
    public String channel() {
        return text("channel");
    }

    public long created() {
        return integer("created");
    }

    public long expires() {
        return integer("expires");
    }

    /** @return when the server was told that the request is on the screen; empty before */
    public OptionalLong shown() {
        return json.has("shown") ? OptionalLong.of(integer("shown")) : OptionalLong.empty();
    }

    /** @return how many digits to type; 0 for none */
    public int number() {
        return (int) integer("number");
    }

    public boolean mayRemember() {
        return json.path("mayRemember").asBoolean();
    }

    /** @return whether another phone has tried to read the same code, which an app must say */
    public boolean contested() {
        return json.path("contested").asBoolean();
    }

    public Optional<String> newDevice() {
        return optional("newDevice");
    }

    /** @return only in the answer to {@code link} */
    public Optional<String> returnAddress() {
        return optional("returnAddress");
    }

    private String text(String member) {
        return required(member, optional(member));
    }

    private Optional<String> optional(String member) {
        return Optional.ofNullable(json.path(member).textValue());
    }

    private long integer(String member) {
        JsonNode value = json.path(member);
        return required(member, value.isIntegralNumber() ? Optional.of(value.longValue()) : Optional.empty());
    }

    private static <T> T required(String member, Optional<T> value) {
        return value.orElseThrow(() -> new UnexpectedAnswerException("request without " + member));
    }
}
