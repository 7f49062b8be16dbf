/** Registered workstations: who they are, what holds there, and how a browser becomes one. */
package io.bloksec.keycloak.badge.kiosk;
