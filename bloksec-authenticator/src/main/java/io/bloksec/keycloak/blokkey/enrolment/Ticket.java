package io.bloksec.keycloak.blokkey.enrolment;

/**
 * What the browser shows for a phone to come: each is the whole right to enrol one device, so neither is stored in clear.
 *
 * @param enrolment id of the row
 * @param ticket for the QR code, 32 bytes
 * @param pairingCode for typing, ten letters
 */
public record Ticket(String enrolment, String ticket, String pairingCode) {}
