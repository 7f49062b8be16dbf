/** The thin side towards Keycloak: routes, permissions, tables, options. */
package io.bloksec.keycloak.audit.keycloak;
