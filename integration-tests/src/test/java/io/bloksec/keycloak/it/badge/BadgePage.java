package io.bloksec.keycloak.it.badge;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bloksec.keycloak.it.house.Page;
import io.bloksec.keycloak.it.house.WebUser;
import java.net.URI;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jsoup.nodes.Element;

/**
 * Exists to be the script of the sign-in page without a browser: the same calls in the same order, and any other that an attacker
 * would make.
 */
final class BadgePage {

    private static final ObjectMapper JSON = new ObjectMapper();

    final WebUser browser;
    private final UnaryOperator<URI> route;
    private final String realmId;
    private final String origin;
    private final String clientId;
    private final String session;
    String nonce;
    long time;
    URI action;
    JsonNode shown;
    JsonNode right;
    private String vouchText;
    PaperBadge badge;

    /** The registered workstation that this page is; null for any browser. */
    PaperKiosk kiosk;

    BadgePage(WebUser browser, Page page) {
        this(browser, page, page.uri().getScheme() + "://" + page.uri().getAuthority(), uri -> uri);
    }

    /** @param route to one of several servers behind the address */
    BadgePage(WebUser browser, Page page, String origin, UnaryOperator<URI> route) {
        this.browser = browser;
        this.route = route;
        Element root = page.element("#blokbadge");
        this.realmId = root.attr("data-realm");
        this.clientId = root.attr("data-client");
        this.session = root.attr("data-session");
        this.nonce = root.attr("data-nonce");
        this.time = Long.parseLong(root.attr("data-time"));
        this.action = page.uri().resolve(root.attr("data-action"));
        this.origin = origin;
    }

    JsonNode call(String step, String... more) {
        JsonNode json = json(post(step, more));
        action = URI.create(json.path("action").asText());
        if (json.has("nonce") && "scan".equals(json.path("next").asText())) {
            nonce = json.path("nonce").asText();
            time = json.path("time").asLong();
        }
        return json;
    }

    static JsonNode json(Page answer) {
        try {
            return JSON.readTree(answer.body());
        } catch (JsonProcessingException e) {
            throw new AssertionError("No JSON: " + answer.status() + " " + answer.text(), e);
        }
    }

    Page post(String step, String... more) {
        return browser.post(route.apply(action), fields(step, more));
    }

    static Map<String, String> fields(String step, String... more) {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("step", step);
        for (int i = 0; i < more.length; i += 2) {
            fields.put(more[i], more[i + 1]);
        }
        return fields;
    }

    JsonNode scan(PaperBadge scanned) {
        badge = scanned;
        shown = call("present", presenting(badge, transcript("present", 0, nonce, time, "-")));
        return shown;
    }

    private String[] presenting(PaperBadge of, String text) {
        String signature = of.badgeKey().sign(text);
        String[] fields = {"bid", of.bid, "signature", signature};
        return kiosk == null ? fields : and(atKiosk(fields, text, signature), "kiosk", kiosk.id);
    }

    /** With the workstation's signature over those that are there, where the page is one. */
    private String[] atKiosk(String[] fields, String text, String... signatures) {
        return kiosk == null ? fields : and(fields, "kioskSignature", kiosk.sign(text, signatures));
    }

    JsonNode pin(String pin) {
        JsonNode answer = call("answer", "token", token(pin));
        if (!answer.has("refused")) {
            right = answer;
        }
        return answer;
    }

    String token(String pin) {
        return PaperBadge.base64url(
                badge.token(epoch(), pin, shown.path("iterations").asInt()));
    }

    int epoch() {
        return shown.path("epoch").asInt();
    }

    PaperBadge.Key userKey() {
        return badge.userKey(epoch(), bytes(right.path("answer").asText()));
    }

    String authTranscript() {
        return transcript(
                "auth",
                epoch(),
                right.path("nonce").asText(),
                right.path("time").asLong(),
                "-");
    }

    Page signIn() {
        String signature = userKey().sign(authTranscript());
        return post("auth", atKiosk(new String[] {"signature", signature}, authTranscript(), signature));
    }

    /** Scan, PIN, in. */
    Page signIn(PaperBadge scanned, String pin) {
        requireGood(scan(scanned));
        requireGood(pin(pin));
        return signIn();
    }

    /** Past what the person is told first. */
    static Page goOn(Page page) {
        return page.has("#blokbadge-notice")
                ? page.form("#blokbadge-notice form").submit("step", "continue")
                : page;
    }

    /** The first PIN, by the code that came with the badge. */
    Page activate(PaperBadge scanned, String code, String pin) {
        requireGood(scan(scanned));
        return bind(requireGood(call("activate", "code", code, "token", token(pin))));
    }

    Page bind(JsonNode begun) {
        return post("bind", bindFields(begun));
    }

    String[] bindFields(JsonNode begun) {
        int epoch = begun.path("epoch").asInt();
        PaperBadge.Key key = badge.userKey(epoch, bytes(begun.path("answer").asText()));
        String extra = extra(
                "bind",
                shown.path("userRef").asText(),
                badge.badgeKey().text(),
                key.text(),
                String.valueOf(epoch),
                begun.path("mode").asText(),
                shown.path("kioskRule").asText(),
                shown.path("pinLength").asText());
        String text = transcript(
                "bind", epoch, begun.path("nonce").asText(), begun.path("time").asLong(), extra);
        String b = badge.badgeKey().sign(text);
        String a = key.sign(text);
        return atKiosk(new String[] {"key", key.text(), "signatureB", b, "signatureA", a}, text, b, a);
    }

    /** Chooses the first PIN of the badge that was scanned, for which somebody else is to vouch. */
    JsonNode choose(String pin) {
        return call("vouch-begin", "token", token(pin));
    }

