package io.bloksec.keycloak.badge.keycloak;

import com.fasterxml.jackson.databind.JsonNode;
import io.bloksec.keycloak.badge.card.Kind;
import io.bloksec.keycloak.badge.card.NewBadge;
import io.bloksec.keycloak.badge.protocol.BadgeId;
import io.bloksec.keycloak.badge.protocol.BadgePayload;
import io.bloksec.keycloak.badge.protocol.RealmId;
import java.time.Duration;
import java.util.Optional;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

/** What an administrator orders: {@code kind}, {@code hours}, {@code notBefore}, {@code renews}, {@code codeChannel}; or the badge's own key. */
final class BadgeOrder implements AutoCloseable {

    /** PBKDF2's rounds for PINs that are chosen from now on (OWASP's figure for HMAC-SHA-256). */
    private static final int ITERATIONS = 600_000;

    private static final long LATEST_START = Duration.ofDays(90).toSeconds();

    private final NewBadge badge;
    private final BadgePayload payload;
    private final BadgeSettings.Channel channel;

    private BadgeOrder(NewBadge badge, BadgePayload payload, BadgeSettings.Channel channel) {
        this.badge = badge;
        this.payload = payload;
        this.channel = channel;
    }

    static BadgeOrder parse(RealmModel realm, UserModel user, JsonNode body, BadgeSettings settings, String by) {
        Kind kind = BadgeSettings.value(Kind.class, body.path("kind").asText("standard"));
        Duration life = body.has("hours") ? Duration.ofHours(body.path("hours").asLong()) : kind.usual();
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
                    body.path("renews").textValue(),
                    by);
            return new BadgeOrder(badge, payload, channel);
        } catch (IllegalArgumentException e) {
            throw new BadRequestException(e.getMessage());
        }
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
        long start = body.path("notBefore").asLong();
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
