package io.bloksec.keycloak.badge.keycloak;

import com.fasterxml.jackson.databind.JsonNode;
import io.bloksec.keycloak.badge.card.BadgeEntity;
import io.bloksec.keycloak.badge.card.Kind;
import io.bloksec.keycloak.badge.card.NewBadge;
import io.bloksec.keycloak.badge.card.State;
import io.bloksec.keycloak.badge.protocol.BadgeId;
import io.bloksec.keycloak.badge.protocol.BadgePayload;
import io.bloksec.keycloak.badge.protocol.RealmId;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

/**
 * What an administrator orders: {@code kind}, {@code hours} or {@code days}, {@code notBefore}, {@code renews} or {@code renew}, {@code
 * replaces}, {@code codeChannel}; or the badge's own key.
 */
final class BadgeOrder implements AutoCloseable {

    /** PBKDF2's rounds for PINs that are chosen from now on (OWASP's figure for HMAC-SHA-256). */
    private static final int ITERATIONS = 600_000;

    private static final long LATEST_START = Duration.ofDays(90).toSeconds();

    private final NewBadge badge;
    private final BadgePayload payload;
    private final BadgeSettings.Channel channel;
    private final BadgeEntity replaces;

    private BadgeOrder(NewBadge badge, BadgePayload payload, BadgeSettings.Channel channel, BadgeEntity replaces) {
        this.badge = badge;
        this.payload = payload;
        this.channel = channel;
        this.replaces = replaces;
    }

    /**
     * @param badges the person's
     * @throws BadRequestException when it cannot be done for this person now
     */
    static BadgeOrder parse(
            RealmModel realm,
            UserModel user,
            List<BadgeEntity> badges,
            JsonNode body,
            BadgeSettings settings,
            String by) {
        Kind kind = BadgeSettings.value(Kind.class, body.path("kind").asText("standard"));
        Duration life = life(kind, body);
        if (!kind.allows(life)) {
            throw new BadRequestException("life", "A badge of this kind lives " + kind.limits() + ".");
        }
        BadgeEntity renewed = renewed(badges, kind, body);
        BadgeSettings.Channel channel = channel(body, settings);
        if (!RealmId.isUsable(realm.getId())) {
            throw new BadRequestException("This realm's id has a form that badges cannot have.");
        }
        if (body.has("publicKey") != body.has("bid")) {
            throw new BadRequestException("bid and publicKey come together.");
        }
        BadgePayload payload = body.has("publicKey") ? null : BadgePayload.random(new RealmId(realm.getId()));
        try {
            NewBadge badge = new NewBadge(
                    realm.getId(),
                    user.getId(),
                    payload == null ? new BadgeId(body.path("bid").asText()) : payload.badge(),
                    payload == null ? TabNotes.bytes(body.path("publicKey").asText()) : payload.publicKey(),
                    kind,
                    notBefore(body),
                    life,
                    settings.rules(realm, user),
                    ITERATIONS,
                    channel.name(),
                    renewed == null ? null : renewed.bid,
                    by);
            return new BadgeOrder(badge, payload, channel, replaced(badges, body));
        } catch (IllegalArgumentException e) {
            throw new BadRequestException(e.getMessage());
        }
    }

    private static Duration life(Kind kind, JsonNode body) {
        if (body.has("hours") && body.has("days")) {
            throw new BadRequestException("hours or days, not both.");
        }
        return body.has("hours")
                ? Duration.ofHours(number(body, "hours"))
                : body.has("days") ? Duration.ofDays(number(body, "days")) : kind.usual();
    }

    private static long number(JsonNode body, String name) {
        JsonNode value = body.get(name);
        if (!value.canConvertToInt() || !value.isIntegralNumber()) {
            throw new BadRequestException(name + " is a whole number.");
        }
        return value.asLong();
    }

    private static BadgeEntity renewed(List<BadgeEntity> badges, Kind kind, JsonNode body) {
        if (!body.path("renew").asBoolean(false) && !body.hasNonNull("renews")) {
            return null;
        }
        return badges.stream()
                .filter(each -> !body.hasNonNull("renews")
                        || each.bid.equals(body.get("renews").asText()))
                .filter(each -> each.kind() == kind
                        && kind.renews()
                        && each.state() != State.ISSUED
                        && !each.state().isFinal())
                .findFirst()
                .orElseThrow(() -> new BadRequestException(
                        "not_renewable", "Only a standard badge that has not ended is renewed, by another one."));
    }

    private static BadgeEntity replaced(List<BadgeEntity> badges, JsonNode body) {
        if (!body.hasNonNull("replaces")) {
            return null;
        }
        return badges.stream()
                .filter(each -> each.bid.equals(body.get("replaces").asText()))
                .filter(each -> !each.state().isFinal())
                .findFirst()
                .orElseThrow(() ->
                        new BadRequestException("What is replaced is a badge of this person that has not ended."));
    }

    static BadgeSettings.Channel channel(JsonNode body, BadgeSettings settings) {
        return body != null && body.has("codeChannel")
                ? BadgeSettings.value(
                        BadgeSettings.Channel.class, body.path("codeChannel").asText())
                : settings.codeChannel();
    }

    private static Optional<Long> notBefore(JsonNode body) {
        if (!body.has("notBefore")) {
            return Optional.empty();
        }
        JsonNode given = body.get("notBefore");
        long start = given.isIntegralNumber() ? given.asLong() : -1;
        long now = System.currentTimeMillis() / 1000;
        if (start < now - 60 || start > now + LATEST_START) {
            throw new BadRequestException("notBefore is seconds since 1970, at most 90 days from now.");
        }
        return Optional.of(start);
    }

    NewBadge badge() {
        return badge;
    }

    boolean renews() {
        return badge.renews() != null;
    }

    BadgeSettings.Channel channel() {
        return channel;
    }

    /** What is lost, and must not be good for anything once the new one is made. */
    Optional<BadgeEntity> replaces() {
        return Optional.ofNullable(replaces);
    }

    /** What is to be printed; empty when the issuer has it already. */
    Optional<String> payload() {
        return Optional.ofNullable(payload).map(BadgePayload::text);
    }

    @Override
    public void close() {
        if (payload != null) {
            payload.close();
        }
    }
}
