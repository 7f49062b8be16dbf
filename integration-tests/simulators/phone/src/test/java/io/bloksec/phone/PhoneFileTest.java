package io.bloksec.phone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PhoneFileTest {

    @TempDir
    Path directory;

    @Test
    void aPhoneComesBackWholeAndIsItsOwnersAlone() throws Exception {
        Path file = directory.resolve("phone.json");
        try (FakeServer server = new FakeServer()) {
            Phone phone = server.enrolled();
            ApprovalRequest request = phone.link(server.link(server.ask("approve", "")));
            phone.authenticator().synced();

            new PhoneFile(file).save(phone);
            Phone again = new PhoneFile(file).load(DeviceApi::new).dwell(FakeServer.DWELL.plusMillis(20));

            assertThat(again.json()).isEqualTo(phone.json());
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo("rw-------");
            assertThat(again.authenticator().counter()).isZero();
            again.authenticator().counting(true).counter(7);
            assertThat(again.showAndApprove(request.id(), null, false).returnTo())
                    .isPresent();
        }
    }

    @Test
    void aFileThatHoldsNoPhoneIsNotRead() throws Exception {
        Path file = directory.resolve("phone.json");
        for (String content : new String[] {"", "[]", "{}", "{\"issuer\":\"https://a.example/realms/b\"}"}) {
            Files.writeString(file, content);
            assertThatThrownBy(() -> new PhoneFile(file).load(DeviceApi::new))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("holds no phone");
        }
    }

    @Test
    void noHalfFileIsLeft() throws Exception {
        Path file = directory.resolve("phone.json");
        Files.createDirectory(file);
        Files.writeString(file.resolve("in-the-way"), "");
        try (FakeServer server = new FakeServer()) {
            Phone phone = server.enrolled();
            assertThatThrownBy(() -> new PhoneFile(file).save(phone)).isInstanceOf(IOException.class);
        }
        try (var files = Files.list(directory)) {
            assertThat(files).containsExactly(file);
        }
    }
}
