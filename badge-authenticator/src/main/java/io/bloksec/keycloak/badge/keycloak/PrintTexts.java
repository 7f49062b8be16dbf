package io.bloksec.keycloak.badge.keycloak;

import io.bloksec.keycloak.badge.card.BadgeEntity;
import io.bloksec.keycloak.badge.card.Kind;
import io.bloksec.keycloak.badge.print.CodeLetter;
import io.bloksec.keycloak.badge.print.PrintedBadge;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.text.MessageFormat;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import org.keycloak.models.UserModel;
import org.keycloak.theme.Theme;

/** The words on paper, in the language of whoever it is for. */
final class PrintTexts {

    private final AdminCall call;
    private final Map<Locale, Properties> messages = new HashMap<>();

    PrintTexts(AdminCall call) {
        this.call = call;
    }

    PrintedBadge badge(String payload, BadgeEntity badge, UserModel person) {
        Locale language = language(person);
        return new PrintedBadge(
                payload,
                badge.serial,
                PersonJson.name(person),
                OfficeView.organisation(call.realm),
                text(language, "blokbadgePrintValid", date(badge, language)));
    }

    CodeLetter letter(String code, BadgeEntity badge, UserModel person) {
        Locale language = language(person);
        return new CodeLetter(
                PersonJson.name(person),
                badge.serial,
                text(language, "blokbadgeLetterTitle", OfficeView.organisation(call.realm)),
                List.of(
                        text(language, "blokbadgeLetterWhat", badge.serial),
                        text(
                                language,
                                "blokbadgeLetterUntil",
                                moment(badge.codeExpires == null ? badge.expires : badge.codeExpires, language)),
                        text(language, "blokbadgeLetterAlone")),
                code);
    }

    String rulerTitle() {
        return text(ofAdministrator(), "blokbadgeRulerTitle");
    }

    String rulerText() {
        return text(ofAdministrator(), "blokbadgeRulerText");
    }

    /** A badge for today says until which hour. */
    private static String date(BadgeEntity badge, Locale language) {
        return badge.kind() == Kind.TEMPORARY
                ? moment(badge.expires, language)
                : DateTimeFormatter.ofLocalizedDate(FormatStyle.MEDIUM)
                        .withLocale(language)
                        .format(Instant.ofEpochSecond(badge.expires).atZone(ZoneId.systemDefault()));
    }

    private static String moment(long seconds, Locale language) {
        return DateTimeFormatter.ofLocalizedDateTime(FormatStyle.MEDIUM, FormatStyle.SHORT)
                .withLocale(language)
                .format(Instant.ofEpochSecond(seconds).atZone(ZoneId.systemDefault()));
    }

    private Locale language(UserModel person) {
        return call.session.getContext().resolveLocale(person);
    }

    private Locale ofAdministrator() {
        return call.session.getContext().resolveLocale(call.auth.adminAuth().getUser());
    }

    private String text(Locale language, String key, Object... values) {
        String pattern = messages.computeIfAbsent(language, this::load).getProperty(key, key);
        return new MessageFormat(pattern, language).format(values);
    }

    private Properties load(Locale language) {
        try {
            return call.session.theme().getTheme(Theme.Type.LOGIN).getMessages(language);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
