package io.bloksec.keycloak.blokkey.push.webpush;

import io.bloksec.keycloak.blokkey.signed.Bytes;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.Signature;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/**
 * A realm's key pair towards push services (RFC 8292): who subscribed with the public half takes pushes signed by the private one.
 *
 * <p>As text: {@code <public>.<private>}, the 65 bytes of the uncompressed point and the 32 of the private key, both base64url. A
 * realm may hold several, separated by white space: the first one signs and is given to devices; the others are for devices that
 * subscribed with them before and have not renewed yet.
 */
public record VapidKeys(ECPublicKey publicKey, ECPrivateKey privateKey) {

    /** A new pair. */
    public static VapidKeys generate() {
        KeyPair pair = P256.generate();
        return new VapidKeys((ECPublicKey) pair.getPublic(), (ECPrivateKey) pair.getPrivate());
    }

    /**
     * @param text as {@link #toText()} writes it
     * @throws IllegalArgumentException when it is not, or when the halves do not belong together; the message repeats nothing
     */
    public static VapidKeys parse(String text) {
        String[] halves = text.split("\\.", -1);
        if (halves.length != 2) {
            throw new IllegalArgumentException("not a key pair for push services");
        }
        VapidKeys keys = new VapidKeys(read(halves[0], P256::publicKey), read(halves[1], P256::privateKey));
        if (!keys.belongTogether()) {
            throw new IllegalArgumentException("two halves of different key pairs for push services");
        }
        return keys;
    }

    /**
     * @param text any number of pairs, separated by white space; may be null
     * @throws IllegalArgumentException as {@link #parse}
     */
    public static List<VapidKeys> parseAll(String text) {
        if (text == null || text.isBlank()) {
            return List.of();
        }
        return Arrays.stream(text.strip().split("\\s+")).map(VapidKeys::parse).toList();
    }

    /** For the realm's store. Secret. */
    public String toText() {
        return publicText() + "." + Bytes.text(P256.bytes(privateKey));
    }

    /** What a browser takes as {@code applicationServerKey}: 65 bytes, base64url. */
    public String publicText() {
        return Bytes.text(P256.bytes(publicKey));
    }

    /** ES256 (RFC 7518 section 3.4): 64 bytes. */
    byte[] sign(byte[] message) {
        try {
            Signature signature = Signature.getInstance("SHA256withECDSAinP1363Format");
            signature.initSign(privateKey);
            signature.update(message);
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private boolean belongTogether() {
        byte[] message = {1};
        try {
            Signature signature = Signature.getInstance("SHA256withECDSAinP1363Format");
            signature.initVerify(publicKey);
            signature.update(message);
            return signature.verify(sign(message));
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    private static <T> T read(String half, Function<byte[], T> key) {
        byte[] bytes;
        try {
            bytes = Bytes.parse(half);
        } catch (IllegalArgumentException e) {
            // Without the cause: the decoder's message may quote a character of the key.
            throw new IllegalArgumentException("not a key pair for push services");
        }
        return key.apply(bytes);
    }

    /** The public half alone. */
    @Override
    public String toString() {
        return "VapidKeys[" + publicText() + "]";
    }
}
