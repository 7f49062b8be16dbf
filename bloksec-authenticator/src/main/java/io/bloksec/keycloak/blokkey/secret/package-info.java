/** The realm's secret and the codes drawn at random. */
package io.bloksec.keycloak.blokkey.secret;
