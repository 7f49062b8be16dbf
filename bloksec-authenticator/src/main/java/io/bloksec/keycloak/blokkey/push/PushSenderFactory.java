package io.bloksec.keycloak.blokkey.push;

import org.keycloak.provider.ProviderFactory;

/**
 * Makes {@link PushSender}s. {@link #getId()} is the kind of the addresses they serve ({@link PushAddress#kind()}). What is set up
 * once for a server, as connections or caches, lives here and ends with {@link #close()}; server options are read in
 * {@link #init} ({@code spi-blokkey-push--<kind>--<option>}).
 */
public interface PushSenderFactory extends ProviderFactory<PushSender> {}
