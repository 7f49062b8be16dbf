package io.bloksec.keycloak.blokkey.request;

import io.bloksec.keycloak.blokkey.device.Grade;

/**
 * An approval whose signatures hold.
 *
 * @param hash of the signed text, base64url: the same bytes again are the same approval
 * @param evidence text and signatures as JSON, kept for whoever must prove the decision later
 * @param verifierHash null unless the request came by link
 */
public record Decision(String hash, Grade grade, boolean remember, String verifierHash, String evidence) {}
