package io.bloksec.keycloak.blokkey.device;

/**
 * What an assertion proved beside the signature.
 *
 * @param signCount to be stored, if it is still greater than the stored one (or both are zero)
 * @param backedUp whether the key lies elsewhere too, now
 */
public record VerifiedAssertion(long signCount, boolean backedUp) {}
