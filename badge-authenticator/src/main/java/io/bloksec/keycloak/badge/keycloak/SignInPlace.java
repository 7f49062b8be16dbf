package io.bloksec.keycloak.badge.keycloak;

/**
 * Where a sign-in happens.
 *
 * @param client client id of the application
 * @param address network address of the browser
 * @param kiosk id, or null
 * @param time seconds since 1970
 */
record SignInPlace(String client, String address, String kiosk, long time) {}
