package io.bloksec.pushservice;

/**
 * A push that was not taken.
 *
 * @param status answered
 * @param reason what was wrong with it
 */
public record Refusal(int status, String reason) {}
