package io.bloksec.keycloak.blokkey.invitation;

import io.bloksec.keycloak.blokkey.secret.RealmSecret;

/**
 * The link of a mail, {@code REALM-ADDRESS/blokkey/invite/ID/MAC}: short, so that its QR code is small. The MAC, 128 bits under the
 * realm's secret, is over the row's id, its generation and its address; whoever can read the table alone cannot make one.
 */
public final class InvitationLink {

    private static final String PURPOSE = "invitation";
    private static final int MAC_BYTES = 16;

    private InvitationLink() {}

    public static String of(InvitationEntity row, RealmSecret secret) {
        return row.issuer + "/blokkey/invite/" + row.id + "/" + secret.macText(PURPOSE, row.id, signed(row), MAC_BYTES);
    }

    /** @param mac as it came */
    public static boolean isOf(InvitationEntity row, RealmSecret secret, String mac) {
        return secret.isMac(mac, PURPOSE, row.id, signed(row), MAC_BYTES);
    }

    private static String signed(InvitationEntity row) {
        return row.generation + "\0" + row.address;
    }
}
