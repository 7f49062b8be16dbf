package io.bloksec.keycloak.it.wsfed;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bloksec.keycloak.it.house.TestRealm;
import java.io.ByteArrayInputStream;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;

/** Exists so that a test of keys speaks of keys: the realm's signing keys, as an administrator adds, changes and removes them. */
final class RealmKeys {

    private final TestRealm realm;

    RealmKeys(TestRealm realm) {
        this.realm = realm;
    }

    JsonNode active() {
        JsonNode keys = realm.admin().get(realm.path("keys"));
        String kid = keys.at("/active/RS256").asText();
        return find("kid", kid);
    }

    /** @return the key's provider */
    String add(String name, int priority, boolean active) {
        return realm.admin()
                .create(
                        realm.path("components"),
                        Map.of(
                                "name",
                                name,
                                "providerId",
                                "rsa-generated",
                                "providerType",
                                "org.keycloak.keys.KeyProvider",
                                "config",
                                Map.of(
                                        "priority",
                                        List.of(String.valueOf(priority)),
                                        "enabled",
                                        List.of("true"),
                                        "active",
                                        List.of(String.valueOf(active)),
                                        "algorithm",
                                        List.of("RS256"))));
    }

    JsonNode of(String provider) {
        return find("providerId", provider);
    }

    void change(String provider, String setting, String value) {
        String path = realm.path("components/" + provider);
        ObjectNode component = (ObjectNode) realm.admin().get(path);
        component.withObject("/config").putArray(setting).add(value);
        realm.admin().put(path, component);
    }

    void remove(String provider) {
        realm.admin().delete(realm.path("components/" + provider));
    }

    X509Certificate certificate(JsonNode key) {
        try {
            byte[] der = Base64.getDecoder().decode(key.get("certificate").asText());
            return (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
        } catch (CertificateException e) {
            throw new AssertionError("Keycloak shows no certificate", e);
        }
    }

    private JsonNode find(String field, String value) {
        return StreamSupport.stream(
                        realm.admin().get(realm.path("keys")).get("keys").spliterator(), false)
                .filter(key -> key.path(field).asText().equals(value)
                        && key.path("algorithm").asText().equals("RS256"))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("No key with " + field + " " + value));
    }
}
