package io.bloksec.keycloak.blokkey.enrolment;

import io.bloksec.keycloak.blokkey.device.Grade;
import io.bloksec.keycloak.blokkey.device.PossessionKey;
import io.bloksec.keycloak.blokkey.device.VerificationKey;

/**
 * The keys that came with a ticket, as the row keeps them until the person has typed the six digits.
 *
 * @param evidence why the grade is what it is
 * @param statement the signed text and both signatures, JSON, for whoever must prove the enrolment later
 */
public record Uploaded(
        String name,
        String model,
        String platform,
        PossessionKey possessionKey,
        VerificationKey verificationKey,
        Grade grade,
        String evidence,
        String statement) {}
