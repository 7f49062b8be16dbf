package io.bloksec.keycloak.it.badge;

import com.fasterxml.jackson.databind.JsonNode;
import io.bloksec.keycloak.it.house.Page;
import io.bloksec.keycloak.it.house.WebUser;
import java.math.BigInteger;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Map;

/** Exists to be a registered workstation without a browser: its key, and what it signs. Shares no code with the page or the server. */
final class PaperKiosk {

    private final KeyPair pair;
    String id;

    PaperKiosk() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            pair = generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Made by the administrator and paired. */
    static PaperKiosk registered(BadgeRealm ward, Map<String, Object> rules) {
        URI realm = ward.realm.url();
        return registered(ward, rules, realm.getScheme() + "://" + realm.getAuthority());
    }

    /** @param origin as people's browsers have it */
    static PaperKiosk registered(BadgeRealm ward, Map<String, Object> rules, String origin) {
        PaperKiosk kiosk = new PaperKiosk();
        JsonNode made = ward.realm.admin().post(ward.realm.path("blokbadge/kiosks"), rules);
        String code = made.get("code").asText();
        Page answer = kiosk.pair(ward, code, code, origin);
        if (answer.status() != 200) {
            throw new AssertionError("Not paired: " + answer.body());
        }
        kiosk.id = made.get("id").asText();
        return kiosk;
    }

    Page pair(BadgeRealm ward, String code) {
        return pair(ward, code, code);
    }

    /** @param signed the code under the signature */
    Page pair(BadgeRealm ward, String code, String signed) {
        URI realm = ward.realm.url();
        return pair(ward, code, signed, realm.getScheme() + "://" + realm.getAuthority());
    }

    private Page pair(BadgeRealm ward, String code, String signed, String origin) {
        URI pair = ward.realm.url("blokbadge/kiosk/pair");
        String text = String.join("\n", "blokbadge/v1|pair", ward.id, origin, hash(signed.replace("-", "")), key());
        return new WebUser().post(pair, Map.of("code", code, "key", key(), "signature", signature(text)));
    }

    String key() {
        ECPublicKey key = (ECPublicKey) pair.getPublic();
        byte[] point = new byte[65];
        point[0] = 4;
        copy(key.getW().getAffineX(), point, 1);
        copy(key.getW().getAffineY(), point, 33);
        return PaperBadge.base64url(point);
    }

    /** Under a transcript and the signatures that others have made under it. */
    String sign(String transcript, String... signatures) {
        byte[] all = new byte[64 * signatures.length];
        for (int i = 0; i < signatures.length; i++) {
            System.arraycopy(BadgePage.bytes(signatures[i]), 0, all, 64 * i, 64);
        }
        return signature(String.join(
                "\n", "blokbadge/v1|kiosk", hash(transcript), PaperBadge.base64url(PaperBadge.sha256(all))));
    }

    private String signature(String text) {
        try {
            Signature signer = Signature.getInstance("SHA256withECDSAinP1363Format");
            signer.initSign(pair.getPrivate());
            signer.update(text.getBytes(StandardCharsets.US_ASCII));
            return PaperBadge.base64url(signer.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String hash(String text) {
        return PaperBadge.base64url(PaperBadge.sha256(PaperBadge.ascii(text)));
    }

    private static void copy(BigInteger number, byte[] to, int at) {
        byte[] bytes = number.toByteArray();
        int length = Math.min(bytes.length, 32);
        System.arraycopy(bytes, bytes.length - length, to, at + 32 - length, length);
    }
}
