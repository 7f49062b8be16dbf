package io.bloksec.keycloak.blokkey.push;

import org.jboss.logging.Logger;

/** Writes a line to the server's log instead of pushing: for development without a push service. */
final class LogPushSender implements PushSender {

    private static final Logger LOG = Logger.getLogger(LogPushSender.class);

    /** Logs the reference, which says nothing to anybody, at INFO. */
    @Override
    public PushOutcome send(PushAddress to, PushMessage message) {
        LOG.infof("Push for request %s, good for %d s", message.request(), message.ttlSeconds());
        return new PushOutcome.Delivered();
    }
}
