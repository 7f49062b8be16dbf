/** Where decisions are written down for good. */
package io.bloksec.keycloak.blokkey.journal;
