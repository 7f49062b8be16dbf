/** What a device signs, byte by byte. */
package io.bloksec.keycloak.blokkey.signed;
