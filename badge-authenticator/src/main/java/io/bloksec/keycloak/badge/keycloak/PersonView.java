package io.bloksec.keycloak.badge.keycloak;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.keycloak.locale.LocaleSelectorProvider;
import org.keycloak.models.UserModel;

/** How the page greets somebody whose badge has proven to be here: in their language, and with their picture where the realm wants that. */
final class PersonView {

    private static final Pattern PICTURE = Pattern.compile("data:image/(png|jpeg|webp);base64,[A-Za-z0-9+/=]+");
    private static final Pattern JPEG = Pattern.compile("/9j/[A-Za-z0-9+/=]+");

    /** Not what is said in mails and on paper. */
    private static final Pattern OF_PAGES = Pattern.compile("doLogIn|blokbadge(?!Mail|Paper).*");

    private static final int LARGEST_PICTURE = 200_000;

    private PersonView() {}

    static void put(Tab tab, ObjectNode json, UserModel person) {
        language(tab, person).ifPresent(language -> {
            json.put("language", language.toLanguageTag());
            texts(tab, json.putObject("texts"), language);
            // What comes after the page, too.
            tab.context
                    .getAuthenticationSession()
                    .setAuthNote(LocaleSelectorProvider.USER_REQUEST_LOCALE, language.toLanguageTag());
        });
        picture(tab, person).ifPresent(picture -> json.put("photo", picture));
    }

    /** Another person may be next: the page's own language again. */
    static void forget(Tab tab) {
        tab.context.getAuthenticationSession().removeAuthNote(LocaleSelectorProvider.USER_REQUEST_LOCALE);
    }

    private static Optional<Locale> language(Tab tab, UserModel person) {
        String wanted = person.getFirstAttribute(UserModel.LOCALE);
        return Optional.ofNullable(wanted)
                .filter(language -> tab.realm.isInternationalizationEnabled()
                        && tab.realm.getSupportedLocalesStream().anyMatch(language::equals))
                .map(Locale::forLanguageTag);
    }

    /** As the page's templates say them. */
    private static void texts(Tab tab, ObjectNode texts, Locale language) {
        Texts said = new Texts(tab.session, tab.realm, language);
        for (String key : said.keys()) {
            if (OF_PAGES.matcher(key).matches()) {
                texts.put(key, said.text(key));
            }
        }
    }

    private static Optional<String> picture(Tab tab, UserModel person) {
        return tab.settings()
                .photo()
                .map(person::getFirstAttribute)
                .filter(picture -> picture.length() <= LARGEST_PICTURE)
                .map(picture -> JPEG.matcher(picture).matches() ? "data:image/jpeg;base64," + picture : picture)
                .filter(picture -> PICTURE.matcher(picture).matches());
    }
}
