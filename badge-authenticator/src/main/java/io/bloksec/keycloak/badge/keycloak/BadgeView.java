package io.bloksec.keycloak.badge.keycloak;

import io.bloksec.keycloak.badge.card.Badges;
import io.bloksec.keycloak.badge.kiosk.KioskEntity;
import io.bloksec.keycloak.badge.kiosk.KioskRules;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.HashMap;
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
        String client = tab.context.getAuthenticationSession().getClient().getClientId();
        Map<String, Object> page = new HashMap<>();
        page.put("mode", "scan");
        page.put("realmId", tab.realm.getId());
        page.put("client", client);
        page.put("session", tab.sessionHash().text());
        page.put("nonce", nonce.nonce());
        page.put("time", nonce.time());
        if (KioskClient.ID.equals(client)) {
            page.put("kiosk", kiosk(tab));
        }
        LoginFormsProvider form = tab.context.form().setAttribute("blokbadge", page);
        return (error == null ? form : form.setError(error)).createForm(TEMPLATE);
    }

    /** At a workstation's own page: where it begins, and who is still signed in there. */
    private static Map<String, Object> kiosk(Tab tab) {
        Map<String, Object> kiosk = new HashMap<>();
        kiosk.put("address", KioskClient.address(tab.session, tab.realm, null).toString());
        kiosk.put(
                "signIn",
                KioskClient.signIn(tab.session, tab.realm).map(URI::toString).orElse(""));
        LastPerson.of(tab.session, tab.realm).map(LastPerson::remembered).ifPresent(last -> {
            kiosk.put("person", last.name());
            kiosk.put("ticket", last.ticket());
            kiosk.put("signOut", last.signOut().toString());
            boolean signedIn = last.isSignedIn();
            kiosk.put("signedIn", signedIn);
            if (signedIn) {
                KioskRules rules = last.kiosk().map(KioskEntity::rules).orElse(KioskRules.NONE);
                kiosk.put("start", KioskStart.of(rules, last.person()));
                kiosk.put("idleMinutes", rules.idleMinutes());
            }
        });
        return kiosk;
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
