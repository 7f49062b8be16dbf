package io.bloksec.keycloak.blokkey.push.webpush;

import io.bloksec.keycloak.blokkey.push.PushAddress;
import io.bloksec.keycloak.blokkey.push.PushMessage;
import io.bloksec.keycloak.blokkey.push.PushOutcome;
import io.bloksec.keycloak.blokkey.push.PushSender;
import io.bloksec.keycloak.blokkey.push.webpush.PushServices.Answer;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jboss.logging.Logger;

/** Sends for one realm, signed with its keys. */
final class WebPushSender implements PushSender {

    private static final Logger LOG = Logger.getLogger(WebPushSender.class);
    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final PushServices services;
    private final VapidTokens tokens;
    private final EndpointPolicy policy;
    private final List<VapidKeys> keys;
    private final String contact;

    WebPushSender(
            PushServices services, VapidTokens tokens, EndpointPolicy policy, List<VapidKeys> keys, String contact) {
        this.services = services;
        this.tokens = tokens;
        this.policy = policy;
        this.keys = List.copyOf(keys);
        this.contact = contact;
    }

    @Override
    public boolean accepts(PushAddress address) {
        try {
            policy.judge(address.values().get("endpoint"));
            Receiver.of(address);
            return true;
        } catch (RefusedEndpointException | IllegalArgumentException e) {
            return false;
        }
    }

    @Override
    public PushOutcome send(PushAddress to, PushMessage message) {
        try {
            Endpoint endpoint = policy.judge(to.values().get("endpoint"));
            return send(endpoint, Receiver.of(to).encrypt(message.payload()), message);
        } catch (RefusedEndpointException e) {
            return new PushOutcome.Refused(e.getMessage());
        } catch (IllegalArgumentException e) {
            return new PushOutcome.Refused("keys of the address");
        }
    }

    private PushOutcome send(Endpoint endpoint, byte[] body, PushMessage message) {
        long limit = Math.min(
                LIMIT.toNanos(), Duration.ofSeconds(message.ttlSeconds()).toNanos());
        long start = System.nanoTime();
        PushOutcome outcome = new PushOutcome.Refused("the realm has no key for push services");
        for (VapidKeys each : keys) {
            Duration left = Duration.ofNanos(limit - (System.nanoTime() - start));
            if (left.isNegative()) {
                return new PushOutcome.Failed("time limit");
            }
            try {
                Answer answer = services.post(endpoint, headers(endpoint, each, message), body, left);
                outcome = outcome(endpoint, answer);
                if (!isKeyRefused(answer)) {
                    return outcome;
                }
            } catch (CheckedResolver.ForbiddenAddressException e) {
                LOG.warnf("The name %s leads to an address that is not public: no push goes there", endpoint.host());
                return new PushOutcome.Refused("address not public");
            } catch (IOException e) {
                return new PushOutcome.Failed(e.getClass().getSimpleName() + " at " + endpoint.host());
            }
        }
        LOG.warnf("Push service %s takes none of this realm's keys: %s", endpoint.host(), outcome);
        return outcome;
    }

    private Map<String, String> headers(Endpoint endpoint, VapidKeys key, PushMessage message) {
        return Map.of(
                "Authorization",
                tokens.authorization(key, endpoint.origin(), contact),
                "Content-Type",
                "application/octet-stream",
                "Content-Encoding",
                "aes128gcm",
                "TTL",
                Integer.toString(message.ttlSeconds()),
                "Urgency",
                "high",
                "Topic",
                message.topic());
    }

    private static boolean isKeyRefused(Answer answer) {
        return answer.status() == 401 || answer.status() == 403;
    }

    /** What RFC 8030 section 5 and the push services' own pages give as answers. */
    private static PushOutcome outcome(Endpoint endpoint, Answer answer) {
        String reason = answer.status() + " from " + endpoint.host();
        return switch (answer.status()) {
            case 200, 201, 202 -> new PushOutcome.Delivered();
            case 404, 410 -> new PushOutcome.Gone();
            case 429, 503 -> new PushOutcome.Later(answer.retryAfter());
            default ->
                answer.status() >= 300 && answer.status() < 500
                        ? new PushOutcome.Refused(reason)
                        : new PushOutcome.Failed(reason);
        };
    }
}
