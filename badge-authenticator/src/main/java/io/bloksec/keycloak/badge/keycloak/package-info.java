/** The only package that knows Keycloak: a step of its flows, a credential in its consoles, its administrators' calls. */
package io.bloksec.keycloak.badge.keycloak;
