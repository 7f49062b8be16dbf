package io.bloksec.keycloak.badge.keycloak;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bloksec.keycloak.badge.office.OrderTable;
import io.bloksec.keycloak.badge.print.Layout;
import io.bloksec.keycloak.badge.print.Layouts;
import java.util.Locale;
import java.util.Optional;
import org.keycloak.models.RealmModel;

/** What a badge office needs to begin, and what whoever asks may do there. */
final class OfficeView {

    private OfficeView() {}

    static ObjectNode json(AdminCall call) {
        BadgeSettings settings = BadgeSettings.of(call.realm);
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("usable", call.engine.keys.isUsable())
                .put("issuer", call.rights.has(IssuerRights.ISSUER))
                .put("codePrinter", call.rights.has(IssuerRights.CODE_PRINTER))
                .put("manageRealm", call.auth.realm().canManageRealm())
                .put("codeChannel", settings.codeChannel().name().toLowerCase(Locale.ROOT))
                .put("fourEyes", settings.fourEyes())
                .put("most", OrderTable.MOST_ROWS);
        ArrayNode layouts = json.putArray("layouts");
        Layouts.all().forEach(layout -> layouts.add(json(layout)));
        return json;
    }

    /** The realm's display name, or its name. */
    static String organisation(RealmModel realm) {
        return Optional.ofNullable(realm.getDisplayName())
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .orElse(realm.getName());
    }

    private static ObjectNode json(Layout layout) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("id", layout.id())
                .put("page", String.format(Locale.ROOT, "%.0f x %.0f mm", layout.pageWidth(), layout.pageHeight()))
                .put("places", layout.perPage())
                .put("twoSided", layout.twoSided());
    }
}
