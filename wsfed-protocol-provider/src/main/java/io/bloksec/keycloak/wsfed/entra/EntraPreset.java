package io.bloksec.keycloak.wsfed.entra;

import java.util.List;

/**
 * What a client for Microsoft Entra ID is set up with. Creating a client with the id {@value #CLIENT_ID} is all an
 * administrator does.
 */
public final class EntraPreset {

    /** The {@code wtrealm} of every Entra ID tenant and domain. */
    public static final String CLIENT_ID = "urn:federation:MicrosoftOnline";

    /** Where the commercial cloud reads answers; also the default, as Entra ID sends no {@code wreply}. */
    public static final String REPLY_URL = "https://login.microsoftonline.com/login.srf";

    /** The commercial cloud, China and the US Government. */
    public static final List<String> REPLY_URLS = List.of(
            REPLY_URL,
            "https://login.partner.microsoftonline.cn/login.srf",
            "https://login.microsoftonline.us/login.srf");

    /** Name that people see on Keycloak's pages. */
    public static final String NAME = "Microsoft 365";

    private EntraPreset() {}

    public static boolean appliesTo(String clientId) {
        return CLIENT_ID.equals(clientId);
    }
}
