/** Badges as the server keeps them: rows, what protects them, how they change, and how a PIN is tried. */
package io.bloksec.keycloak.badge.card;
