package io.bloksec.keycloak.badge.card;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bloksec.keycloak.badge.keys.KeyRing;
import io.bloksec.keycloak.badge.kiosk.KioskEntity;
import io.bloksec.keycloak.badge.kiosk.KioskRules;
import io.bloksec.keycloak.badge.kiosk.KioskState;
import io.bloksec.keycloak.badge.kiosk.Kiosks;
import io.bloksec.keycloak.badge.protocol.KioskKey;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who becomes a workstation, and who does not. */
class KiosksTest {

    private static final String REALM = CardTables.REALM.text();
    private static final KioskKey KEY = new KioskKey(HexFormat.of()
            .parseHex("046b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296"
                    + "4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5"));

    private final CardTables tables = new CardTables();
    private final Kiosks kiosks = tables.kiosks(tables.keys);

    @AfterEach
    void close() {
        tables.close();
    }

    @Test
    void aCodePairsOneBrowserOnce() {
        Kiosks.WithCode made = kiosks.create(REALM, KioskRules.NONE, "admin");
        assertThat(made.kiosk().state()).isEqualTo(KioskState.WAITING);
        assertThat(kiosks.pair("another-realm", made.code(), KEY)).isEmpty();
        KioskEntity paired = kiosks.pair(REALM, made.code(), KEY).orElseThrow();
        assertThat(paired.id).isEqualTo(made.kiosk().id);
        assertThat(paired.state()).isEqualTo(KioskState.ACTIVE);
        assertThat(kiosks.pair(REALM, made.code(), KEY)).isEmpty();
    }

    @Test
    void fiveMistypedCodesAreTheLast() {
        Kiosks.WithCode made = kiosks.create(REALM, KioskRules.NONE, "admin");
        String wrong = made.code().substring(0, 9) + (made.code().charAt(9) == 'A' ? 'B' : 'A');
        for (int i = 0; i < 5; i++) {
            assertThat(kiosks.pair(REALM, wrong, KEY)).isEmpty();
        }
        assertThat(kiosks.pair(REALM, made.code(), KEY)).isEmpty();
        Kiosks.WithCode next = kiosks.newCode(REALM, made.kiosk().id).orElseThrow();
        assertThat(kiosks.pair(REALM, next.code(), KEY)).isPresent();
    }

    @Test
    void afterTenMinutesACodeIsDead() {
        Kiosks.WithCode made = kiosks.create(REALM, KioskRules.NONE, "admin");
        tables.tamper("update BLOKBADGE_KIOSK set CODE_EXPIRES = CODE_EXPIRES - 601");
        assertThat(kiosks.pair(REALM, made.code(), KEY)).isEmpty();
    }

    @Test
    void ofManyBrowsersWithOneCodeOneIsPaired() {
        Kiosks.WithCode made = kiosks.create(REALM, KioskRules.NONE, "admin");
        var pool = Executors.newFixedThreadPool(8);
        try {
            long paired = IntStream.range(0, 8)
                    .mapToObj(i -> pool.submit(() -> kiosks.pair(REALM, made.code(), KEY)))
                    .toList()
                    .stream()
                    .filter(each -> {
                        try {
                            return each.get().isPresent();
                        } catch (Exception e) {
                            return false;
                        }
                    })
                    .count();
            assertThat(paired).isEqualTo(1);
        } finally {
            pool.shutdownNow();
        }
    }

    @Test
    void aRowThatSomebodyChangedIsNoWorkstation() {
        for (String change : List.of(
                "STATE = 'ACTIVE'",
                "RULES = '{\"name\":\"x\"}'",
                "PUBLIC_KEY = X'04'",
                "REALM_ID = 'other'",
                "CODE_EXPIRES = CODE_EXPIRES + 1")) {
            Kiosks.WithCode made = kiosks.create(REALM, KioskRules.NONE, "admin");
            tables.tamper("update BLOKBADGE_KIOSK set " + change + " where ID = '" + made.kiosk().id + "'");
            assertThat(kiosks.find(REALM, made.kiosk().id)).as(change).isEmpty();
            assertThat(kiosks.find("other", made.kiosk().id)).as(change).isEmpty();
            assertThat(kiosks.pair(REALM, made.code(), KEY)).as(change).isEmpty();
        }
    }

