package io.bloksec.keycloak.badge.keycloak;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.text.MessageFormat;
import java.util.Locale;
import java.util.Properties;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.theme.Theme;

/** What we say in one language, with the words that the realm's administrators have changed. */
final class Texts {

    private final Properties messages;
    private final Locale language;

    Texts(KeycloakSession session, RealmModel realm, Locale language) {
        this.language = language;
        try {
            this.messages = session.theme().getTheme(Theme.Type.LOGIN).getEnhancedMessages(realm, language);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String text(String key, Object... values) {
        return new MessageFormat(messages.getProperty(key, key), language).format(values);
    }

    Iterable<String> keys() {
        return messages.stringPropertyNames();
    }
}
