package io.bloksec.keycloak.blokkey.invitation;

/**
 * What an administrator decides.
 *
 * @param address to which the mail goes
 * @param issuer the realm's address, without a slash at the end
 * @param client client id of the application to go on to, null for none
 * @param codeHash slow hash of the activation code, null for none
 * @param issuedBy id of the administrator
 * @param issuerRealm id of the administrator's realm
 */
public record NewInvitation(
        String realmId,
        String userId,
        String address,
        String issuer,
        String client,
        String codeHash,
        String issuedBy,
        String issuerRealm) {}
