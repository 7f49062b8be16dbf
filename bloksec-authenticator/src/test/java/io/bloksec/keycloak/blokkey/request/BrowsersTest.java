package io.bloksec.keycloak.blokkey.request;

import static org.assertj.core.api.Assertions.assertThat;

import io.bloksec.keycloak.blokkey.device.PossessionKey;
import io.bloksec.keycloak.blokkey.signed.Bytes;
import io.bloksec.keycloak.database.TestDatabase;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A remembered browser is remembered for ninety days, by five persons at most, and forgotten when it is told to be. */
class BrowsersTest {

    private static final String REALM = "realm";

    private static TestDatabase database;
    private static Browsers browsers;

    private final PossessionKey key = key();

    @BeforeAll
    static void open() {
        database = BlokKeyTables.inMemory();
        browsers = new Browsers(database.database(), database.clock());
    }

    @AfterAll
    static void close() {
        database.close();
    }

    @Test
    void isKnownForNinetyDays() {
        browsers.remember(REALM, "ana", key, "Firefox");
        database.pass(Browsers.LIFE - 1);
        assertThat(browsers.isKnown(REALM, "ana", key)).isTrue();
        database.pass(1);
        assertThat(browsers.isKnown(REALM, "ana", key)).isFalse();
        assertThat(browsers.of(REALM, "ana")).isEmpty();
    }

    @Test
    void isThePersonsTheRealmsAndTheKeys() {
        browsers.remember(REALM, "ana", key, "Firefox");

        assertThat(browsers.isKnown(REALM, "ben", key)).isFalse();
        assertThat(browsers.isKnown("other", "ana", key)).isFalse();
        assertThat(browsers.isKnown(REALM, "ana", key())).isFalse();
    }

    @Test
    void isSharedByFivePersonsAtMost() {
        for (int i = 0; i < 6; i++) {
            browsers.remember(REALM, "person" + i, key, "Firefox");
        }

        assertThat(browsers.isKnown(REALM, "person4", key)).isTrue();
        assertThat(browsers.isKnown(REALM, "person5", key)).isFalse();
    }

    @Test
    void isForgottenByItsPersonAlone() {
        browsers.remember(REALM, "eve", key, "Firefox");
        String id = browsers.of(REALM, "eve").get(0).id;

        assertThat(browsers.forget(REALM, "mallory", id)).isFalse();
        assertThat(browsers.forget(REALM, "eve", id)).isTrue();
        assertThat(browsers.isKnown(REALM, "eve", key)).isFalse();
    }

    @Test
    void isSweptWhenItsTimeIsOver() {
        browsers.remember(REALM, "zoe", key, "Firefox");
        browsers.sweep();
        assertThat(browsers.of(REALM, "zoe")).hasSize(1);
        database.pass(Browsers.LIFE);
        browsers.sweep();

        assertThat(database.count("BrowserEntity")).isZero();
    }

    private static PossessionKey key() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            ECPublicKey made = (ECPublicKey) generator.generateKeyPair().getPublic();
            return new PossessionKey(
                    coordinate(made.getW().getAffineX()), coordinate(made.getW().getAffineY()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String coordinate(BigInteger number) {
        byte[] bytes = new byte[32];
        byte[] plain = number.toByteArray();
        int length = Math.min(plain.length, 32);
        System.arraycopy(plain, plain.length - length, bytes, 32 - length, length);
        return Bytes.text(bytes);
    }
}
