package io.bloksec.keycloak.wsfed.keycloak;

import org.keycloak.events.Errors;

/**
 * Every reason for which a request ends at our error page instead of at the relying party. WS-Federation has no error response
 * that a relying party would understand.
 */
enum Refusal {
    INVALID_REQUEST(Errors.INVALID_REQUEST, "wsfedErrorInvalidRequest"),
    UNKNOWN_CLIENT(Errors.CLIENT_NOT_FOUND, "wsfedErrorUnknownApplication"),
    OTHER_PROTOCOL(Errors.INVALID_CLIENT, "wsfedErrorUnknownApplication"),
    CLIENT_DISABLED(Errors.CLIENT_DISABLED, "wsfedErrorApplicationDisabled"),
    FLOW_DISABLED(Errors.NOT_ALLOWED, "wsfedErrorApplicationDisabled"),
    INVALID_REPLY_ADDRESS(Errors.INVALID_REDIRECT_URI, "wsfedErrorReplyAddress"),
    UNSUPPORTED_TOKEN_TYPE("wsfed_unsupported_token_type", "wsfedErrorTokenType"),
    STATE_LOST("wsfed_state_lost", "wsfedErrorStateLost"),
    NOT_FRESH("wsfed_not_fresh", "wsfedErrorNotFresh"),
    CLAIM_MISSING("wsfed_claim_missing", "wsfedErrorClaimMissing"),
    CLAIM_UNREPRESENTABLE("wsfed_claim_unrepresentable", "wsfedErrorClaimUnrepresentable"),
    MAPPER_INVALID("wsfed_mapper_invalid", "wsfedErrorMapper"),
    SIGNING_KEY_MISSING("wsfed_signing_key_missing", "wsfedErrorSigningKey"),
    PINNED_KEY_MISSING("wsfed_pinned_key_missing", "wsfedErrorSigningKey"),
    DOMAIN_NOT_FEDERATED("wsfed_domain_not_federated", "wsfedErrorDomain"),
    MULTI_FACTOR_NOT_REACHED("wsfed_multi_factor_not_reached", "wsfedErrorMultiFactor"),
    SIGN_IN_LOOP("wsfed_sign_in_loop", "wsfedErrorLoop"),
    SETTING_INVALID("wsfed_setting_invalid", "wsfedErrorSetting"),
    CANCELLED(Errors.REJECTED_BY_USER, "wsfedErrorCancelled"),
    NOT_COMPLETED(Errors.ACCESS_DENIED, "wsfedErrorNotCompleted");

    private final String eventError;
    private final String messageKey;

    Refusal(String eventError, String messageKey) {
        this.eventError = eventError;
        this.messageKey = messageKey;
    }

    /** The {@code error} of the Keycloak event. */
    String eventError() {
        return eventError;
    }

    /** What the person is told. */
    String messageKey() {
        return messageKey;
    }
}
