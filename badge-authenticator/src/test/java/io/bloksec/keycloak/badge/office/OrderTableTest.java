package io.bloksec.keycloak.badge.office;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OrderTableTest {

    @Test
    void asASpreadsheetSavesIt() {
        assertThat(OrderTable.TABLE.parse("\uFEFFUsername;Kind;Hours\r\njane;temporary;8\r\n\r\nrobin;;\r\n"))
                .containsExactly(
                        Map.of("person", "jane", "kind", "temporary", "hours", "8"), Map.of("person", "robin"));
    }

    @Test
    void quotedValuesHoldWhatDividesAndQuotesAndLines() {
        assertThat(OrderTable.TABLE.parse("person,kind\n\"a, b\",\"x\"\"y\"\n\"\"\"q\",\"line\none\"\nc,\"\"\n"))
                .containsExactly(
                        Map.of("person", "a, b", "kind", "x\"y"),
                        Map.of("person", "\"q", "kind", "line\none"),
                        Map.of("person", "c"));
    }

    @Test
    void theLastLineNeedsNoEnd() {
        assertThat(OrderTable.TABLE.parse("email\tdays\nj@x.example\t30"))
                .containsExactly(Map.of("person", "j@x.example", "days", "30"));
        assertThat(OrderTable.TABLE.parse("person\n")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\n",
                "name\njane",
                "kind\nstandard",
                "person,email\na,b",
                "person,kind\njane",
                "person\n\"jane",
                "person\n\"jane\"x",
                "person,kind\n,standard",
                "person\rjane,robin"
            })
    void whatIsNoTableIsRefusedAndSaysWhy(String csv) {
        assertThatThrownBy(() -> OrderTable.TABLE.parse(csv))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageEndingWith(".");
    }

    @Test
    void theLineIsNamed() {
        assertThatThrownBy(() -> OrderTable.TABLE.parse("person,kind\n\"a\nb\",x\nc\n"))
                .hasMessageStartingWith("Line 4 ");
    }

    @Test
    void fiveHundredRowsAndNotOneMore() {
        String rows = IntStream.range(0, OrderTable.MOST_ROWS)
                .mapToObj(i -> "p" + i + "\n")
                .collect(Collectors.joining("", "person\n", ""));
        assertThat(OrderTable.TABLE.parse(rows)).hasSize(OrderTable.MOST_ROWS);
        assertThatThrownBy(() -> OrderTable.TABLE.parse(rows + "one more\n")).hasMessageContaining("500");
        assertThatThrownBy(() -> OrderTable.TABLE.parse("x".repeat(OrderTable.MOST_CHARACTERS + 1)))
                .hasMessageContaining("longer");
    }

    @Property(tries = 2_000)
    void anyTextIsATableOrRefused(
            @ForAll @StringLength(max = 60) @Chars({'p', '"', ',', ';', '\n', '\r', '\t', ' ', 'é'}) String rest) {
        try {
            List<Map<String, String>> rows = OrderTable.TABLE.parse("person,kind\n" + rest);
            assertThat(rows).allSatisfy(row -> assertThat(row).containsKey("person"));
        } catch (IllegalArgumentException e) {
            assertThat(e.getMessage()).isNotBlank();
        }
    }
}
