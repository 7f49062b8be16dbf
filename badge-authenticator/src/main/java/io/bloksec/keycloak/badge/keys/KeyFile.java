package io.bloksec.keycloak.badge.keys;

import io.bloksec.keycloak.badge.protocol.MasterKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The file of master keys: one a line, {@code v1 base64}, of at least 32 bytes, in any order; the highest version is the one that
 * new rows are made with. Empty lines and those that begin with {@code #} are passed over. Only the file's owner may be able to use
 * it.
 */
final class KeyFile {

    private static final Pattern LINE = Pattern.compile("v([1-9][0-9]{0,5}) +([A-Za-z0-9+/]+={0,2})");
    private static final Set<PosixFilePermission> OWNER =
            Set.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE, PosixFilePermission.OWNER_EXECUTE);
    private static final int NEW_LENGTH = 32;

    private KeyFile() {}

    /**
     * @throws IllegalArgumentException when it cannot be read, others may use it, or a line is no key; the message says which line and
     *     never what stands there
     */
    static List<MasterKey> read(Path file) {
        try {
            if (isPosix() && !OWNER.containsAll(Files.getPosixFilePermissions(file))) {
                throw new IllegalArgumentException("Others than its owner may use the file " + file + ": chmod 0400");
            }
            List<MasterKey> keys = new ArrayList<>();
            List<String> lines = Files.readAllLines(file, StandardCharsets.US_ASCII);
            for (int i = 0; i < lines.size(); i++) {
                String line = lines.get(i).strip();
                if (!line.isEmpty() && !line.startsWith("#")) {
                    keys.add(key(line, "Line " + (i + 1) + " of the file " + file));
                }
            }
            if (keys.isEmpty()) {
                throw new IllegalArgumentException("There is no key in the file " + file);
            }
            return keys;
        } catch (IOException e) {
            throw new IllegalArgumentException("The file " + file + " cannot be read: " + e.getMessage());
        }
    }

    /** Draws a first key, unless the file is there. */
    static void make(Path file) throws IOException {
        byte[] random = new byte[NEW_LENGTH];
        new SecureRandom().nextBytes(random);
        try {
            if (isPosix()) {
                FileAttribute<?> owner = PosixFilePermissions.asFileAttribute(
                        Set.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE));
                Files.createFile(file, owner);
            } else {
                Files.createFile(file);
            }
            Files.writeString(
                    file,
                    "v1 " + Base64.getEncoder().encodeToString(random) + "\n",
                    StandardOpenOption.TRUNCATE_EXISTING);
        } catch (FileAlreadyExistsException e) {
            // Another start made it.
        } finally {
            Arrays.fill(random, (byte) 0);
        }
    }

    private static MasterKey key(String line, String where) {
        Matcher parts = LINE.matcher(line);
        if (!parts.matches()) {
            throw new IllegalArgumentException(where + " is not like: v1 BASE64");
        }
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(parts.group(2));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(where + " has no Base64");
        }
        try {
            return new MasterKey(Integer.parseInt(parts.group(1)), bytes);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(where + " has a key of less than 32 bytes");
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
    }

    private static boolean isPosix() {
        return FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
    }
}
