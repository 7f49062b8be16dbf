/** Sign-ins that wait for a phone: their life, their limits, and what is signed about them. */
package io.bloksec.keycloak.blokkey.request;
