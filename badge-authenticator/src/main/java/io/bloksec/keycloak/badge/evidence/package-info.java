/** What is kept of a signature, so that somebody else can judge it years later. */
package io.bloksec.keycloak.badge.evidence;
