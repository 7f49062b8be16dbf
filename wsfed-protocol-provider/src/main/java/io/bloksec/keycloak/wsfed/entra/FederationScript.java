package io.bloksec.keycloak.wsfed.entra;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The PowerShell script that tells Entra ID of this realm by Microsoft Graph's cmdlets, checks what it holds, and takes it back.
 * What it does stands in {@code federate-domain.ps1}; this puts the values in, every one as a literal.
 */
public final class FederationScript {

    private static final String PLACE = "@DOMAINS@";
    private static final String TEMPLATE = read("federate-domain.ps1");

    private FederationScript() {}

    public static String of(List<FederatedDomain> domains) {
        String tables = domains.stream().map(FederationScript::table).collect(Collectors.joining(",\r\n"));
        return TEMPLATE.replace(PLACE, tables);
    }

    private static String table(FederatedDomain domain) {
        return domain.properties().entrySet().stream()
                .map(property -> "        " + upperFirst(property.getKey()) + " = " + literal(property.getValue()))
                .collect(Collectors.joining(
                        "\r\n",
                        "    @{\r\n        Domain = " + literal(domain.domain().orElse("")) + "\r\n",
                        "\r\n    }"));
    }

    /**
     * A single-quoted string, in which PowerShell replaces nothing. Four more characters end one, which PowerShell takes for
     * the apostrophe (language specification, section 2.3.5.2): each is doubled like it.
     */
    static String literal(String value) {
        StringBuilder literal = new StringBuilder("'");
        value.chars().forEach(character -> {
            boolean quote = "'\u2018\u2019\u201a\u201b".indexOf(character) >= 0;
            // Line ends and other control characters have no place in any of these values.
            char written = Character.isISOControl(character) ? ' ' : (char) character;
            literal.append(written);
            if (quote) {
                literal.append(written);
            }
        });
        return literal.append("'").toString();
    }

    private static String upperFirst(String name) {
        return Character.toUpperCase(name.charAt(0)) + name.substring(1);
    }

    private static String read(String name) {
        try (InputStream in = FederationScript.class.getResourceAsStream(name)) {
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return text.replace("\r\n", "\n").replace("\n", "\r\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The properties of Graph's resource for each domain, as JSON would hold them. */
    public static List<Map<String, Object>> graph(List<FederatedDomain> domains) {
        return domains.stream()
                .map(domain -> Map.<String, Object>of(
                        "domain", domain.domain().orElse(""),
                        "request",
                                "POST /v1.0/domains/" + domain.domain().orElse("{domain}") + "/federationConfiguration",
                        "body", domain.properties()))
                .toList();
    }
}
