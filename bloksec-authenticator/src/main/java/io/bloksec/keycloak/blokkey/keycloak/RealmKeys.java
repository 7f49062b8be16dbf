package io.bloksec.keycloak.blokkey.keycloak;

import org.keycloak.provider.Provider;

/** Marks the realm component that holds BlokKey's settings and secrets; see {@link RealmSetup}. */
public interface RealmKeys extends Provider {}
