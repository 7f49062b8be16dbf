/** Transactions of our own and the one clock that decides. */
package io.bloksec.keycloak.blokkey.database;
