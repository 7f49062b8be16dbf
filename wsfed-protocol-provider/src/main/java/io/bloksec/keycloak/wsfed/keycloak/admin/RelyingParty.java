package io.bloksec.keycloak.wsfed.keycloak.admin;

import java.util.List;

/**
 * A relying party as an administrator describes it.
 *
 * @param wtrealm an absolute URI
 * @param name for people; may be null
 * @param replyAddresses where its tokens go, the usual one first; null or empty: to {@code wtrealm} itself
 */
record RelyingParty(String wtrealm, String name, List<String> replyAddresses) {

    RelyingParty {
        replyAddresses = replyAddresses == null || replyAddresses.isEmpty()
                ? wtrealm == null ? List.of() : List.of(wtrealm)
                : List.copyOf(replyAddresses);
    }
}
