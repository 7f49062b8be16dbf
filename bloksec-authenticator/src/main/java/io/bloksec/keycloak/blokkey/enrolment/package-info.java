/** How a phone becomes a person's device. */
package io.bloksec.keycloak.blokkey.enrolment;
