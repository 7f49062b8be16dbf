/**
 * Pushes by Firebase Cloud Messaging (HTTP v1) with Google's SDK, to native apps. The SDK and what it needs lie in the jar below the
 * package {@code moved}; no class of ours leads anything of it outside.
 */
package io.bloksec.keycloak.blokkey.push.fcm;
