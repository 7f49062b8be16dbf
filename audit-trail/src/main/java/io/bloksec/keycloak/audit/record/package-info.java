/** What one record is made of: docs/audit-trail-format.md, section Record. Knows nothing of Keycloak. */
package io.bloksec.keycloak.audit.record;
