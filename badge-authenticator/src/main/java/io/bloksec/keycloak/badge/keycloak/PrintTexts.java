package io.bloksec.keycloak.badge.keycloak;

import io.bloksec.keycloak.badge.card.BadgeEntity;
import io.bloksec.keycloak.badge.card.Kind;
import io.bloksec.keycloak.badge.print.CodeLetter;
import io.bloksec.keycloak.badge.print.PrintedBadge;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.keycloak.models.UserModel;

/** The words on paper, in the language of whoever it is for. */
final class PrintTexts {

    private final AdminCall call;
    private final Map<Locale, Texts> texts = new HashMap<>();

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
                text(language, "blokbadgePaperValid", date(badge, language)));
    }

    CodeLetter letter(String code, BadgeEntity badge, UserModel person) {
        Locale language = language(person);
        return new CodeLetter(
                PersonJson.name(person),
                badge.serial,
                text(language, "blokbadgePaperLetterTitle", OfficeView.organisation(call.realm)),
                List.of(
                        text(language, "blokbadgePaperLetterWhat", badge.serial),
                        text(
                                language,
                                "blokbadgePaperLetterUntil",
                                moment(badge.codeExpires == null ? badge.expires : badge.codeExpires, language)),
                        text(language, "blokbadgePaperLetterAlone")),
                code);
    }

    String rulerTitle() {
        return text(ofAdministrator(), "blokbadgePaperRulerTitle");
    }

    String rulerText() {
        return text(ofAdministrator(), "blokbadgePaperRulerText");
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
        return texts.computeIfAbsent(language, each -> new Texts(call.session, call.realm, each))
                .text(key, values);
    }
}
