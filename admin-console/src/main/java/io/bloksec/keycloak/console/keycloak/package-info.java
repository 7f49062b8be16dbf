/** The pages at an address of the realm. */
package io.bloksec.keycloak.console.keycloak;
