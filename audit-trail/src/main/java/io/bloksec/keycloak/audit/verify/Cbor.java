package io.bloksec.keycloak.audit.verify;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * As much CBOR (RFC 8949) as WebAuthn writes: integers, byte and text strings, arrays and maps of definite length, true and false.
 * Tags, floats, null and indefinite lengths are refused, as are repeated keys and more than eight levels.
 */
final class Cbor {

    private static final int DEEPEST = 8;

    private final ByteBuffer in;

    private Cbor(ByteBuffer in) {
        this.in = in;
    }

    /**
     * Reads one item and leaves the buffer behind it.
     *
     * @return {@link Long}, {@code byte[]}, {@link String}, {@link List}, {@link Map} or {@link Boolean}
     * @throws IllegalArgumentException when it is none of these or ends early
     */
    static Object read(ByteBuffer in) {
        try {
            return new Cbor(in).item(0);
        } catch (BufferUnderflowException e) {
            throw new IllegalArgumentException("CBOR that ends early", e);
        }
    }

    /** @throws IllegalArgumentException when it is not one map alone */
    static Map<?, ?> map(byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        if (read(in) instanceof Map<?, ?> map && !in.hasRemaining()) {
            return map;
        }
        throw new IllegalArgumentException("not one CBOR map");
    }

    private Object item(int depth) {
        if (depth == DEEPEST) {
            throw new IllegalArgumentException("CBOR of too many levels");
        }
        int head = in.get() & 0xff;
        int detail = head & 0x1f;
        return switch (head >> 5) {
            case 0 -> argument(detail);
            case 1 -> -1 - argument(detail);
            case 2 -> bytes(detail);
            case 3 -> text(bytes(detail));
            case 4 -> array(length(detail), depth);
            case 5 -> map(length(detail), depth);
            case 7 -> flag(detail);
            default -> throw new IllegalArgumentException("a CBOR tag");
        };
    }

    private List<Object> array(int length, int depth) {
        List<Object> items = new ArrayList<>();
        for (int i = 0; i < length; i++) {
            items.add(item(depth + 1));
        }
        return items;
    }

    private Map<Object, Object> map(int length, int depth) {
        Map<Object, Object> members = new LinkedHashMap<>();
        for (int i = 0; i < length; i++) {
            Object key = item(depth + 1);
            if (!(key instanceof Long || key instanceof String)) {
                throw new IllegalArgumentException("a CBOR key that is neither integer nor text");
            }
            if (members.put(key, item(depth + 1)) != null) {
                throw new IllegalArgumentException("a CBOR key twice");
            }
        }
        return members;
    }

    private static Object flag(int detail) {
        return switch (detail) {
            case 20 -> false;
            case 21 -> true;
            default -> throw new IllegalArgumentException("a CBOR value that is neither true nor false");
        };
    }

    private byte[] bytes(int detail) {
        byte[] bytes = new byte[length(detail)];
        in.get(bytes);
        return bytes;
    }

    private static String text(byte[] bytes) {
        try {
            CharBuffer text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return text.toString();
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("CBOR text that is not UTF-8", e);
        }
    }

    /** Never more than what is there, so that a length cannot make us reserve what never comes. */
    private int length(int detail) {
        long length = argument(detail);
        if (length > in.remaining()) {
            throw new BufferUnderflowException();
        }
        return (int) length;
    }

    private long argument(int detail) {
        long value = switch (detail) {
            case 24 -> in.get() & 0xffL;
            case 25 -> in.getShort() & 0xffffL;
            case 26 -> in.getInt() & 0xffff_ffffL;
            case 27 -> in.getLong();
            default -> detail;
        };
        if ((detail > 23 && detail < 28 && value < 0) || detail > 27) {
            throw new IllegalArgumentException("a CBOR length or integer beyond what WebAuthn has");
        }
        return value;
    }
}
