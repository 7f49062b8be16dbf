package io.bloksec.keycloak.audit.verify;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bloksec.keycloak.audit.record.Bytes;
import io.bloksec.keycloak.audit.record.Hashes;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.signers.Ed25519Signer;

/** Exists to sign what a badge and its person sign (docs/protocol/blokbadge-v1.md), with keys drawn at random. */
final class TestBadge {

    final String id = java.util.HexFormat.of().formatHex(Bytes.random(12));
    final String user;
    private String session = Bytes.text(Bytes.random(32));
    String realm = TestTrail.REALM;
    String origin = "https://login.example.com";
    byte[] salt = Bytes.random(32);
    int epoch = 1;
    private final Key badgeKey = new Key();
    private Key userKey = new Key();

    TestBadge(String user) {
        this.user = user;
    }

    /** A pair; the private half signs. */
    private static final class Key {
        private final Ed25519PrivateKeyParameters pair = new Ed25519PrivateKeyParameters(Bytes.random(32), 0);

        String text() {
            return Bytes.text(pair.generatePublicKey().getEncoded());
        }

        String sign(String text) {
            Ed25519Signer signer = new Ed25519Signer();
            signer.init(true, pair);
            byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
            signer.update(bytes, 0, bytes.length);
            return Bytes.text(signer.generateSignature());
        }
    }

    ObjectNode bind(long millis) {
        return bind(millis, "code");
    }

    ObjectNode bind(long millis, String mode) {
        return statement(
                "bind",
                epoch,
                millis,
                List.of("bind", reference(), badgeKey.text(), userKey.text(), String.valueOf(epoch), mode, "off", "8"),
                badgeKey,
                userKey);
    }

    ObjectNode auth(long millis) {
        return statement("auth", epoch, millis, null, userKey);
    }

    /** For the new key of another's badge, in the tab of that one. */
    ObjectNode vouch(TestBadge of, long millis) {
        session = of.session;
        return statement(
                "vouch",
                epoch,
                millis,
                List.of("vouch", of.id, of.reference(), String.valueOf(of.epoch), of.userKey.text()),
                of.salt,
                userKey);
    }

    /** From now on it has another PIN. */
    ObjectNode rekey(long millis) {
        Key next = new Key();
        Key old = userKey;
        ObjectNode statement = statement(
                "rekey",
                epoch,
                millis,
                List.of(
                        "rekey",
                        reference(),
                        badgeKey.text(),
                        old.text(),
                        next.text(),
                        String.valueOf(epoch + 1),
                        "off",
                        "8"),
                badgeKey,
                old,
                next);
        userKey = next;
        epoch++;
        return statement;
    }

    /** The new badge takes the place of this one. */
    ObjectNode renew(TestBadge next, long millis) {
        return statement(
                "renew",
                epoch,
                millis,
                List.of(
                        "renew",
                        reference(),
                        id,
                        next.id,
                        userKey.text(),
                        next.badgeKey.text(),
                        next.userKey.text(),
                        "1",
                        "off",
                        "8"),
                userKey,
                next.badgeKey,
                next.userKey);
    }

    /** After a reset: a key of another epoch, to be bound. */
    TestBadge reset() {
        userKey = new Key();
        epoch++;
        return this;
    }

    TestBadge anotherKey() {
        userKey = new Key();
        return this;
    }

    TestBadge inAnotherTab() {
        session = Bytes.text(Bytes.random(32));
        return this;
    }

    private String reference() {
        MessageDigest digest = Hashes.sha256();
        digest.update(salt);
        return Bytes.text(digest.digest(user.getBytes(StandardCharsets.UTF_8)));
    }

    private ObjectNode statement(String purpose, int ofEpoch, long millis, List<String> extra, Key... signers) {
        return statement(purpose, ofEpoch, millis, extra, salt, signers);
    }

    private ObjectNode statement(
            String purpose, int ofEpoch, long millis, List<String> extra, byte[] saltOf, Key... signers) {
        String hash = extra == null
                ? "-"
                : Bytes.text(Hashes.sha256().digest(String.join("\n", extra).getBytes(StandardCharsets.US_ASCII)));
        String text = String.join(
                "\n",
                "blokbadge/v1",
                purpose,
                realm,
                origin,
                Bytes.text("app".getBytes(StandardCharsets.US_ASCII)),
                id,
                String.valueOf(ofEpoch),
                Bytes.text(Bytes.random(32)),
                session,
                "-",
                String.valueOf(millis / 1000),
                hash);
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("format", "blokbadge/v1")
                .put("type", purpose)
                .put("transcript", text);
        if (extra != null) {
            ArrayNode fields = json.putArray("extra");
            extra.forEach(fields::add);
            json.put("salt", Bytes.text(saltOf));
        }
        ArrayNode signatures = json.putArray("signatures");
        for (Key each : signers) {
            signatures.addObject().put("key", each.text()).put("signature", each.sign(text));
        }
        return json;
    }
}
