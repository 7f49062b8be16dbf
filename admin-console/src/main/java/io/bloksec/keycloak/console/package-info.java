/** Serves the administrator's pages; what they show comes from the modules' admin REST. */
package io.bloksec.keycloak.console;
