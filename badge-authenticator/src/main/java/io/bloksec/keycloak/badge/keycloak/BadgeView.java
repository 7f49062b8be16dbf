package io.bloksec.keycloak.badge.keycloak;

import io.bloksec.keycloak.badge.card.Badges;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.keycloak.forms.login.LoginFormsProvider;
import org.keycloak.models.UserModel;

/** The page {@code blokbadge-sign-in.ftl} in its two shapes. */
final class BadgeView {

    private static final String TEMPLATE = "blokbadge-sign-in.ftl";

    private BadgeView() {}

    /** @param error message key, null for none */
    static Response scan(Tab tab, String error) {
        TabNotes.Nonce nonce = tab.notes.next(tab.now());
        LoginFormsProvider form = tab.context
                .form()
                .setAttribute(
                        "blokbadge",
                        Map.of(
                                "mode", "scan",
                                "realmId", tab.realm.getId(),
                                "client",
                                        tab.context
                                                .getAuthenticationSession()
                                                .getClient()
                                                .getClientId(),
                                "session", tab.sessionHash().text(),
                                "nonce", nonce.nonce(),
                                "time", nonce.time(),
                                "kiosk", ""));
        return (error == null ? form : form.setError(error)).createForm(TEMPLATE);
    }

    /** There is no way to use a badge here; other ways may be open. */
    static Response off(Tab tab) {
        return tab.context
                .form()
                .setAttribute("blokbadge", Map.of("mode", "off"))
                .setError("blokbadgeUnavailable")
                .createForm(TEMPLATE);
    }

    static Response notice(Tab tab, UserModel person, int failed, List<Badges.Told> notices) {
        Locale locale = tab.session.getContext().resolveLocale(person);
        DateTimeFormatter format = DateTimeFormatter.ofLocalizedDateTime(FormatStyle.MEDIUM, FormatStyle.SHORT)
                .withLocale(locale)
                .withZone(ZoneId.systemDefault());
        List<Map<String, String>> told = notices.stream()
                .map(each -> Map.of(
                        "what", each.notice().name(),
                        "serial", each.serial(),
                        "when", format.format(Instant.ofEpochSecond(each.time()))))
                .toList();
        return tab.context
                .form()
                .setAttribute("blokbadge", Map.of("mode", "notice", "failed", failed, "notices", told))
                .createForm(TEMPLATE);
    }
}
