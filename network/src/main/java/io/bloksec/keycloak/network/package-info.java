/**
 * Where an address lies. No jar of its own: each jar that needs it carries a copy under its own name
 * (docs/decisions/0011-shared-classes.md).
 */
package io.bloksec.keycloak.network;
