/** The first phone of somebody who cannot sign in yet: a mail, perhaps a code by another way, and one phone that comes of it. */
package io.bloksec.keycloak.blokkey.invitation;
