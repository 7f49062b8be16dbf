package io.bloksec.keycloak.wsfed.keycloak;

import io.bloksec.keycloak.wsfed.token.SigningKey;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.keycloak.crypto.Algorithm;
import org.keycloak.crypto.KeyUse;
import org.keycloak.crypto.KeyWrapper;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/**
 * The realm's RSA keys for tokens. {@code KeyManager.getActiveKey} makes a new key when there is none, which no relying party
 * would know; here a realm without a key has no key.
 */
final class SigningKeys {

    /** From so many days before a certificate expires on, events and the doctor warn: Entra ID takes a month to notice a new one. */
    static final Duration WARNING = Duration.ofDays(45);

    private final KeycloakSession session;
    private final RealmModel realm;

    SigningKeys(KeycloakSession session, RealmModel realm) {
        this.session = session;
        this.realm = realm;
    }

    /** The active key of highest priority. */
    Optional<SigningKey> active() {
        return certified()
                .filter(key -> key.getStatus().isActive())
                .findFirst()
                .map(key -> new SigningKey((PrivateKey) key.getPrivateKey(), key.getCertificate()));
    }

    /** The key with this id, as long as it is enabled; never another in its place. */
    Optional<SigningKey> pinned(String keyId) {
        return certified()
                .filter(key -> key.getStatus().isEnabled() && keyId.equals(key.getKid()))
                .filter(key -> key.getPrivateKey() != null)
                .findFirst()
                .map(key -> new SigningKey((PrivateKey) key.getPrivateKey(), key.getCertificate()));
    }

    /** Certificates that a token may be signed with now or was a while ago: active keys first, then passive ones. */
    List<X509Certificate> published() {
        return published(Optional.empty());
    }

    /** The same as one relying party sees it: the key that signs for it first, then the one that will follow. */
    List<X509Certificate> published(Optional<String> pinnedKeyId) {
        return certified()
                .filter(key -> key.getStatus().isEnabled())
                .sorted(Comparator.<KeyWrapper, Boolean>comparing(
                                key -> !pinnedKeyId.filter(key.getKid()::equals).isPresent())
                        .thenComparing(key -> !key.getStatus().isActive()))
                .map(KeyWrapper::getCertificate)
                .toList();
    }

    private Stream<KeyWrapper> certified() {
        return session.keys()
                .getKeysStream(realm, KeyUse.SIG, Algorithm.RS256)
                .filter(key -> key.getCertificate() != null);
    }
}
