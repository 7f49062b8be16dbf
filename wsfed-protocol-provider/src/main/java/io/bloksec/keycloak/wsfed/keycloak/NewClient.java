package io.bloksec.keycloak.wsfed.keycloak;

import io.bloksec.keycloak.wsfed.entra.EntraPreset;
import io.bloksec.keycloak.wsfed.keycloak.mapper.ImmutableIdMapper;
import io.bloksec.keycloak.wsfed.keycloak.mapper.RelyingPartySettingsMapper;
import io.bloksec.keycloak.wsfed.keycloak.mapper.UserAttributeMapper;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.keycloak.models.ClientModel;
import org.keycloak.models.ProtocolMapperModel;
import org.keycloak.representations.idm.ClientRepresentation;

/**
 * What a client starts with when an administrator creates it in the console or over REST. A realm import does not pass here,
 * so nothing later may rely on it: see {@link WsFedClient} for the defaults at work.
 */
final class NewClient {

    private NewClient() {}

    static void setUp(ClientRepresentation representation, ClientModel client) {
        // WS-Federation knows no client secret; a public client has no empty Keys and Credentials tabs in the console.
        client.setPublicClient(true);
        client.setDirectAccessGrantsEnabled(false);
        client.setImplicitFlowEnabled(false);
        client.setServiceAccountsEnabled(false);
        if (representation.isStandardFlowEnabled() == null) {
            client.setStandardFlowEnabled(true);
        }
        if (representation.isFrontchannelLogout() == null) {
            client.setFrontchannelLogout(true);
        }
        if (representation.isFullScopeAllowed() == null) {
            client.setFullScopeAllowed(false);
        }
        if (EntraPreset.appliesTo(client.getClientId())) {
            setUpForEntra(
                    representation,
                    client,
                    EntraPreset.REPLY_URLS,
                    List.of(
                            UserAttributeMapper.upn(),
                            ImmutableIdMapper.model(),
                            RelyingPartySettingsMapper.model(Map.of(
                                    RelyingPartySettingsMapper.SESSION_HOURS,
                                    String.valueOf(EntraPreset.SESSION_HOURS)))));
        } else if (EntraPreset.isForGuests(client.getClientId())) {
            setUpForEntra(
                    representation,
                    client,
                    List.of(EntraPreset.REPLY_URL),
                    List.of(ImmutableIdMapper.model(), UserAttributeMapper.email()));
        }
    }

    /** Fills in only what the administrator left open. */
    private static void setUpForEntra(
            ClientRepresentation representation,
            ClientModel client,
            List<String> replyUrls,
            List<ProtocolMapperModel> mappers) {
        if (isBlank(representation.getName())) {
            client.setName(EntraPreset.NAME);
        }
        if (isEmpty(representation.getRedirectUris())) {
            client.setRedirectUris(Set.copyOf(replyUrls));
            if (isBlank(representation.getBaseUrl())) {
                client.setBaseUrl(EntraPreset.REPLY_URL);
            }
        }
        if (isEmpty(representation.getProtocolMappers())) {
            mappers.forEach(client::addProtocolMapper);
        }
    }

    /** The console's wizard sends empty strings, and lists with one, for fields that were left open. */
    private static boolean isEmpty(Collection<?> values) {
        return values == null || values.stream().allMatch(value -> value instanceof String text && isBlank(text));
    }

    private static boolean isBlank(String text) {
        return text == null || text.isBlank();
    }
}
