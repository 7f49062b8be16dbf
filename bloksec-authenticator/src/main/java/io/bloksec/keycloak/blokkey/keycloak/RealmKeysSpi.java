package io.bloksec.keycloak.blokkey.keycloak;

import org.keycloak.provider.Provider;
import org.keycloak.provider.ProviderFactory;
import org.keycloak.provider.Spi;

/** Makes {@link RealmKeys} a component type, which a realm stores and exports as it does its keys. */
public final class RealmKeysSpi implements Spi {

    @Override
    public boolean isInternal() {
        return true;
    }

    @Override
    public String getName() {
        return "blokkey-realm";
    }

    @Override
    public Class<? extends Provider> getProviderClass() {
        return RealmKeys.class;
    }

    @Override
    public Class<? extends ProviderFactory<?>> getProviderFactoryClass() {
        return RealmKeysFactory.class;
    }
}
