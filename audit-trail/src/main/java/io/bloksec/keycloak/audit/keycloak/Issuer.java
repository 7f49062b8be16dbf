package io.bloksec.keycloak.audit.keycloak;

import jakarta.ws.rs.core.UriBuilder;
import jakarta.ws.rs.core.UriInfo;
import java.lang.reflect.Proxy;
import java.net.URI;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.services.Urls;
import org.keycloak.urls.HostnameProvider;
import org.keycloak.urls.UrlType;

/** A realm's address where nobody has called: as configured, or as this machine calls itself where nothing is. */
final class Issuer {

    private static final URI NOWHERE = URI.create("http://localhost:8080/");

    private Issuer() {}

    static String of(KeycloakSession session, RealmModel realm) {
        session.getContext().setRealm(realm);
        URI base = session.getProvider(HostnameProvider.class).getBaseUri(uri(), UrlType.FRONTEND);
        return Urls.realmIssuer(base, realm.getName());
    }

    private static UriInfo uri() {
        return (UriInfo) Proxy.newProxyInstance(
                Issuer.class.getClassLoader(), new Class<?>[] {UriInfo.class}, (self, method, arguments) -> {
                    Class<?> type = method.getReturnType();
                    if (type == URI.class) {
                        return NOWHERE;
                    }
                    if (type == UriBuilder.class) {
                        return UriBuilder.fromUri(NOWHERE);
                    }
                    throw new UnsupportedOperationException(method.getName());
                });
    }
}
