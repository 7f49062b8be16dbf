package io.bloksec.keycloak.blokkey.push.fcm;

import java.time.Duration;
import java.util.Optional;

/** A call that the SDK is not to handle: the network failed, the service is not there, or there is no access token. */
final class FcmCallException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** 0 where there was no answer. */
    private final int status;

    private final boolean forToken;
    private final boolean thirdParty;
    private final transient Optional<Duration> retryAfter;

    FcmCallException(boolean forToken, int status, Optional<Duration> retryAfter) {
        this(status + (forToken ? " instead of an access token" : " from FCM"), forToken, status, false, retryAfter);
    }

    /** @param reason made of fixed words and host names */
    FcmCallException(boolean forToken, String reason) {
        this(reason, forToken, 0, false, Optional.empty());
    }

    private FcmCallException(
            String reason, boolean forToken, int status, boolean thirdParty, Optional<Duration> retryAfter) {
        super(reason);
        this.status = status;
        this.forToken = forToken;
        this.thirdParty = thirdParty;
        this.retryAfter = retryAfter;
    }

    /** FCM itself was refused by Apple or a browser's push service. */
    static FcmCallException thirdParty() {
        return new FcmCallException("THIRD_PARTY_AUTH_ERROR from FCM", false, 401, true, Optional.empty());
    }

    boolean isThirdParty() {
        return thirdParty;
    }

    int status() {
        return status;
    }

    boolean forToken() {
        return forToken;
    }

    Optional<Duration> retryAfter() {
        return retryAfter == null ? Optional.empty() : retryAfter;
    }
}
