package io.bloksec.keycloak.wsfed.entra;

import java.util.List;
import java.util.regex.Pattern;

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

    /** How long a sign-in lasts for Entra ID unless set: a working day, whatever the realm's session lasts. */
    public static final int SESSION_HOURS = 8;

    /** A company's guests are asked for by the tenant that invites them. */
    private static final Pattern GUEST_CLIENT_ID = Pattern.compile(
            "https://login\\.microsoftonline\\.com/[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}/");

    private EntraPreset() {}

    /** Whether the client is a tenant that takes our people as guests (direct federation); its {@code wtrealm} has the tenant's id. */
    public static boolean isForGuests(String clientId) {
        return GUEST_CLIENT_ID.matcher(clientId).matches();
    }

    public static boolean appliesTo(String clientId) {
        return CLIENT_ID.equals(clientId);
    }
}
