package io.bloksec.keycloak.blokkey.device;

/**
 * What an enrolment's WebAuthn creation proved.
 *
 * @param evidence why the grade is what it is, in a word for the record: {@code attested}, {@code synced}, {@code unattested} or
 *     {@code untrusted-attestation}
 */
public record VerifiedCreation(VerificationKey key, Grade grade, String evidence) {}
