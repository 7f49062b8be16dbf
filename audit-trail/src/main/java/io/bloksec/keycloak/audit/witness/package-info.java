/** Those who keep checkpoints where the server's administrators cannot change them. */
package io.bloksec.keycloak.audit.witness;
