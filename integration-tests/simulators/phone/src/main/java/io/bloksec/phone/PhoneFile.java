package io.bloksec.phone;

import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.function.Function;

/** Keeps a phone in a JSON file that only its owner can read (mode 0600): the keys lie in it as they are. */
public final class PhoneFile {

    private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    private final Path file;

    public PhoneFile(Path file) {
        this.file = file;
    }

    public boolean exists() {
        return Files.exists(file);
    }

    /** @throws IOException the file cannot be written; the one before it is left whole */
    public void save(Phone phone) throws IOException {
        Path directory = file.toAbsolutePath().getParent();
        Path written = Files.createTempFile(directory, file.getFileName().toString(), ".new", OWNER_ONLY);
        try {
            Files.write(written, Json.MAPPER.writer(new DefaultPrettyPrinter()).writeValueAsBytes(phone.json()));
            Files.move(written, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(written);
        }
    }

    /**
     * @param apis makes the connection to an issuer
     * @throws IOException there is no such file, or it holds no phone
     */
    public Phone load(Function<String, DeviceApi> apis) throws IOException {
        try {
            ObjectNode json = Json.read(Files.readAllBytes(file));
            return Phone.of(json, apis.apply(Json.text(json, "issuer")));
        } catch (IllegalArgumentException | UnexpectedAnswerException e) {
            throw new IOException(file + " holds no phone", e);
        }
    }

    public void delete() throws IOException {
        Files.delete(file);
    }
}
