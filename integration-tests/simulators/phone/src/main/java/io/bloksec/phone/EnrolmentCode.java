package io.bloksec.phone;

/**
 * What the person types in the browser.
 *
 * @param device the id that the server has given
 * @param code six digits
 * @param expires milliseconds since 1970 UTC
 */
public record EnrolmentCode(String device, String code, long expires) {}
