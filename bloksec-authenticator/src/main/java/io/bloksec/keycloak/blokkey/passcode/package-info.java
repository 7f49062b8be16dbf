/** Passcodes that an administrator gives to a person whose phone is not at hand. */
package io.bloksec.keycloak.blokkey.passcode;
