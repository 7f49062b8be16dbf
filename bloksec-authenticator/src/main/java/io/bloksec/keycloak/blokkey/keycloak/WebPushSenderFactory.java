package io.bloksec.keycloak.blokkey.keycloak;

import io.bloksec.keycloak.blokkey.push.PushAddress;
import io.bloksec.keycloak.blokkey.push.PushSender;
import io.bloksec.keycloak.blokkey.push.PushSenderFactory;
import io.bloksec.keycloak.blokkey.push.webpush.EndpointPolicy;
import io.bloksec.keycloak.blokkey.push.webpush.VapidKeys;
import io.bloksec.keycloak.blokkey.push.webpush.WebPush;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jboss.logging.Logger;
import org.keycloak.Config;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;

/** Web Push with the keys, contact and further hosts of {@link RealmSetup}. */
public final class WebPushSenderFactory implements PushSenderFactory {

    /**
     * Option {@code spi-blokkey-push--webpush--allow-loopback}: {@code true} lets pushes go by http to this machine, for tests and
     * development alone. Off by default.
     */
    private static final String ALLOW_LOOPBACK = "allow-loopback";

    private static final Logger LOG = Logger.getLogger(WebPushSenderFactory.class);

    /** Realms with different settings; beyond, they are read anew. */
    private static final int MOST = 1000;

    private final ConcurrentMap<Settings, PushSender> senders = new ConcurrentHashMap<>();
    private WebPush webPush;

    @Override
    public String getId() {
        return PushAddress.WEB_PUSH;
    }

    @Override
    public PushSender create(KeycloakSession session) {
        if (senders.size() >= MOST) {
            senders.clear();
        }
        RealmSetup setup = RealmSetup.of(session);
        return senders.computeIfAbsent(
                new Settings(setup.vapid(), contact(setup), List.copyOf(setup.pushHosts())), this::sender);
    }

    @Override
    public void init(Config.Scope config) {
        boolean loopback = config.getBoolean(ALLOW_LOOPBACK, false);
        if (loopback) {
            LOG.warn(
                    "spi-blokkey-push--webpush--allow-loopback is on: devices can have this server call services of its own"
                            + " machine. For tests and development only.");
        }
        webPush = new WebPush(loopback);
    }

    @Override
    public void postInit(KeycloakSessionFactory factory) {}

    @Override
    public void close() {
        if (webPush != null) {
            webPush.close();
        }
    }

    private PushSender sender(Settings settings) {
        return webPush.sender(
                keys(settings.vapid),
                settings.contact,
                settings.hosts.stream().filter(EndpointPolicy::isHost).toList());
    }

    /** Without a key the sender refuses each push; the sign-in goes on by QR code or the app's list. */
    private static List<VapidKeys> keys(String text) {
        try {
            return VapidKeys.parseAll(text);
        } catch (IllegalArgumentException e) {
            LOG.error("The realm's key for push services cannot be read; it sends no pushes to browsers");
            return List.of();
        }
    }

    /** RFC 8292 makes it optional, push services do not. */
    private static String contact(RealmSetup setup) {
        String contact = setup.contact();
        if (contact != null && !contact.isBlank()) {
            return contact.strip();
        }
        return setup.issuer().startsWith("https:") ? setup.issuer() : "mailto:nobody@localhost";
    }

    private record Settings(String vapid, String contact, List<String> hosts) {
        /** Holds a private key. */
        @Override
        public String toString() {
            return "Settings";
        }
    }
}
