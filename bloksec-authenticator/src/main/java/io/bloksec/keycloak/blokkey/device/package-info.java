/** Devices, their two keys, and what a signature of either proves. */
package io.bloksec.keycloak.blokkey.device;