    JsonNode presentVoucher(PaperBadge voucher, JsonNode begun) {
        JsonNode scan = begun.path("scan");
        String text = transcript(
                "present",
                voucher,
                0,
                scan.path("nonce").asText(),
                scan.path("time").asLong(),
                "-");
        return call("vouch-present", presenting(voucher, text));
    }

    JsonNode voucherPin(PaperBadge voucher, JsonNode rules, String pin) {
        byte[] token = voucher.token(
                rules.path("epoch").asInt(), pin, rules.path("iterations").asInt());
        return call("vouch-answer", "token", PaperBadge.base64url(token));
    }

    /** What the voucher signs for the key of {@code fields}. */
    String vouch(PaperBadge voucher, JsonNode rules, JsonNode answer, JsonNode begun, String[] fields) {
        int epoch = rules.path("epoch").asInt();
        String extra = extra(
                "vouch",
                badge.bid,
                shown.path("userRef").asText(),
                begun.path("epoch").asText(),
                fields[1]);
        String text = transcript(
                "vouch",
                voucher,
                epoch,
                answer.path("nonce").asText(),
                answer.path("time").asLong(),
                extra);
        vouchText = text;
        return voucher.userKey(epoch, bytes(answer.path("answer").asText())).sign(text);
    }

    /** The first PIN of a badge, with another's badge instead of a code. */
    Page activateBy(PaperBadge voucher, String voucherPin, PaperBadge scanned, String pin) {
        requireGood(scan(scanned));
        JsonNode begun = requireGood(choose(pin));
        String[] fields = bindFields(begun);
        JsonNode rules = requireGood(presentVoucher(voucher, begun));
        JsonNode answer = requireGood(voucherPin(voucher, rules, voucherPin));
        String vouched = vouch(voucher, rules, answer, begun, fields);
        String[] all = and(fields, "signatureVouch", vouched);
        return post("bind", kiosk == null ? all : and(all, "kioskSignatureVouch", kiosk.sign(vouchText, vouched)));
    }

    static String[] and(String[] fields, String... more) {
        return Stream.concat(Stream.of(fields), Stream.of(more)).toArray(String[]::new);
    }

    /** After a right PIN. */
    Page changePin(String pin) {
        int next = epoch() + 1;
        String token = PaperBadge.base64url(
                badge.token(next, pin, shown.path("iterations").asInt()));
        JsonNode begun = requireGood(call("new-pin", "token", token));
        PaperBadge.Key key = badge.userKey(next, bytes(begun.path("answer").asText()));
        String extra = extra(
                "rekey",
                shown.path("userRef").asText(),
                badge.badgeKey().text(),
                userKey().text(),
                key.text(),
                String.valueOf(next),
                shown.path("kioskRule").asText(),
                shown.path("pinLength").asText());
        String text = transcript(
                "rekey",
                epoch(),
                right.path("nonce").asText(),
                right.path("time").asLong(),
                extra);
        String b = badge.badgeKey().sign(text);
        String old = userKey().sign(text);
        String fresh = key.sign(text);
        String[] fields = {"key", key.text(), "signatureB", b, "signatureOld", old, "signatureNew", fresh};
        return post("rekey", atKiosk(fields, text, b, old, fresh));
    }

    /** After a right PIN of the old badge. */
    Page renew(PaperBadge next, String pin) {
        JsonNode rules = requireGood(call("renew-present", "bid", next.bid));
        int epoch = rules.path("epoch").asInt();
        String token = PaperBadge.base64url(
                next.token(epoch, pin, rules.path("iterations").asInt()));
        JsonNode begun = requireGood(call("renew-pin", "bid", next.bid, "token", token));
        PaperBadge.Key key = next.userKey(epoch, bytes(begun.path("answer").asText()));
        String extra = extra(
                "renew",
                shown.path("userRef").asText(),
                badge.bid,
                next.bid,
                userKey().text(),
                next.badgeKey().text(),
                key.text(),
                String.valueOf(epoch),
                rules.path("kioskRule").asText(),
                rules.path("pinLength").asText());
        String text = transcript(
                "renew",
                epoch(),
                right.path("nonce").asText(),
                right.path("time").asLong(),
                extra);
        String old = userKey().sign(text);
        String b = next.badgeKey().sign(text);
        String a = key.sign(text);
        String[] fields = {"key", key.text(), "signatureOld", old, "signatureNewB", b, "signatureNew", a};
        return post("renew", atKiosk(fields, text, old, b, a));
    }

    String transcript(String purpose, int epoch, String ofNonce, long ofTime, String extra) {
        return transcript(purpose, badge, epoch, ofNonce, ofTime, extra);
    }

    String transcript(String purpose, PaperBadge of, int epoch, String ofNonce, long ofTime, String extra) {
        return String.join(
                "\n",
                List.of(
                        "blokbadge/v1",
                        purpose,
                        realmId,
                        origin,
                        PaperBadge.base64url(PaperBadge.ascii(clientId)),
                        of.bid,
                        String.valueOf(epoch),
                        ofNonce,
                        session,
                        kiosk == null ? "-" : kiosk.id,
                        String.valueOf(ofTime),
                        extra));
    }

    static String extra(String... fields) {
        return PaperBadge.base64url(PaperBadge.sha256(PaperBadge.ascii(String.join("\n", fields))));
    }

    static byte[] bytes(String text) {
        return Base64.getUrlDecoder().decode(text);
    }

    static JsonNode requireGood(JsonNode answer) {
        if (answer.has("refused")) {
            throw new AssertionError("Refused: " + answer);
        }
        return answer;
    }

    /** For tests that send one field otherwise. */
    static Map<String, String> with(Map<String, String> fields, String name, String value) {
        Map<String, String> changed = new HashMap<>(fields);
        changed.put(name, value);
        return changed;
    }
}
