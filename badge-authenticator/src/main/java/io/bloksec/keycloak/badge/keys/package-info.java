/** The installation's secrets: kept in a file outside the database, derived per realm and purpose. */
package io.bloksec.keycloak.badge.keys;
