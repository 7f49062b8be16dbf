/** QR codes of sign-ins: their content, which ages in seconds, and their picture. */
package io.bloksec.keycloak.blokkey.qr;
