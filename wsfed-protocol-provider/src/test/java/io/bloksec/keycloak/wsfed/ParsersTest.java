package io.bloksec.keycloak.wsfed;

import java.nio.charset.StandardCharsets;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** What comes from anyone is read or refused, whatever it is: see {@link ParsersFuzz}. */
class ParsersTest {

    @Property(tries = 3_000)
    void anyBytes(@ForAll byte[] data) {
        ParsersFuzz.fuzzerTestOneInput(data);
    }

    @Property(tries = 7_000)
    void almostWhatIsExpected(@ForAll @IntRange(max = 7) int reader, @ForAll("texts") String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        byte[] data = new byte[bytes.length + 1];
        data[0] = (byte) reader;
        System.arraycopy(bytes, 0, data, 1, bytes.length);
        ParsersFuzz.fuzzerTestOneInput(data);
    }

    @Provide
    Arbitrary<String> texts() {
        Arbitrary<String> parts = Arbitraries.of(List.of(
                "<t:RequestSecurityToken xmlns:t=\"http://schemas.xmlsoap.org/ws/2005/02/trust\">",
                "<t:TokenType>",
                "urn:oasis:names:tc:SAML:2.0:assertion",
                "</t:TokenType>",
                "</t:RequestSecurityToken>",
                "<EntityDescriptor xmlns=\"urn:oasis:names:tc:SAML:2.0:metadata\" entityID=\"urn:rp\">",
                "<RoleDescriptor>",
                "</EntityDescriptor>",
                "<!DOCTYPE a [<!ENTITY b \"c\">]>",
                "&b;",
                "<![CDATA[",
                "]]>",
                "<!-- ",
                " -->",
                "<?pi?>",
                "https://rp.example/login.srf",
                "https://",
                "corp.example=",
                "a@corp.example",
                "http://schemas.microsoft.com/claims/multipleauthn",
                "UserPrincipalName,OnPremisesImmutableId\n",
                "\"",
                ",",
                "=",
                "/",
                "*",
                "#",
                "\u0001wreq=",
                "\u0001wctx=",
                "\u0001wfresh=",
                "\u0001wauth=",
                "-----BEGIN CERTIFICATE-----",
                "MIIB",
                "\r\n",
                "\u0000",
                "\uFEFF",
                "\u202E",
                "\uD83D\uDE00",
                "999999999999"));
        return Arbitraries.oneOf(parts, Arbitraries.strings().ofMaxLength(5))
                .list()
                .ofMaxSize(12)
                .map(list -> String.join("", list));
    }
}
