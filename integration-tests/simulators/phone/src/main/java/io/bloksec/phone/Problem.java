package io.bloksec.phone;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.OptionalLong;

/** The server refused (protocol, <em>Problems</em>): RFC 9457 problem JSON with a {@code code}. */
public final class Problem extends RuntimeException {

    private final int status;
    private final transient ObjectNode json;
    private final transient Answer answer;

    Problem(Answer answer, ObjectNode json) {
        super(answer.status() + " " + Json.text(json, "code") + ": "
                + json.path("title").asText());
        this.status = answer.status();
        this.json = json;
        this.answer = answer;
    }

    public int status() {
        return status;
    }

    /** @return e.g. {@code request-ended} */
    public String code() {
        return Json.text(json, "code");
    }

    /** @return the whole problem, as sent */
    public ObjectNode json() {
        return json;
    }

    /** @return {@code Retry-After} in seconds, as {@code too-many} carries it */
    public OptionalLong retryAfter() {
        return answer.header("Retry-After").stream()
                .filter(seconds -> seconds.matches("[0-9]{1,9}"))
                .mapToLong(Long::parseLong)
                .findFirst();
    }
}
