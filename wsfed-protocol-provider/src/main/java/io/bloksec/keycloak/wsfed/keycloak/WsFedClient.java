package io.bloksec.keycloak.wsfed.keycloak;

import io.bloksec.keycloak.wsfed.message.ReplyAddresses;
import java.time.Duration;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.keycloak.models.ClientModel;

/**
 * A client's WS-Federation settings, each with the default that makes a client without any attribute work: clients come from
 * realm imports too, where nobody filled anything in.
 */
final class WsFedClient {

    /** Client attribute: how long a token is valid, in whole minutes, 1 to 1440. */
    static final String TOKEN_LIFETIME = "wsfed.token.lifetime.minutes";

    private static final Duration DEFAULT_TOKEN_LIFETIME = Duration.ofMinutes(60);
    private static final long MAX_TOKEN_LIFETIME_MINUTES = Duration.ofDays(1).toMinutes();

    private static final Logger LOG = Logger.getLogger(WsFedClient.class);

    private final ClientModel client;

    WsFedClient(ClientModel client) {
        this.client = client;
    }

    static boolean isOne(ClientModel client) {
        return WsFedLoginProtocol.ID.equals(client.getProtocol());
    }

    ReplyAddresses replyAddresses() {
        String homeUrl = client.getBaseUrl();
        return ReplyAddresses.of(
                client.getRedirectUris(), homeUrl == null || homeUrl.isBlank() ? null : homeUrl, client.getRootUrl());
    }

    /** 60 minutes, AD FS's default, unless the attribute says otherwise. */
    Duration tokenLifetime() {
        String minutes = client.getAttribute(TOKEN_LIFETIME);
        if (minutes == null || minutes.isBlank()) {
            return DEFAULT_TOKEN_LIFETIME;
        }
        if (minutes.matches("\\d{1,4}")) {
            long value = Long.parseLong(minutes);
            if (value >= 1 && value <= MAX_TOKEN_LIFETIME_MINUTES) {
                return Duration.ofMinutes(value);
            }
        }
        LOG.warnf(
                "Client '%s': %s is not a number of minutes from 1 to %d, using %d",
                client.getClientId(), TOKEN_LIFETIME, MAX_TOKEN_LIFETIME_MINUTES, DEFAULT_TOKEN_LIFETIME.toMinutes());
        return DEFAULT_TOKEN_LIFETIME;
    }

    /** Name for people: the client's display name, else its id. */
    String displayName() {
        String name = client.getName();
        // A name such as ${client_name} is a message key, which our pages do not resolve.
        return name == null || name.isBlank() || name.startsWith("${") ? client.getClientId() : name;
    }

    /** Where a person can start over: the Home URL, unless that is an address for tokens, which answers no plain visit. */
    Optional<String> startPage() {
        String homeUrl = client.getBaseUrl();
        if (homeUrl == null || homeUrl.isBlank() || client.getRedirectUris().contains(homeUrl)) {
            return Optional.empty();
        }
        return ReplyAddresses.of(client.getRedirectUris(), homeUrl, client.getRootUrl())
                .choose(Optional.empty());
    }
}
