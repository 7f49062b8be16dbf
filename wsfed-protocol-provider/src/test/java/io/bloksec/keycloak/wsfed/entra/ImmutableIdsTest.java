package io.bloksec.keycloak.wsfed.entra;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Base64;
import java.util.HexFormat;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The order of the bytes: one that is turned around names another account, or none. */
class ImmutableIdsTest {

    /** Printed form and stored bytes by the definition in MS-DTYP 2.3.4.2: 4, 2 and 2 bytes little-endian, then 8 as they are. */
    @ParameterizedTest
    @CsvSource({
        "00112233-4455-6677-8899-aabbccddeeff, 33221100554477668899aabbccddeeff",
        "{00112233-4455-6677-8899-AABBCCDDEEFF}, 33221100554477668899aabbccddeeff",
        "6b29fc40-ca47-1067-b31d-00dd010662da, 40fc296b47ca6710b31d00dd010662da",
        "ffffffff-0000-ffff-8000-000000000001, ffffffff0000ffff8000000000000001",
    })
    void turnsThePrintedFormIntoTheStoredOne(String printed, String stored) {
        byte[] bytes = HexFormat.of().parseHex(stored);
        String immutableId = Base64.getEncoder().encodeToString(bytes);

        assertThat(ImmutableIds.fromGuid(printed)).contains(immutableId);
        assertThat(ImmutableIds.fromGuid(stored)).as("stored, hexadecimal").contains(immutableId);
        assertThat(ImmutableIds.fromGuid(immutableId)).as("stored, base64").contains(immutableId);
        assertThat(ImmutableIds.fromGuid(" " + printed + "\n")).contains(immutableId);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "ana",
                "00112233-4455-6677-8899-aabbccddeef",
                "00112233-4455-6677-8899-aabbccddeefg",
                "00112233445566778899aabbccddeeff00",
                "AAAA",
                "q83vASNFZ4mrze8BI0VniQ==x"
            })
    void isNothingWhereItIsNoGuid(String value) {
        assertThat(ImmutableIds.fromGuid(value)).isEmpty();
    }
}
