/** The tables, and those who write, link, sign, read, erase and prune them. */
package io.bloksec.keycloak.audit.store;
