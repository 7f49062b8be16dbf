package io.bloksec.keycloak.blokkey.keycloak;

import io.bloksec.keycloak.blokkey.problem.Problem;
import io.bloksec.keycloak.blokkey.problem.ProblemException;
import io.bloksec.keycloak.blokkey.push.webpush.EndpointPolicy;
import io.bloksec.keycloak.blokkey.push.webpush.VapidKeys;
import io.bloksec.keycloak.blokkey.secret.RealmSecret;
import io.bloksec.keycloak.blokkey.signed.Bytes;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.keycloak.common.util.MultivaluedHashMap;
import org.keycloak.component.ComponentModel;
import org.keycloak.component.ComponentValidationException;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.utils.KeycloakModelUtils;
import org.keycloak.services.Urls;
import org.keycloak.urls.UrlType;

/**
 * A realm's BlokKey: where it is, and its secrets. Kept in a component of the realm, made at first use, stored as Keycloak stores
 * the realm's keys.
 *
 * @param issuer the realm's address as configured, without a slash at the end
 * @param origin of the phone app, to which devices are bound
 * @param mailPushes whether people without a phone that can be pushed to get a mail
 */
record RealmSetup(
        String issuer,
        String origin,
        RealmSecret secret,
        String vapid,
        String contact,
        List<String> pushHosts,
        boolean mailPushes,
        Set<X509Certificate> roots,
        InvitationSettings invitations) {

    static final String APP_ORIGIN = "app-origin";
    static final String CONTACT = "contact";
    static final String PUSH_HOSTS = "push-hosts";
    static final String MAIL_PUSHES = "mail-pushes";
    static final String ROOTS = "attestation-roots";
    static final String SECRET = "secret";
    static final String VAPID = "vapid";

    private static final String TYPE = RealmKeys.class.getName();

    static RealmSetup of(KeycloakSession session) {
        RealmModel realm = session.getContext().getRealm();
        String issuer =
                Urls.realmIssuer(session.getContext().getUri(UrlType.FRONTEND).getBaseUri(), realm.getName());
        MultivaluedHashMap<String, String> config = stored(realm).orElseGet(() -> make(session, realm.getId()));
        String origin = Optional.ofNullable(config.getFirst(APP_ORIGIN))
                .filter(value -> !value.isBlank())
                .orElse(originOf(URI.create(issuer)));
        return new RealmSetup(
                issuer,
                origin,
                new RealmSecret(config.getFirst(SECRET)),
                config.getFirst(VAPID),
                config.getFirst(CONTACT),
                config.getOrDefault(PUSH_HOSTS, List.of()),
                "true".equals(config.getFirst(MAIL_PUSHES)),
                certificates(config.getFirst(ROOTS)),
                InvitationSettings.of(config));
    }

    /**
     * Changes settings of the realm.
     *
     * @throws ProblemException {@link Problem#MALFORMED} when one of them would not do; then nothing is changed
     */
    static void change(KeycloakSession session, Map<String, List<String>> settings) {
        RealmModel realm = session.getContext().getRealm();
        Optional<ComponentModel> before =
                realm.getComponentsStream(realm.getId(), TYPE).findFirst();
        // a copy: the model at hand is the cache's own, and what is wrong must not stay there
        ComponentModel component = before.map(ComponentModel::new).orElseGet(() -> first(realm.getId()));
        settings.forEach((name, values) -> component.getConfig().put(name, new ArrayList<>(values)));
        try {
            validate(component);
        } catch (ComponentValidationException e) {
            throw new ProblemException(Problem.MALFORMED);
        }
        if (before.isPresent()) {
            realm.updateComponent(component);
        } else {
            // Not in a transaction of its own, as at the first look: this session's realm would not see it.
            realm.addComponentModel(component);
        }
    }

    /** Host name of {@link #origin()}: what WebAuthn binds keys to. */
    String rpId() {
        return URI.create(origin).getHost();
    }

    /** Address of the phone web app, with a slash at the end. */
    String app() {
        URI realm = URI.create(issuer);
        return origin + realm.getRawPath() + "/" + BlokKey.ID + "/app/";
    }

    /** What a browser's subscription names (RFC 8292 section 4), base64url; empty where the realm's key cannot be read. */
    Optional<String> vapidPublicKey() {
        try {
            return VapidKeys.parseAll(vapid).stream().findFirst().map(VapidKeys::publicText);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    static void validate(ComponentModel model) throws ComponentValidationException {
        String origin = model.get(APP_ORIGIN);
        if (origin != null && !origin.isBlank() && !isOrigin(origin)) {
            throw new ComponentValidationException("The origin of the phone app must be like https://key.example.com");
        }
        String contact = model.get(CONTACT);
        if (contact != null
                && !contact.isBlank()
                && !contact.startsWith("mailto:")
                && !contact.startsWith("https://")) {
            throw new ComponentValidationException("The contact must begin with mailto: or https://");
        }
        try {
            certificates(model.get(ROOTS));
        } catch (IllegalArgumentException e) {
            throw new ComponentValidationException("The attestation roots are not certificates in PEM");
        }
        String secret = model.get(SECRET);
        if (secret != null && !secret.isBlank()) {
            try {
                new RealmSecret(secret);
            } catch (IllegalArgumentException e) {
                throw new ComponentValidationException("The secret must be 32 bytes in base64url");
            }
        } else {
            model.put(SECRET, Bytes.newSecret());
        }
        String problem = InvitationSettings.problem(model);
        if (problem != null) {
            throw new ComponentValidationException(problem);
        }
        validatePushes(model);
    }

    private static void validatePushes(ComponentModel model) throws ComponentValidationException {
        List<String> hosts = model.getConfig().getOrDefault(PUSH_HOSTS, List.of());
        if (!hosts.stream().allMatch(host -> host == null || host.isBlank() || EndpointPolicy.isHost(host))) {
            throw new ComponentValidationException("Push hosts are names like push.example.com");
        }
        String mails = model.get(MAIL_PUSHES);
        if (mails != null && !mails.isBlank() && !Set.of("true", "false").contains(mails)) {
            throw new ComponentValidationException("Mails for sign-ins are sent or not: true or false");
        }
        try {
            if (VapidKeys.parseAll(model.get(VAPID)).isEmpty()) {
                model.put(VAPID, VapidKeys.generate().toText());
            }
        } catch (IllegalArgumentException e) {
            throw new ComponentValidationException(
                    "The key for push services must be one that this extension has made");
        }
    }

    static Optional<MultivaluedHashMap<String, String>> stored(RealmModel realm) {
        return realm.getComponentsStream(realm.getId(), TYPE)
                .map(ComponentModel::getConfig)
                .filter(config -> config.getFirst(SECRET) != null)
                .findFirst();
    }

    /** In a transaction of its own; the id is fixed by the realm, so that of two nodes that do this at once one finds the other's. */
    private static MultivaluedHashMap<String, String> make(KeycloakSession session, String realmId) {
        try {
            return KeycloakModelUtils.runJobInTransactionWithResult(session.getKeycloakSessionFactory(), own -> {
                RealmModel realm = own.realms().getRealm(realmId);
                own.getContext().setRealm(realm);
                return stored(realm).orElseGet(() -> {
                    ComponentModel model = first(realmId);
                    realm.addComponentModel(model);
                    return model.getConfig();
                });
            });
        } catch (RuntimeException e) {
            return KeycloakModelUtils.runJobInTransactionWithResult(
                            session.getKeycloakSessionFactory(),
                            own -> stored(own.realms().getRealm(realmId)))
                    .orElseThrow(() -> e);
        }
    }

    private static ComponentModel first(String realmId) {
        ComponentModel model = new ComponentModel();
        model.setId(UUID.nameUUIDFromBytes(("blokkey/" + realmId).getBytes(StandardCharsets.UTF_8))
                .toString());
        model.setName("BlokKey");
        model.setProviderType(TYPE);
        model.setProviderId(BlokKey.ID);
        model.setParentId(realmId);
        model.put(SECRET, Bytes.newSecret());
        model.put(VAPID, VapidKeys.generate().toText());
        return model;
    }

    private static boolean isOrigin(String text) {
        try {
            URI uri = URI.create(text);
            return originOf(uri).equals(text);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static String originOf(URI uri) {
        if (uri.getHost() == null || !Set.of("https", "http").contains(uri.getScheme())) {
            throw new IllegalArgumentException("not the address of a web site");
        }
        return uri.getScheme() + "://" + uri.getHost() + (uri.getPort() == -1 ? "" : ":" + uri.getPort());
    }

    private static Set<X509Certificate> certificates(String pem) {
        if (pem == null || pem.isBlank()) {
            return Set.of();
        }
        try {
            Set<X509Certificate> certificates = new HashSet<>();
            CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)))
                    .forEach(certificate -> certificates.add((X509Certificate) certificate));
            return certificates;
        } catch (CertificateException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
