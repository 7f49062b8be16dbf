package io.bloksec.keycloak.badge.print;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.bloksec.keycloak.badge.print.Printout.Page;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Element;
import org.xml.sax.InputSource;

class CodeImageTest {

    private static final Pattern RUN = Pattern.compile("M(\\d+) (\\d+)h(\\d+)v1h-\\3z");
    private static final int ALL = 41;

    private final String payload = Printout.badge("Jane").payload();

    @Test
    void anSvgHasItsSizeAndItsQuietZone() throws Exception {
        Element svg = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new InputSource(new StringReader(CodeImage.svg(payload, 0.8))))
                .getDocumentElement();

        assertThat(svg.getAttribute("width")).isEqualTo("32.800mm").isEqualTo(svg.getAttribute("height"));
        assertThat(svg.getAttribute("viewBox")).isEqualTo("0 0 41 41");
        String path = ((Element) svg.getElementsByTagName("path").item(1)).getAttribute("d");
        assertThat(RUN.matcher(path).replaceAll("")).isEmpty();
        assertThat(drawn(path).scan(paper(8)).text()).isEqualTo(payload);
        assertThat(RUN.matcher(path).results()).allSatisfy(run -> {
            assertThat(number(run, 1)).isBetween(4, 36);
            assertThat(number(run, 2)).isBetween(4, 36);
            assertThat(number(run, 1) + number(run, 3)).isBetween(5, 37);
        });
    }

    @ParameterizedTest
    @CsvSource({"0.8, 9", "0.762, 9", "0.33, 4", "0.25, 3", "3, 35"})
    void aPngSaysHowLargeItIs(double module, int pixels) throws Exception {
        byte[] png = CodeImage.png(payload, module);
        BufferedImage image = ImageIO.read(new ByteArrayInputStream(png));

        assertThat(image.getWidth()).isEqualTo(41 * pixels).isEqualTo(image.getHeight());
        int at = new String(png, StandardCharsets.ISO_8859_1).indexOf("pHYs") + 4;
        int perMetre = ByteBuffer.wrap(png).getInt(at);
        assertThat(perMetre).isEqualTo(ByteBuffer.wrap(png).getInt(at + 4));
        assertThat(png[at + 8]).isEqualTo((byte) 1);
        assertThat(1000.0 * pixels / perMetre).isCloseTo(module, within(0.0005));
        Page page = new Page(grey(image));
        assertThat(page.darkIn(0, 0, 41 * pixels, 4 * pixels)).isZero();
        assertThat(page.darkIn(0, 0, 4 * pixels, 41 * pixels)).isZero();
        assertThat(page.darkIn(0, 37 * pixels, 41 * pixels, 4 * pixels)).isZero();
        assertThat(page.darkIn(37 * pixels, 0, 4 * pixels, 41 * pixels)).isZero();
        assertThat(page.dark(4 * pixels, 4 * pixels)).isTrue();
        assertThat(page.dark(5 * pixels - 1, 5 * pixels - 1)).isTrue();
        assertThat(page.dark(5 * pixels, 5 * pixels)).isFalse();
    }

    @Test
    void aPngIsScanned() throws Exception {
        Page page = new Page(grey(ImageIO.read(new ByteArrayInputStream(CodeImage.png(payload, 0.8)))));

        assertThat(page.scan(paper(9)).text()).isEqualTo(payload);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.24, 3.01, Double.NaN, -1})
    void aModuleHasBounds(double module) {
        assertThatIllegalArgumentException().isThrownBy(() -> CodeImage.svg(payload, module));
        assertThatIllegalArgumentException().isThrownBy(() -> CodeImage.png(payload, module));
    }

    @Test
    void nothingButAPayloadBecomesAnImage() {
        assertThatIllegalArgumentException().isThrownBy(() -> CodeImage.svg("<script>", 0.8));
        assertThatIllegalArgumentException().isThrownBy(() -> CodeImage.png(payload + payload, 0.8));
    }

    private static Page drawn(String path) {
        BufferedImage image = new BufferedImage(ALL * 8, ALL * 8, BufferedImage.TYPE_BYTE_GRAY);
        Graphics2D graphics = image.createGraphics();
        graphics.setColor(Color.WHITE);
        graphics.fillRect(0, 0, ALL * 8, ALL * 8);
        graphics.setColor(Color.BLACK);
        RUN.matcher(path)
                .results()
                .forEach(run -> graphics.fillRect(8 * number(run, 1), 8 * number(run, 2), 8 * number(run, 3), 8));
        return new Page(image);
    }

    private static BufferedImage grey(BufferedImage image) {
        BufferedImage grey = new BufferedImage(image.getWidth(), image.getHeight(), BufferedImage.TYPE_BYTE_GRAY);
        Graphics2D graphics = grey.createGraphics();
        graphics.drawImage(image, 0, 0, null);
        return grey;
    }

    private static int number(MatchResult run, int group) {
        return Integer.parseInt(run.group(group));
    }

    private static Rect paper(int pixels) {
        return new Rect(0, 0, Printout.millimetres(ALL * pixels), Printout.millimetres(ALL * pixels));
    }
}
