/** How records are linked, checkpoints signed and exports written: docs/audit-trail-format.md. Knows nothing of Keycloak. */
package io.bloksec.keycloak.audit.chain;
