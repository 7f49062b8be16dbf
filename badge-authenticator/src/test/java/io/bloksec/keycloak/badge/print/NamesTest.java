package io.bloksec.keycloak.badge.print;

import static org.assertj.core.api.Assertions.assertThat;

import java.text.Normalizer;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Names are whatever people typed somewhere: each is printed as it is or refused, and nothing else happens. */
class NamesTest {

    @Property(tries = 150)
    void isPrintedWholeOrRefused(@ForAll("names") String name) throws Exception {
        Printout printout;
        try {
            printout = Printout.of("a4-labels", List.of(Printout.badge(name)));
        } catch (UnprintableException e) {
            assertThat(e.rows()).containsExactly(0);
            return;
        }
        assertThat(readable(printout.text(1))).contains(readable(name));
    }

    /** Whatever is made of spaces and of letters that are two codes for one sign. */
    private static String readable(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFKC).replaceAll("[\\s\\p{Z}\u00AD-]", "");
    }

    @Provide
    Arbitrary<String> names() {
        return Arbitraries.oneOf(
                        Arbitraries.strings().ofMaxLength(40),
                        Arbitraries.strings().withCharRange(' ', '\u024F').ofMaxLength(80),
                        Arbitraries.strings().withCharRange('\u0370', '\u052F').ofMaxLength(60),
                        Arbitraries.strings()
                                .withChars('A', 'e', '\u0301', '\u0308', ' ', '-', 'f', 'i', '\u1EC7')
                                .ofMaxLength(300))
                .filter(name -> !name.isBlank());
    }
}
