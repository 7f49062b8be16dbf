package io.bloksec.keycloak.blokkey.push.webpush;

import io.bloksec.keycloak.blokkey.push.PushSender;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;

/** Web Push of a server: its connections and signed tokens, which the senders of all realms share. */
public final class WebPush implements AutoCloseable {

    private final boolean loopback;
    private final PushServices services;
    private final VapidTokens tokens = new VapidTokens(InstantSource.system());

    /** @param loopback see {@link EndpointPolicy#EndpointPolicy} */
    public WebPush(boolean loopback) {
        this.loopback = loopback;
        services = new PushServices(loopback, InstantSource.system());
    }

    /**
     * A realm's sender, for addresses with {@code endpoint}, {@code p256dh} and {@code auth}; any number of threads may use it.
     *
     * @param keys the realm's, the one that signs first; with none, every push is refused
     * @param contact {@code mailto:} or {@code https:} address, given to push services (RFC 8292 section 2.1)
     * @param furtherHosts see {@link EndpointPolicy#EndpointPolicy}
     * @throws IllegalArgumentException when one of the hosts is none
     */
    public PushSender sender(List<VapidKeys> keys, String contact, Collection<String> furtherHosts) {
        return new WebPushSender(services, tokens, new EndpointPolicy(furtherHosts, loopback), keys, contact);
    }

    /** Ends what is under way; senders made by it fail from now on. */
    @Override
    public void close() {
        services.close();
    }
}
