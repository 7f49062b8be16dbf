/** What other modules write by. */
package io.bloksec.keycloak.audit;
