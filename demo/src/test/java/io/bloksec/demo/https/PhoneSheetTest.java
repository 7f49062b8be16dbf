package io.bloksec.demo.https;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.google.zxing.common.BitMatrix;
import com.google.zxing.qrcode.decoder.Decoder;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is printed can be scanned and compared, and does not break an ordinary terminal's lines. */
class PhoneSheetTest {

    private static final String FINGERPRINT = "AB:".repeat(31) + "AB";
    private static final String APP = "https://laptop.local:8080/realms/demo/blokkey/app/";

    @Test
    void bothAddressesCanBeScanned() throws Exception {
        List<String> lines = sheet("laptop.local").lines(false);

        assertThat(scan(lines)).containsExactly("http://laptop.local:8082/demo-ca.crt", APP);
        assertThat(String.join("\n", lines)).contains("http://laptop.local:8082/demo-ca.crt", APP);
    }

    /** Otherwise a reader finds no corner where the terminal's own ground is dark too. */
    @Test
    void aCodeHasALightEdgeOfFourModules() {
        List<String> code = TerminalQr.lines(APP, false);

        assertThat(code.get(0)).matches("█+");
        assertThat(code.get(1)).matches("█+");
        assertThat(code.get(code.size() - 1)).matches("█+");
        assertThat(code).allMatch(line -> line.startsWith("████") && line.endsWith("████"));
    }

    @Test
    void coloursStandAroundALineAndChangeNothingInIt() {
        List<String> plain = TerminalQr.lines(APP, false);

        assertThat(TerminalQr.lines(APP, true))
                .containsExactlyElementsOf(plain.stream()
                        .map(line -> "\u001b[97;40m" + line + "\u001b[0m")
                        .toList());
    }

    @Test
    void theFingerprintIsWhole() {
        String text = String.join("", sheet("laptop.local").lines(false)).replace(" ", "");

        assertThat(text).contains(FINGERPRINT);
    }

    @Test
    void whoGivesNumbersIsToldThatTheyAreNotEnough() {
        assertThat(sheet("192.168.1.20").lines(false).get(0)).contains("NOTE");
        assertThat(String.join("\n", sheet("laptop.local").lines(false))).doesNotContain("NOTE");
    }

    @ParameterizedTest
    @ValueSource(strings = {"192.168.1.20", "laptop.local"})
    void linesAreNotLong(String name) {
        assertThat(sheet(name).lines(false)).allMatch(line -> line.length() <= 120);
    }

    @Test
    void whatNoCodeCanHold() {
        assertThatIllegalArgumentException().isThrownBy(() -> TerminalQr.lines("x".repeat(3000), false));
    }

    private static PhoneSheet sheet(String name) {
        return new PhoneSheet(new HostName(name), FINGERPRINT, 8082, APP);
    }

    /** Reads the codes among the lines, as a camera would: from what is light and dark alone. */
    private static List<String> scan(List<String> lines) throws Exception {
        List<String> texts = new ArrayList<>();
        List<String> code = new ArrayList<>();
        for (String line : lines) {
            if (line.contains("█")) {
                code.add(line.strip());
            } else if (!code.isEmpty()) {
                texts.add(decode(code));
                code.clear();
            }
        }
        return texts;
    }

    private static String decode(List<String> code) throws Exception {
        int size = code.get(0).length() - 8;
        BitMatrix dark = new BitMatrix(size);
        for (int y = 0; y < size; y++) {
            for (int x = 0; x < size; x++) {
                char block = code.get((y + 4) / 2).charAt(x + 4);
                boolean light = block == '█' || block == (y % 2 == 0 ? '▀' : '▄');
                if (!light) {
                    dark.set(x, y);
                }
            }
        }
        return new Decoder().decode(dark).getText();
    }
}
