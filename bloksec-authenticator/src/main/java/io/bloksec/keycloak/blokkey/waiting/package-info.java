/** Pages that wait for a phone, without a thread each. */
package io.bloksec.keycloak.blokkey.waiting;
