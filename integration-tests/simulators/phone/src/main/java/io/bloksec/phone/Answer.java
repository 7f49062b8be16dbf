package io.bloksec.phone;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * What came back, before anybody judges it.
 *
 * @param status the HTTP status
 * @param headers all headers of the answer
 * @param body its bytes; empty for none
 */
public record Answer(int status, HttpHeaders headers, byte[] body) {

    /** @return the header's first value */
    public Optional<String> header(String name) {
        return headers.firstValue(name);
    }

    /** @throws UnexpectedAnswerException the body is not one JSON object */
    public ObjectNode json() {
        try {
            return Json.read(body);
        } catch (IllegalArgumentException e) {
            throw new UnexpectedAnswerException("status " + status + " with a body that is " + e.getMessage(), e);
        }
    }

    /** @return the problem's {@code code}; nothing if this is no problem JSON */
    public Optional<String> code() {
        if (!header("Content-Type").orElse("").startsWith("application/problem+json")) {
            return Optional.empty();
        }
        return Optional.ofNullable(json().path("code").textValue());
    }

    /**
     * @param expected the status that the API description gives for success
     * @return this
     * @throws Problem the server refused
     * @throws UnexpectedAnswerException anything else
     */
    public Answer expect(int expected) {
        if (status == expected) {
            return this;
        }
        if (code().isPresent()) {
            throw new Problem(this, json());
        }
        throw new UnexpectedAnswerException("status " + status + " instead of " + expected + ": "
                + Terminal.plain(new String(body, 0, Math.min(body.length, 300), StandardCharsets.UTF_8)));
    }
}
