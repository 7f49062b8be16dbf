package io.bloksec.keycloak.badge.keycloak;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bloksec.keycloak.badge.protocol.Extra.KioskRule;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.keycloak.models.RealmModel;

/** A restriction that cannot be read is not none. */
class BadgeSettingsTest {

    @Test
    void withoutAnySettingBadgesWorkAnywhere() {
        assertThat(BadgeSettings.of(realm(Map.of())).kiosk()).isEqualTo(KioskRule.OFF);
    }

    @ParameterizedTest
    @CsvSource({
        "blokbadge.kiosk, requierd",
        "blokbadge.groups, [",
        "blokbadge.groups, '\"all\"'",
        "blokbadge.codeHours, soon",
        "blokbadge.fourEyes, ja",
    })
    void whereOneCannotBeReadTheStrictestHold(String name, String value) {
        BadgeSettings settings = BadgeSettings.of(realm(Map.of(name, value)));
        assertThat(settings.kiosk()).isEqualTo(KioskRule.REQUIRED);
        assertThat(settings.codeChannel()).isEqualTo(BadgeSettings.Channel.SUPERVISED);
        assertThat(settings.fourEyes()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "[]",
                "{\"kiosk\": null}",
                "{\"groups\": \"required\"}",
                "{\"groups\": []}",
                "{\"groups\": {\"a\": null}}",
                "{\"fourEyes\": \"ja\"}",
                "{\"mails\": 1}"
            })
    void whatIsMalformedIsRefused(String body) throws JsonProcessingException {
        BadgeSettings usual = BadgeSettings.of(realm(Map.of()));
        var json = new ObjectMapper().readTree(body);
        assertThatThrownBy(() -> usual.with(json)).isInstanceOf(BadRequestException.class);
    }

    @Test
    void aGroupThatIsNotThereHasNoRule() {
        assertThatThrownBy(() -> BadgeSettings.requireGroups(realm(Map.of()), List.of("nobodys")))
                .isInstanceOf(BadRequestException.class);
    }

    /** With these attributes, and nothing else. */
    private static RealmModel realm(Map<String, String> attributes) {
        return (RealmModel) Proxy.newProxyInstance(
                RealmModel.class.getClassLoader(),
                new Class<?>[] {RealmModel.class},
                (proxy, method, arguments) ->
                        "getAttribute".equals(method.getName()) ? attributes.get((String) arguments[0]) : null);
    }
}
