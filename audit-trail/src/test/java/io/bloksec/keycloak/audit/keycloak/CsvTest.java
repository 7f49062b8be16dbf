package io.bloksec.keycloak.audit.keycloak;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A file that an administrator opens in a spreadsheet must not do what a stranger wrote into a browser's name. */
class CsvTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "plain|plain",
                "two words|two words",
                "=1+1|`\"'=1+1\"`",
                "+49|`\"'+49\"`",
                "-2|'-2",
                "@SUM(A1)|`\"'@SUM(A1)\"`",
                "a,b|`\"a,b\"`",
                "say \"no\"|`\"say \"\"no\"\"\"`",
                "a\u202Eb|`\"a\\u202Eb\"`",
                "a\u0007b|`\"a\\u0007b\"`"
            })
    void writesText(String value, String field) {
        assertThat(Csv.field(value)).isEqualTo(field);
    }
}
