package io.bloksec.keycloak.blokkey.push;

import java.net.URI;
import java.util.Optional;
import org.keycloak.models.UserModel;
import org.keycloak.provider.Provider;

/**
 * Sends pushes to one kind of address. To bring an own one, implement this and {@link PushSenderFactory}, name the factory in
 * {@code META-INF/services/io.bloksec.keycloak.blokkey.push.PushSenderFactory} and put the jar into Keycloak's {@code providers/}.
 *
 * <p><b>Threads.</b> A sender is made with the session of a sign-in and reads from it, then, all that it needs of the realm.
 * {@link #send} comes later, on a background thread, often after that session has ended: no session, no transaction, no request
 * is there. It may be called from several threads at once. What is costly (connections, keys, tokens) belongs to the factory.
 *
 * <p><b>{@link #close()}</b> is called when the session ends, so mostly before {@link #send}: it must leave the sender usable.
 *
 * <p><b>Nothing depends on a push.</b> The request waits in the app's list whether it arrives or not, so a sender rather gives up
 * than holds up others.
 */
public interface PushSender extends Provider {

    /**
     * Whether pushes could go to this address, asked when a device brings it. Without any network call. An address that was taken
     * is judged again at {@link #send}.
     *
     * @return false: the device is told that its address is malformed
     */
    default boolean accepts(PushAddress address) {
        return true;
    }

    /**
     * The sender for pushes to one person. Only for kinds whose address does not say everything; asked with the sign-in's session,
     * as {@link PushSenderFactory#create} is.
     *
     * @return this, where the address is enough
     */
    default PushSender to(UserModel person) {
        return this;
    }

    /**
     * What fails together, and is left alone together after several failures in a row. A realm whose credentials are wrong must not
     * hold up another: name what they do not share.
     *
     * @return a name for the log; by default the endpoint's host, else the kind
     */
    default String route(PushAddress to) {
        try {
            return Optional.ofNullable(to.values().get("endpoint"))
                    .map(URI::create)
                    .map(URI::getHost)
                    .orElse(to.kind());
        } catch (IllegalArgumentException e) {
            return to.kind();
        }
    }

    /**
     * Sends, within 10 seconds and never longer than the message lives, and does not try again by itself. Logs no address, no key
     * and no token.
     *
     * @param to of the kind that the factory's id names
     * @param message as it stands now: {@link PushMessage#ttlSeconds()} is what is left at this moment
     * @return never null; what each outcome leads to is said there. Anything thrown counts as {@link PushOutcome.Failed}
     */
    PushOutcome send(PushAddress to, PushMessage message);

    @Override
    default void close() {}
}
