package io.bloksec.keycloak.blokkey.request;

import io.bloksec.keycloak.blokkey.signed.SignedText;
import io.bloksec.keycloak.blokkey.signed.TextType;

/** The texts {@code approve}, {@code add-device}, {@code deny} and {@code report}, built from the server's own row. */
public final class ApprovalText {

    private ApprovalText() {}

    /**
     * @param number as typed on the phone, null where none is asked for
     * @param verifierHash null unless the request came by link
     */
    public static SignedText approval(
            String issuer,
            String realm,
            RequestEntity row,
            String device,
            String number,
            boolean remember,
            String verifierHash) {
        TextType type = row.newDevice == null ? TextType.APPROVE : TextType.ADD_DEVICE;
        return common(type, issuer, realm, row, device)
                .with("number", number)
                .with("remember", remember)
                .with("verifierHash", verifierHash)
                .build();
    }

    public static SignedText refusal(TextType type, String issuer, String realm, RequestEntity row, String device) {
        return common(type, issuer, realm, row, device).build();
    }

    private static SignedText.Builder common(
            TextType type, String issuer, String realm, RequestEntity row, String device) {
        return SignedText.of(type)
                .with("issuer", issuer)
                .with("realm", realm)
                .with("request", row.id)
                .with("nonce", row.nonce)
                .with("device", device)
                .with("user", row.userId)
                .with("client", row.client)
                .with("clientName", row.clientName)
                .with("browser", row.browser)
                .with("system", row.system)
                .with("address", row.address)
                .with("place", row.place)
                .with("acr", row.acr)
                .with("channel", Channel.valueOf(row.channel).label())
                .with("created", row.createdAt)
                .with("expires", row.expiresAt)
                .with("shown", row.shownAt)
                .with("newDevice", row.newDevice)
                .with("decision", type.label());
    }
}
