package io.bloksec.keycloak.audit.verify;

import io.bloksec.keycloak.audit.record.Hashes;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;

/** The lines of a file as bytes, one at a time, each ended by one line feed. */
final class Lines implements Closeable {

    /** The longest line, in bytes. */
    static final int LONGEST = 1 << 20;

    private final InputStream in;
    private final MessageDigest digest = Hashes.sha256();
    private final byte[] buffer = new byte[1 << 16];
    private int position;
    private int filled;
    private byte[] line = new byte[1 << 13];
    private long number;
    private boolean ended = true;

    Lines(Path file) throws IOException {
        in = Files.newInputStream(file);
    }

    /**
     * @return null at the end
     * @throws LineTooLongException when a line is longer than {@value #LONGEST} bytes
     */
    byte[] next() throws IOException {
        int length = 0;
        number++;
        while (true) {
            if (position == filled && !fill()) {
                ended = length == 0;
                return length == 0 ? null : Arrays.copyOf(line, length);
            }
            int end = position;
            while (end < filled && buffer[end] != '\n') {
                end++;
            }
            int more = end - position;
            if (length + more > LONGEST) {
                throw new LineTooLongException();
            }
            if (length + more > line.length) {
                line = Arrays.copyOf(line, Math.max(2 * line.length, length + more));
            }
            System.arraycopy(buffer, position, line, length, more);
            length += more;
            position = end;
            if (end < filled) {
                position++;
                return Arrays.copyOf(line, length);
            }
        }
    }

    /** Of the line last read, from 1. */
    long number() {
        return number;
    }

    /** Whether the last line ended as lines do, once the end is reached. */
    boolean isEnded() {
        return ended;
    }

    /** SHA-256 of the whole file, reading what is left of it. */
    byte[] hash() throws IOException {
        while (fill()) {
            position = filled;
        }
        return digest.digest();
    }

    private boolean fill() throws IOException {
        position = 0;
        filled = Math.max(0, in.read(buffer));
        digest.update(buffer, 0, filled);
        return filled > 0;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }

    /** A line that is longer than any of the format. */
    static final class LineTooLongException extends IOException {
        LineTooLongException() {
            super("longer than " + LONGEST + " bytes");
        }
    }
}
