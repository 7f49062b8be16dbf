package io.bloksec.keycloak.badge.keycloak;

import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.keycloak.models.AuthenticationFlowModel;
import org.keycloak.models.ClientModel;
import org.keycloak.models.Constants;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.utils.KeycloakModelUtils;
import org.keycloak.protocol.oidc.OIDCLoginProtocol;
import org.keycloak.services.resources.RealmsResource;

/**
 * The client in whose name a workstation signs people in, before it opens what they came for. Nobody ever exchanges its codes: nobody
 * knows its secret.
 */
final class KioskClient {

    static final String ID = "blokbadge-kiosk";

    private static final int MOST_LANGUAGES = 5;

    private KioskClient() {}

    /**
     * Makes it, or mends it.
     *
     * @param flowAlias a flow without Keycloak's cookie step, which would let the next person in as the last one
     * @throws BadRequestException when there is no such flow, or it has that step
     */
    static ClientModel setUp(RealmModel realm, String flowAlias) {
        AuthenticationFlowModel flow = realm.getFlowByAlias(flowAlias);
        if (flow == null || !flow.isTopLevel()) {
            throw new BadRequestException("There is no flow " + flowAlias + ".");
        }
        if (hasCookieStep(realm, flow)) {
            throw new BadRequestException("The flow " + flowAlias
                    + " has Keycloak's cookie step: it would let the next person in as the last one.");
        }
        ClientModel client = Optional.ofNullable(realm.getClientByClientId(ID)).orElseGet(() -> realm.addClient(ID));
        client.setName("Workstations with badges");
        client.setProtocol(OIDCLoginProtocol.LOGIN_PROTOCOL);
        client.setEnabled(true);
        client.setPublicClient(false);
        client.setBearerOnly(false);
        client.setStandardFlowEnabled(true);
        client.setImplicitFlowEnabled(false);
        client.setDirectAccessGrantsEnabled(false);
        client.setServiceAccountsEnabled(false);
        client.setFullScopeAllowed(false);
        client.setConsentRequired(false);
        client.setRootUrl(Constants.AUTH_BASE_URL_PROP);
        client.setRedirectUris(Set.of("/realms/" + realm.getName() + "/" + BlokBadge.ID + "/kiosk/in"));
        client.setAuthenticationFlowBindingOverride("browser", flow.getId());
        KeycloakModelUtils.generateSecret(client);
        return client;
    }

    private static boolean hasCookieStep(RealmModel realm, AuthenticationFlowModel flow) {
        return realm.getAuthenticationExecutionsStream(flow.getId())
                .anyMatch(each -> each.isAuthenticatorFlow()
                        ? hasCookieStep(realm, realm.getAuthenticationFlowById(each.getFlowId()))
                        : "auth-cookie".equals(each.getAuthenticator()));
    }

    /** Where its sign-in begins; empty when nobody has set it up. */
    static Optional<URI> signIn(KeycloakSession session, RealmModel realm) {
        return Optional.ofNullable(realm.getClientByClientId(ID))
                .filter(ClientModel::isEnabled)
                .map(client -> RealmsResource.protocolUrl(session.getContext().getUri())
                        .path("auth")
                        .queryParam("client_id", ID)
                        .queryParam("response_type", "code")
                        .queryParam("scope", "openid")
                        .queryParam("redirect_uri", "{in}")
                        .queryParam("ui_locales", "{languages}")
                        .build(
                                realm.getName(),
                                OIDCLoginProtocol.LOGIN_PROTOCOL,
                                address(session, realm, "in").toString(),
                                languages(session, realm)));
    }

    /** The browser's own, then the realm's: Keycloak would go by a cookie with the language of whoever signed in last. */
    private static String languages(KeycloakSession session, RealmModel realm) {
        Stream<String> browsers = session.getContext().getRequestHeaders().getAcceptableLanguages().stream()
                .map(Locale::toLanguageTag)
                .filter(tag -> !tag.equals("und") && !tag.equals("*"))
                .limit(MOST_LANGUAGES);
        return Stream.concat(browsers, Optional.ofNullable(realm.getDefaultLocale()).stream())
                .distinct()
                .collect(Collectors.joining(" "));
    }

    /** @param page of the workstation's, {@code in} or {@code out}; null for its first */
    static URI address(KeycloakSession session, RealmModel realm, String page) {
        var builder = RealmsResource.realmBaseUrl(session.getContext().getUri())
                .path(BlokBadge.ID)
                .path("kiosk");
        return (page == null ? builder : builder.path(page)).build(realm.getName());
    }
}
