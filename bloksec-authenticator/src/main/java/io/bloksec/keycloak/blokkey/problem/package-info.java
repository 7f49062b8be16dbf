/** Refusals to machines, as RFC 9457 problems with stable codes. */
package io.bloksec.keycloak.blokkey.problem;
