package io.bloksec.keycloak.blokkey.device;

/** What WebAuthn's {@code navigator.credentials.get} gave, as bytes. */
public record Assertion(byte[] clientDataJson, byte[] authenticatorData, byte[] signature) {}
