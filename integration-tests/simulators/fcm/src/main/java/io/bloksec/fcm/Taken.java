package io.bloksec.fcm;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * A message that was taken.
 *
 * @param target {@code token} or {@code fid}
 * @param address registration token or installation id
 * @param message as received
 */
public record Taken(String target, String address, JsonNode message) {

    public String data(String name) {
        return message.path("data").path(name).asText();
    }
}
