/**
 * Judges an exported audit trail without the server: docs/audit-trail.md for who calls it, docs/audit-trail-format.md for what it reads.
 * Offline; trusts the keys that it is given and no others.
 */
package io.bloksec.keycloak.audit.verify;
