/**
 * Pushes to devices: the SPI for those who bring a sender, and what sends in the background. A push is a hint that something
 * waits; nothing depends on its arrival.
 */
package io.bloksec.keycloak.blokkey.push;
