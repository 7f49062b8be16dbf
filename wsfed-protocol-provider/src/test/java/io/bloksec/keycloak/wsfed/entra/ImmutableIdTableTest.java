package io.bloksec.keycloak.wsfed.entra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bloksec.keycloak.wsfed.entra.ImmutableIdTable.Row;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The file as PowerShell, a spreadsheet or a person writes it. */
class ImmutableIdTableTest {

    @Test
    void readsWhatTheScriptExports() {
        assertThat(ImmutableIdTable.parse("\uFEFF\"UserPrincipalName\",\"OnPremisesImmutableId\"\r\n"
                        + "\"ana@corp.example\",\"q83vASNFZ4mrze8BI0VniQ==\"\r\n\r\nben@corp.example, abc \r\n"))
                .containsExactly(
                        new Row(2, "ana@corp.example", "q83vASNFZ4mrze8BI0VniQ=="),
                        new Row(4, "ben@corp.example", "abc"));
    }

    @Test
    void findsTheColumnsAmongOthers() {
        assertThat(
                        ImmutableIdTable.parse(
                                "Id,onPremisesImmutableId,DisplayName,userPrincipalName\n1,x,\"Silva, \"\"Ana\"\"\nof IT\",ana\n2,y,Ben,ben"))
                .containsExactly(new Row(2, "ana", "x"), new Row(4, "ben", "y"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a,b\n1,2",
                "UserPrincipalName\nana",
                "UserPrincipalName,OnPremisesImmutableId\nana",
                "UserPrincipalName,OnPremisesImmutableId\nana,x,y",
                "UserPrincipalName,OnPremisesImmutableId\n\"ana,x",
                "UserPrincipalName,OnPremisesImmutableId\nana,\"x\"y\"",
                "UserPrincipalName;OnPremisesImmutableId\nana;x"
            })
    void refusesWhatItCannotRead(String csv) {
        assertThatThrownBy(() -> ImmutableIdTable.parse(csv)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void refusesMoreThanTenThousandRows() {
        String heading = "UserPrincipalName,OnPremisesImmutableId\n";
        assertThat(ImmutableIdTable.parse(heading + "a,b\n".repeat(10_000))).hasSize(10_000);
        assertThatThrownBy(() -> ImmutableIdTable.parse(heading + "a,b\n".repeat(10_001)))
                .hasMessageContaining("10000");
    }

    @Property
    void endsForAnyText(@ForAll String csv) {
        try {
            ImmutableIdTable.parse("UserPrincipalName,OnPremisesImmutableId\n" + csv)
                    .forEach(row -> assertThat(row.number()).isGreaterThan(1));
        } catch (IllegalArgumentException e) {
            assertThat(e.getMessage()).isNotBlank();
        }
    }
}
