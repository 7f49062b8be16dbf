package io.bloksec.keycloak.wsfed.entra;

import static org.assertj.core.api.Assertions.assertThat;

import io.bloksec.keycloak.wsfed.token.Keys;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** The script an administrator runs with a tenant's keys in hand: whatever the realm's names are, they stay data. */
class FederationScriptTest {

    private static final X509Certificate CERTIFICATE = Keys.rsa2048("corp").certificate();
    private static final X509Certificate NEXT = Keys.rsa2048("next").certificate();
    private static final PowerShellText PLAIN = PowerShellText.parse(script("Corp", "https://idp.example/corp"));

    @Example
    void holdsEverySettingAsAString() throws Exception {
        assertThat(PLAIN.strings())
                .contains(
                        "corp.example",
                        "Corp",
                        "https://idp.example/corp",
                        "https://idp.example/realms/corp/protocol/wsfed",
                        "wsFed",
                        "nativeSupport",
                        Base64.getEncoder().encodeToString(CERTIFICATE.getEncoded()),
                        Base64.getEncoder().encodeToString(NEXT.getEncoded()));
        assertThat(PLAIN.program())
                .contains("New-MgDomainFederationConfiguration -DomainId $Domain @settings")
                .contains("Update-MgDomain -DomainId $Domain -AuthenticationType '\u2026'")
                .doesNotContain("@DOMAINS@")
                .doesNotContainIgnoringCase("Msol")
                .doesNotContain("Invoke-Expression");
    }

    @Example
    void isTheSameProgramWhateverTheNames() {
        for (String name : List.of(
                "'; Remove-Item -Recurse -Force C:\\ #",
                "\u2019; Remove-Item C:\\ #",
                "\u2018\u201a\u201b'",
                "$(Remove-Item C:\\)",
                "`$env:USERNAME\u0000",
                "a\r\nRemove-Item C:\\\r\n#>",
                "\u201d; exit",
                "@DOMAINS@")) {
            PowerShellText hostile = PowerShellText.parse(script(name, "urn:x:" + name));

            assertThat(hostile.program()).as(name).isEqualTo(PLAIN.program());
            assertThat(hostile.strings()).hasSameSizeAs(PLAIN.strings());
        }
    }

    @Property(tries = 500)
    void isTheSameProgramForAnyText(@ForAll("texts") String name) {
        PowerShellText script = PowerShellText.parse(script(name, "urn:x:" + name));

        assertThat(script.program()).isEqualTo(PLAIN.program());
        assertThat(script.strings()).contains(name.replaceAll("\\p{Cc}", " "));
    }

    @Provide
    Arbitrary<String> texts() {
        return Arbitraries.strings()
                .withChars("'\u2018\u2019\u201a\u201b\"\u201c\u201d`$(){};#<>\r\n\u0085\u2028 @abc")
                .ofMaxLength(40);
    }

    private static String script(String displayName, String issuer) {
        return FederationScript.of(List.of(new FederatedDomain(
                Optional.of("corp.example"),
                displayName,
                issuer,
                "https://idp.example/realms/corp/protocol/wsfed",
                CERTIFICATE,
                Optional.of(NEXT))));
    }
}
