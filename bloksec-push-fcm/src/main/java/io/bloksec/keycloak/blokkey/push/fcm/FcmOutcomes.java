package io.bloksec.keycloak.blokkey.push.fcm;

import com.google.firebase.IncomingHttpResponse;
import com.google.firebase.messaging.FirebaseMessagingException;
import com.google.firebase.messaging.MessagingErrorCode;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.bloksec.keycloak.blokkey.push.PushOutcome;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** What FCM's errors ({@code google.firebase.fcm.v1.FcmError} in a {@code google.rpc.Status}) and the network's mean for a push. */
final class FcmOutcomes {

    private static final Set<String> ADDRESS_FIELDS = Set.of("message.token", "message.fid");

    private static final String MAY_NOT = ": the service account may not send for its project";
    private static final String THIRD_PARTY = ": the project's credentials for Apple are missing or wrong";

    private FcmOutcomes() {}

    static PushOutcome of(FcmCallException e) {
        if (e.status() == 503 || e.status() == 429) {
            return new PushOutcome.Later(e.retryAfter());
        }
        if (e.isThirdParty()) {
            return new PushOutcome.Misconfigured(e.getMessage() + THIRD_PARTY);
        }
        if (e.status() >= 300 && e.status() < 500) {
            return e.forToken()
                    ? new PushOutcome.Misconfigured(
                            e.getMessage() + ": the service account or its key is not valid any more")
                    : e.status() == 401
                            ? new PushOutcome.Misconfigured(e.getMessage() + MAY_NOT)
                            : new PushOutcome.Refused(e.getMessage());
        }
        return new PushOutcome.Failed(e.getMessage());
    }

    static PushOutcome of(FirebaseMessagingException e) {
        IncomingHttpResponse answer = e.getHttpResponse();
        return answer == null ? new PushOutcome.Failed("no answer from FCM") : of(e.getMessagingErrorCode(), answer);
    }

    private static PushOutcome of(MessagingErrorCode code, IncomingHttpResponse answer) {
        int status = answer.getStatusCode();
        if (code == null) {
            return byStatus(status, answer);
        }
        return switch (code) {
            case UNREGISTERED, SENDER_ID_MISMATCH -> new PushOutcome.Gone();
            case INVALID_ARGUMENT ->
                namesAddress(answer.getContent())
                        ? new PushOutcome.Gone()
                        : new PushOutcome.Refused(code + " from FCM");
            case QUOTA_EXCEEDED, UNAVAILABLE -> new PushOutcome.Later(retryAfter(answer));
            case INTERNAL -> new PushOutcome.Failed(code + " from FCM");
            case THIRD_PARTY_AUTH_ERROR -> new PushOutcome.Misconfigured(code + " from FCM" + THIRD_PARTY);
        };
    }

    /** Without a reason of FCM's own: it is not about the address. */
    private static PushOutcome byStatus(int status, IncomingHttpResponse answer) {
        return switch (status) {
            case 401, 403 -> new PushOutcome.Misconfigured(status + " from FCM" + MAY_NOT);
            case 404 -> new PushOutcome.Misconfigured("404 from FCM: no such project, or no such service at endpoint");
            case 429 -> new PushOutcome.Later(retryAfter(answer));
            default ->
                status >= 300 && status < 500
                        ? new PushOutcome.Refused(status + " from FCM")
                        : new PushOutcome.Failed(status + " from FCM");
        };
    }

    /** INVALID_ARGUMENT also stands for a mistake of ours, for which no address must go. */
    static boolean namesAddress(String body) {
        try {
            JsonElement error = member(JsonParser.parseString(body == null ? "" : body), "error");
            return elements(member(error, "details"))
                            .flatMap(detail -> elements(member(detail, "fieldViolations")))
                            .anyMatch(violation -> ADDRESS_FIELDS.contains(text(member(violation, "field"))))
                    || text(member(error, "message"))
                            .toLowerCase(Locale.ROOT)
                            .startsWith("the registration token is not a valid fcm registration token");
        } catch (JsonParseException e) {
            return false;
        }
    }

    /** Whether FCM was refused elsewhere, where another access token of ours helps nothing. */
    static boolean isThirdParty(byte[] body) {
        try {
            JsonElement error = member(JsonParser.parseString(new String(body, StandardCharsets.UTF_8)), "error");
            return elements(member(error, "details"))
                    .anyMatch(detail -> "THIRD_PARTY_AUTH_ERROR".equals(text(member(detail, "errorCode"))));
        } catch (JsonParseException e) {
            return false;
        }
    }

    private static JsonElement member(JsonElement json, String name) {
        JsonElement value = json instanceof JsonObject object ? object.get(name) : null;
        return value == null ? JsonNull.INSTANCE : value;
    }

    private static Stream<JsonElement> elements(JsonElement json) {
        return json instanceof JsonArray array ? array.asList().stream() : Stream.empty();
    }

    private static String text(JsonElement json) {
        return json.isJsonPrimitive() ? json.getAsString() : "";
    }

    private static Optional<Duration> retryAfter(IncomingHttpResponse answer) {
        return RetryAfter.of(answer.getHeaders().entrySet().stream()
                .filter(header -> header.getKey().equalsIgnoreCase("Retry-After"))
                .map(header -> header.getValue() instanceof Iterable<?> values
                                && values.iterator().hasNext()
                        ? String.valueOf(values.iterator().next())
                        : String.valueOf(header.getValue()))
                .findFirst());
    }
}
