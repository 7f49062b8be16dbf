package io.bloksec.keycloak.blokkey.push;

import org.keycloak.provider.Provider;
import org.keycloak.provider.ProviderFactory;
import org.keycloak.provider.Spi;

/** The SPI {@value #NAME}: one provider for each kind of push address. */
public final class PushSenderSpi implements Spi {

    /** As in server options. */
    public static final String NAME = "blokkey-push";

    @Override
    public boolean isInternal() {
        return false;
    }

    @Override
    public String getName() {
        return NAME;
    }

    @Override
    public Class<? extends Provider> getProviderClass() {
        return PushSender.class;
    }

    @Override
    public Class<? extends ProviderFactory<?>> getProviderFactoryClass() {
        return PushSenderFactory.class;
    }
}
