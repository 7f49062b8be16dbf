package io.bloksec.keycloak.blokkey.keycloak;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.bloksec.keycloak.blokkey.push.webpush.VapidKeys;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.keycloak.common.util.MultivaluedHashMap;
import org.keycloak.component.ComponentModel;
import org.keycloak.component.ComponentValidationException;

/** What the realm's component takes for pushes. */
class RealmSetupPushTest {

    private final ComponentModel model = new ComponentModel();

    RealmSetupPushTest() {
        model.setConfig(new MultivaluedHashMap<>());
    }

    @Test
    void getsAKeyOfItsOwnAndKeepsIt() {
        RealmSetup.validate(model);
        String key = model.get(RealmSetup.VAPID);
        assertThat(VapidKeys.parseAll(key)).hasSize(1);
        RealmSetup.validate(model);
        assertThat(model.get(RealmSetup.VAPID)).isEqualTo(key);
    }

    @Test
    void refusesAKeyThatIsNoneWithoutRepeatingIt() {
        model.put(RealmSetup.VAPID, "not-a-key");
        assertThatExceptionOfType(ComponentValidationException.class)
                .isThrownBy(() -> RealmSetup.validate(model))
                .withMessageNotContaining("not-a-key");
    }

    @Test
    void refusesHostsThatAreNone() {
        model.getConfig().put(RealmSetup.PUSH_HOSTS, List.of("push.example.org"));
        assertThatCode(() -> RealmSetup.validate(model)).doesNotThrowAnyException();
        for (String host : List.of("localhost", "10.0.0.1", "com", "https://push.example.org")) {
            model.getConfig().put(RealmSetup.PUSH_HOSTS, List.of("push.example.org", host));
            assertThatExceptionOfType(ComponentValidationException.class)
                    .as(host)
                    .isThrownBy(() -> RealmSetup.validate(model));
        }
    }
}
