/** As whom the provider speaks: one issuer for a relying party, or one for each domain of its people. */
package io.bloksec.keycloak.wsfed.issuer;
