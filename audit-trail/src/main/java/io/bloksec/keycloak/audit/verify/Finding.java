package io.bloksec.keycloak.audit.verify;

/** One thing that is not as it should be, or is to be known. */
record Finding(Kind kind, Place place, String message) {}
