package io.bloksec.keycloak.it.badge;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.interfaces.EdECPublicKey;
import java.security.spec.EdECPrivateKeySpec;
import java.security.spec.NamedParameterSpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.crypto.Mac;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Exists to be what a page makes of a scanned badge, written from docs/protocol/blokbadge-v1.md alone: it shares no code with the
 * server, nor with the page.
 */
final class PaperBadge {

    private static final String LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    private static final Map<String, byte[]> STRETCHED = new ConcurrentHashMap<>();

    final String text;
    final String realmId;
    final String bid;
    private final byte[] half;

    PaperBadge(String text, String realmId) {
        this.text = text;
        this.realmId = realmId;
        byte[] bytes = base32(text.substring(3));
        this.bid = HexFormat.of().formatHex(bytes, 4, 16);
        this.half = Arrays.copyOfRange(bytes, 16, 36);
    }

    /** Another half under the same id: whoever saw the id and not the code. */
    PaperBadge withOtherHalf() {
        PaperBadge other = new PaperBadge(text, realmId);
        other.half[0] ^= 1;
        return other;
    }

    String half() {
        return HexFormat.of().formatHex(half);
    }

    Key badgeKey() {
        return new Key(hkdf(sha256(ascii("blokbadge/v1")), half, context("badge-key", 0)));
    }

    byte[] token(int epoch, String pin, int iterations) {
        byte[] salt = sha256(ascii("blokbadge/v1"));
        byte[] pinKey = hkdf(salt, half, context("pin-key", epoch));
        // The same PIN of the same badge is stretched once in a run.
        byte[] stretched = STRETCHED.computeIfAbsent(
                pin + iterations + HexFormat.of().formatHex(pinKey), any -> pbkdf2(pin, pinKey, iterations));
        return hkdf(salt, stretched, context("pin-token", epoch));
    }

    Key userKey(int epoch, byte[] answer) {
        byte[] part = hkdf(sha256(ascii("blokbadge/v1")), half, context("user-key", epoch));
        return new Key(hkdf(answer, part, context("user-sign-key", epoch)));
    }

    private byte[] context(String label, int epoch) {
        return ascii("blokbadge/v1|" + label + "|" + realmId + "|" + bid + (epoch == 0 ? "" : "|" + epoch));
    }

    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    static String base64url(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static byte[] hkdf(byte[] salt, byte[] input, byte[] info) {
        byte[] expand =
                ByteBuffer.allocate(info.length + 1).put(info).put((byte) 1).array();
        return hmac(hmac(salt, input), expand);
    }

    private static byte[] hmac(byte[] key, byte[] message) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(message);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] pbkdf2(String pin, byte[] salt, int iterations) {
        try {
            return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                    .generateSecret(new PBEKeySpec(pin.toCharArray(), salt, iterations, 256))
                    .getEncoded();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What a printer would be given for that id and half, right in every check that is on the paper itself. */
    static String textOf(String realmId, String bid, String half) {
        ByteBuffer bytes = ByteBuffer.allocate(40)
                .put((byte) 1)
                .put(sha256(ascii("blokbadge/v1|realm|" + realmId)), 0, 3)
                .put(HexFormat.of().parseHex(bid))
                .put(HexFormat.of().parseHex(half));
        byte[] checked = Arrays.copyOf(bytes.array(), 36);
        byte[] prefix = ascii("blokbadge/v1|check|");
        byte[] both = Arrays.copyOf(prefix, prefix.length + checked.length);
        System.arraycopy(checked, 0, both, prefix.length, checked.length);
        bytes.put(sha256(both), 0, 4);
        StringBuilder text = new StringBuilder("BB1");
        BigInteger number = new BigInteger(1, bytes.array());
        for (int i = 63; i >= 0; i--) {
            text.append(LETTERS.charAt(number.shiftRight(i * 5).intValue() & 31));
        }
        return text.toString();
    }

    private static byte[] base32(String text) {
        StringBuilder bits = new StringBuilder();
        for (char letter : text.toCharArray()) {
            bits.append(String.format(Locale.ROOT, "%5s", Integer.toBinaryString(LETTERS.indexOf(letter)))
                    .replace(' ', '0'));
        }
        byte[] bytes = new byte[bits.length() / 8];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) Integer.parseInt(bits.substring(i * 8, i * 8 + 8), 2);
        }
        return bytes;
    }

    /** An Ed25519 key of a seed. */
    static final class Key {

        private final byte[] seed;

        Key(byte[] seed) {
            this.seed = seed;
        }

        /** As the JDK makes it from "random" bytes that are the seed. */
        byte[] publicKey() {
            try {
                KeyPairGenerator generator = KeyPairGenerator.getInstance("Ed25519");
                generator.initialize(NamedParameterSpec.ED25519, new SecureRandom() {
                    private static final long serialVersionUID = 1L;

                    @Override
                    public void nextBytes(byte[] bytes) {
                        System.arraycopy(seed, 0, bytes, 0, bytes.length);
                    }
                });
                EdECPublicKey key = (EdECPublicKey) generator.generateKeyPair().getPublic();
                byte[] encoded = new byte[32];
                byte[] y = key.getPoint().getY().toByteArray();
                for (int i = 0; i < Math.min(32, y.length); i++) {
                    encoded[i] = y[y.length - 1 - i];
                }
                if (key.getPoint().isXOdd()) {
                    encoded[31] |= (byte) 0x80;
                }
                return encoded;
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException(e);
            }
        }

        String text() {
            return base64url(publicKey());
        }

        String sign(String message) {
            try {
                PrivateKey key = KeyFactory.getInstance("Ed25519")
                        .generatePrivate(new EdECPrivateKeySpec(NamedParameterSpec.ED25519, seed));
                Signature signature = Signature.getInstance("Ed25519");
                signature.initSign(key);
                signature.update(ascii(message));
                return base64url(signature.sign());
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
