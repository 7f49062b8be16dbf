/**
 * The protocol blokbadge/v1 as docs/protocol/blokbadge-v1.md defines it: what stands on a badge, what is derived from it, what
 * is signed, and what protects a row. Knows bytes only, neither Keycloak nor a database.
 */
package io.bloksec.keycloak.badge.protocol;
