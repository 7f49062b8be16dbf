package io.bloksec.keycloak.wsfed;

import io.bloksec.keycloak.wsfed.claims.ClaimType;
import io.bloksec.keycloak.wsfed.entra.ImmutableIdTable;
import io.bloksec.keycloak.wsfed.issuer.DomainTable;
import io.bloksec.keycloak.wsfed.message.InvalidRequestException;
import io.bloksec.keycloak.wsfed.message.PassiveParameters;
import io.bloksec.keycloak.wsfed.message.ReplyAddresses;
import io.bloksec.keycloak.wsfed.message.SignInRequest;
import io.bloksec.keycloak.wsfed.metadata.InvalidRelyingPartyException;
import io.bloksec.keycloak.wsfed.metadata.RelyingPartyMetadata;
import io.bloksec.keycloak.wsfed.token.TokenEncryption;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Whatever anyone may write, through everything here that reads it: an answer, or the refusal that the method names, and nothing else. {@code
 * fuzz/run} has Jazzer look for an input that does more; {@link ParsersTest} tries some in every build.
 */
public final class ParsersFuzz {

    private static final String REGISTERED = "https://rp.example/login.srf";
    private static final List<String> PARAMETERS = List.of(
            "wtrealm",
            "wreply",
            "wctx",
            "wfresh",
            "wauth",
            "whr",
            "wreq",
            "login_hint",
            "domain_hint",
            "mkt",
            "lc",
            "ui_locales",
            "prompt",
            "client-request-id");

    private ParsersFuzz() {}

    /** @param data the first byte chooses who reads; the rest is UTF-8, well-formed or not */
    public static void fuzzerTestOneInput(byte[] data) {
        if (data.length == 0) {
            return;
        }
        String text = new String(data, 1, data.length - 1, StandardCharsets.UTF_8);
        switch (Math.floorMod(data[0], 8)) {
            case 0 -> signIn(Map.of("wtrealm", List.of("urn:rp"), "wreq", List.of(text)));
            case 1 -> signIn(fields(text));
            case 2 -> replyAddress(text);
            case 3 -> domains(text);
            case 4 -> orElse(() -> ImmutableIdTable.parse(text));
            case 5 -> orElse(() -> TokenEncryption.certificate(text));
            case 6 -> relyingParty(Arrays.copyOfRange(data, 1, data.length));
            default -> orElse(() -> require(ClaimType.of(text).uri().equals(text), "a claim type that became another"));
        }
    }

    private static void signIn(Map<String, List<String>> query) {
        try {
            SignInRequest request = SignInRequest.parse(PassiveParameters.of(query, Map.of()));
            require(request.clientRequestId().orElse("x").matches("[A-Za-z0-9-]{1,64}"), "an id of other letters");
            require(
                    request.wctx()
                            .equals(query.getOrDefault("wctx", List.of()).stream()
                                    .findFirst()),
                    "another wctx");
            if (request.tokenRequest().isPresent()) {
                String again = request.tokenRequest().get().toXml();
                require(
                        SignInRequest.parse(PassiveParameters.of(
                                        Map.of("wtrealm", List.of("urn:rp"), "wreq", List.of(again)), Map.of()))
                                .tokenRequest()
                                .equals(request.tokenRequest()),
                        "a wreq that asks for something else when it is made again");
            }
        } catch (InvalidRequestException e) {
            require(e.code().matches("[a-z_]+"), "a refusal with text of the request");
        }
    }

    /** A line each: {@code name=value}. */
    private static Map<String, List<String>> fields(String text) {
        Map<String, List<String>> fields = new HashMap<>();
        for (String line : text.split("\u0001")) {
            int equals = line.indexOf('=');
            String name = equals < 0 ? "" : line.substring(0, equals);
            fields.computeIfAbsent(
                            PARAMETERS.contains(name)
                                    ? name
                                    : PARAMETERS.get(Math.floorMod(line.hashCode(), PARAMETERS.size())),
                            any -> new ArrayList<>())
                    .add(line.substring(equals + 1));
        }
        return fields;
    }

    private static void replyAddress(String text) {
        Optional<String> chosen = ReplyAddresses.of(Set.of(REGISTERED, "https://rp.example/*"), null, null)
                .choose(Optional.of(text));
        require(
                chosen.isEmpty() || chosen.get().equals(REGISTERED) && text.equals(REGISTERED),
                "an address let through");
        // Registered by an administrator, who may write anything, too.
        ReplyAddresses.of(Set.of(text), text, text)
                .choose(Optional.empty())
                .ifPresent(address ->
                        require(address.regionMatches(true, 0, "http", 0, 4), "an address that is none of the Web"));
    }

    private static void domains(String text) {
        orElse(() -> {
            DomainTable table = DomainTable.parse(text);
            for (String name : Arrays.asList(text, "a@" + text, "a@b.example")) {
                table.issuerOf(name)
                        .ifPresent(issuer ->
                                require(table.entries().containsValue(issuer), "an issuer that is not in the table"));
            }
        });
    }

    private static void relyingParty(byte[] document) {
        try {
            RelyingPartyMetadata.read(document);
        } catch (InvalidRelyingPartyException e) {
            // Named, with a code.
        }
    }

    private static void orElse(Runnable parser) {
        try {
            parser.run();
        } catch (IllegalArgumentException e) {
            // The refusal that these methods name.
        }
    }

    private static void require(boolean holds, String what) {
        if (!holds) {
            throw new AssertionError(what);
        }
    }
}