    @Test
    void whatIsRevokedStaysSo() {
        Kiosks.WithCode made = kiosks.create(REALM, KioskRules.NONE, "admin");
        kiosks.pair(REALM, made.code(), KEY);
        Kiosks.WithCode again = kiosks.newCode(REALM, made.kiosk().id).orElseThrow();
        assertThat(kiosks.revoke(REALM, made.kiosk().id)).isPresent();
        assertThat(kiosks.pair(REALM, again.code(), KEY)).isEmpty();
        assertThat(kiosks.newCode(REALM, made.kiosk().id)).isEmpty();
        assertThat(enable(made.kiosk().id, true)).isEmpty();
        assertThat(kiosks.find(REALM, made.kiosk().id).orElseThrow().state()).isEqualTo(KioskState.REVOKED);
    }

    /** A stolen code does not bring a workstation back that was taken out of use. */
    @Test
    void pairingDoesNotEnable() {
        Kiosks.WithCode made = kiosks.create(REALM, KioskRules.NONE, "admin");
        enable(made.kiosk().id, false);
        assertThat(kiosks.pair(REALM, made.code(), KEY).orElseThrow().state()).isEqualTo(KioskState.DISABLED);
        assertThat(enable(made.kiosk().id, true).orElseThrow().state()).isEqualTo(KioskState.ACTIVE);
    }

    @Test
    void rowsMoveToTheNewestKey() {
        Kiosks.WithCode made = kiosks.create(REALM, KioskRules.NONE, "admin");
        KeyRing both = KeyRing.of(List.of(CardTables.master(2), CardTables.master(1)));
        assertThat(tables.kiosks(both).moveToNewestKey()).isEqualTo(1);
        assertThat(tables.kiosks(both).moveToNewestKey()).isZero();
        KeyRing newest = KeyRing.of(List.of(CardTables.master(2)));
        assertThat(tables.kiosks(newest).find(REALM, made.kiosk().id)).isPresent();
        assertThat(kiosks.find(REALM, made.kiosk().id)).isEmpty();
    }

    private Optional<KioskEntity> enable(String id, boolean enabled) {
        return kiosks.change(REALM, id, rules -> rules, Optional.of(enabled));
    }

    /** Of two who change at once, neither loses what the other has said. */
    @Test
    void twoChangesAtOnceAreBothKept() {
        String id = kiosks.create(REALM, KioskRules.NONE, "admin").kiosk().id;
        List.of(
                        "{\"name\": \"Ward 3\"}",
                        "{\"networks\": [\"10.0.0.0/8\"]}",
                        "{\"site\": \"East\"}",
                        "{\"idleMinutes\": 3}")
                .parallelStream()
                .forEach(body -> kiosks.change(REALM, id, rules -> rules.with(json(body)), Optional.empty())
                        .orElseThrow());
        KioskRules rules = kiosks.find(REALM, id).orElseThrow().rules();
        assertThat(rules.name()).isEqualTo("Ward 3");
        assertThat(rules.networks()).containsExactly("10.0.0.0/8");
        assertThat(rules.site()).isEqualTo("East");
        assertThat(rules.idleMinutes()).isEqualTo(3);
    }

    /** A sign-in that ends there needs it to be what it was when the badge was scanned. */
    @Test
    void whatWasRevokedOrChangedSinceIsNotStillIt() {
        String id = kiosks.create(REALM, KioskRules.NONE, "admin").kiosk().id;
        assertThat(isStill(kiosks.find(REALM, id).orElseThrow()))
                .as("nobody has paired it")
                .isFalse();
        tables.tamper("update BLOKBADGE_KIOSK set STATE = 'ACTIVE'");
        KioskEntity active = tables.database.commit(em -> em.find(KioskEntity.class, id));
        assertThat(isStill(active)).isTrue();
        tables.tamper("update BLOKBADGE_KIOSK set REVISION = REVISION + 1");
        assertThat(isStill(active)).isFalse();
    }

    private boolean isStill(KioskEntity kiosk) {
        return tables.database.commit(em -> kiosks.isStill(em, kiosk, 1));
    }

    private static JsonNode json(String text) {
        try {
            return new ObjectMapper().readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
