package io.bloksec.fcm;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * An error as {@code google.rpc.Status} in JSON with the details that FCM adds.
 *
 * @param status of HTTP
 * @param canonical name of {@code google.rpc.Code}
 * @param code of {@code google.firebase.fcm.v1.FcmError}, null for none
 * @param field that {@code google.rpc.BadRequest} names, null for none
 */
public record FcmError(int status, String canonical, String code, String message, String field) {

    private static final ObjectMapper JSON = new ObjectMapper();

    public static final FcmError UNREGISTERED =
            new FcmError(404, "NOT_FOUND", "UNREGISTERED", "Requested entity was not found.", null);
    public static final FcmError SENDER_ID_MISMATCH =
            new FcmError(403, "PERMISSION_DENIED", "SENDER_ID_MISMATCH", "SenderId mismatch", null);
    public static final FcmError QUOTA_EXCEEDED =
            new FcmError(429, "RESOURCE_EXHAUSTED", "QUOTA_EXCEEDED", "Quota exceeded.", null);
    public static final FcmError UNAVAILABLE =
            new FcmError(503, "UNAVAILABLE", "UNAVAILABLE", "The service is currently unavailable.", null);
    public static final FcmError INTERNAL =
            new FcmError(500, "INTERNAL", "INTERNAL", "Internal error encountered.", null);
    public static final FcmError THIRD_PARTY_AUTH_ERROR = new FcmError(
            401, "UNAUTHENTICATED", "THIRD_PARTY_AUTH_ERROR", "Auth error from APNS or Web Push Service", null);
    public static final FcmError UNAUTHENTICATED =
            new FcmError(401, "UNAUTHENTICATED", null, "Request had invalid authentication credentials.", null);
    public static final FcmError PERMISSION_DENIED = new FcmError(
            403, "PERMISSION_DENIED", null, "Permission 'cloudmessaging.messages.create' denied on resource", null);

    /** An address that is none. */
    public static FcmError badAddress(String member) {
        return new FcmError(
                400,
                "INVALID_ARGUMENT",
                "INVALID_ARGUMENT",
                "The registration token is not a valid FCM registration token",
                "message." + member);
    }

    /** A message that is none. */
    public static FcmError invalid(String message, String field) {
        return new FcmError(400, "INVALID_ARGUMENT", "INVALID_ARGUMENT", message, field);
    }

    byte[] body() {
        try {
            ObjectNode root = JSON.createObjectNode();
            ObjectNode error = root.putObject("error")
                    .put("code", status)
                    .put("message", message)
                    .put("status", canonical);
            ArrayNode details = error.putArray("details");
            if (code != null) {
                details.addObject()
                        .put("@type", "type.googleapis.com/google.firebase.fcm.v1.FcmError")
                        .put("errorCode", code);
            }
            if (field != null) {
                details.addObject()
                        .put("@type", "type.googleapis.com/google.rpc.BadRequest")
                        .putArray("fieldViolations")
                        .addObject()
                        .put("field", field)
                        .put("description", message);
            }
            return JSON.writeValueAsBytes(root);
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
