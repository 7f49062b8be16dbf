package io.bloksec.keycloak.wsfed.keycloak.mapper;

import io.bloksec.keycloak.wsfed.claims.ClaimType;
import io.bloksec.keycloak.wsfed.claims.Claims;
import io.bloksec.keycloak.wsfed.issuer.DomainTable;
import io.bloksec.keycloak.wsfed.message.TrustVersion;
import io.bloksec.keycloak.wsfed.token.TokenEncryption;
import io.bloksec.keycloak.wsfed.token.TokenType;
import java.math.BigDecimal;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.keycloak.models.ClientModel;
import org.keycloak.models.ProtocolMapperModel;
import org.keycloak.provider.ProviderConfigProperty;

/**
 * The form for a relying party's settings. It makes no claim: Keycloak's console has no place of its own for the settings of a
 * further login protocol, but shows every mapper's as a form. Each setting may also be a client attribute of the same name; the
 * form counts where both are there.
 */
public final class RelyingPartySettingsMapper extends ClaimMapper {

    static final String ID = "wsfed-relying-party-settings";

    /** Whole minutes, 1 to 1440: how long a token is valid. */
    public static final String TOKEN_LIFETIME = "wsfed.token.lifetime.minutes";

    /** The issuer of every token; without it, the realm's address. */
    public static final String ISSUER = "wsfed.issuer";

    /** A {@link DomainTable}; counts before {@link #ISSUER}. */
    public static final String ISSUER_DOMAINS = "wsfed.issuer.domains";

    /** Key id of the realm key that signs; without it, the active one of highest priority. */
    public static final String SIGNING_KEY = "wsfed.signing.kid";

    /** From this level of authentication on, the multi-factor claim is sent. */
    public static final String MULTI_FACTOR_LEVEL = "wsfed.mfa.level";

    /** Hours, 0 to 8760, three decimals at most: an older authentication is done again for this relying party; 0: as the realm. */
    public static final String SESSION_HOURS = "wsfed.session.max.hours";

    /** Where the relying party ends its own session (WS-Federation 1.2, section 13.2.4); empty: it is not visited. */
    public static final String SIGN_OUT_URL = "wsfed.signout.url";

    /** How it is told: see {@link #IN_A_FRAME}. */
    public static final String SIGN_OUT_BY = "wsfed.signout.by";

    /** In one page with the others, which browsers that block other sites' cookies make useless. */
    public static final String IN_A_FRAME = "frame";

    /** At the top, for those that send the browser back to {@code wreply}. */
    public static final String BY_REDIRECT = "redirect";

    /** Whether badge and PIN at a registered workstation count as two factors. */
    public static final String BADGE_AT_KIOSK = "wsfed.mfa.badge.kiosk";

    /** Labels of {@link TokenType}, between commas; the first is the usual one, the others are for who asks by {@code wreq}. */
    public static final String TOKEN_TYPES = "wsfed.token.types";

    /** Label of a {@link TrustVersion}. */
    public static final String TRUST_VERSION = "wsfed.trust.version";

    /** The relying party's certificate, PEM or base64: tokens are encrypted for it. Empty: they are not. */
    public static final String ENCRYPTION_CERTIFICATE = "wsfed.encryption.certificate";

    /** Whether its software can read nothing better than AES-CBC. */
    public static final String ENCRYPTION_CBC = "wsfed.encryption.cbc";

    private static final BigDecimal MOST_HOURS = BigDecimal.valueOf(8760);

    private static final List<ProviderConfigProperty> PROPERTIES = List.of(
            text(
                    ISSUER_DOMAINS,
                    "Issuer by domain",
                    "One entry a line, domain=issuer, for example corp.example=https://idp.example/corp. The longest domain that the"
                            + " person's UPN ends with decides; whose domain is not here gets no token. Entra ID wants an issuer of"
                            + " its own for each federated root domain.",
                    ProviderConfigProperty.TEXT_TYPE,
                    null),
            text(
                    ISSUER,
                    "Issuer",
                    "One issuer for everyone, where there is no table. Empty: the realm's address.",
                    ProviderConfigProperty.STRING_TYPE,
                    null),
            text(
                    SIGNING_KEY,
                    "Signing key (kid)",
                    "Id of the RSA key that signs, from Realm settings, Keys. Empty: the active RS256 key of highest priority, which"
                            + " changes when keys are rotated.",
                    ProviderConfigProperty.STRING_TYPE,
                    null),
            text(
                    TOKEN_LIFETIME,
                    "Token lifetime (minutes)",
                    "1 to 1440. Default: 60.",
                    ProviderConfigProperty.STRING_TYPE,
                    "60"),
            text(
                    MULTI_FACTOR_LEVEL,
                    "Multi-factor level",
                    "The multi-factor claim is sent when the sign-in reached this level of authentication, which conditions of type"
                            + " Level of Authentication in the flow count. Default: 2. 0: it is never sent.",
                    ProviderConfigProperty.STRING_TYPE,
                    "2"),
            text(
                    SESSION_HOURS,
                    "Session duration (hours)",
                    "A person whose authentication is older is asked again, whatever the realm's session lasts. 0: as the realm."
                            + " Default: 8 for Entra ID, 0 for others.",
                    ProviderConfigProperty.STRING_TYPE,
                    null),
            text(
                    SIGN_OUT_URL,
                    "Sign-out address",
                    "Visited with wa=wsignoutcleanup1.0 and a wreply back here when somebody's session ends, so that the relying"
                            + " party's ends too. Empty: it is not visited.",
                    ProviderConfigProperty.STRING_TYPE,
                    null),
            choice(
                    SIGN_OUT_BY,
                    "Sign-out by",
                    "How the address above is visited after a sign-out by wsignout1.0: in a frame, beside the others, or by redirect, for"
                            + " an application that sends the browser back to wreply. A redirect works where the browser blocks other"
                            + " sites' cookies, too.",
                    IN_A_FRAME,
                    BY_REDIRECT),
            text(
                    BADGE_AT_KIOSK,
                    "Badge at a registered workstation counts as multi-factor",
                    "On: a sign-in with BlokBadge alone sends the multi-factor claim where it reached the multi-factor level at a"
                            + " registered workstation. A badge can be copied and a PIN looked at: ask those who answer for your"
                            + " security first.",
                    ProviderConfigProperty.BOOLEAN_TYPE,
                    "false"),
            choice(
                    TOKEN_TYPES,
                    "Token type",
                    "What the relying party is given. Of two, the first, unless its wreq asks for the other. Entra ID reads SAML 1.1"
                            + " only.",
                    "SAML 1.1",
                    "SAML 2.0",
                    "SAML 1.1, SAML 2.0",
                    "SAML 2.0, SAML 1.1"),
            choice(
                    TRUST_VERSION,
                    "WS-Trust version",
                    "How the token is wrapped: 2005/02, a bare response, as Entra ID, SharePoint and Exchange read it; 1.3, a"
                            + " collection of responses.",
                    TrustVersion.FEBRUARY_2005.label(),
                    TrustVersion.V1_3.label()),
            text(
                    ENCRYPTION_CERTIFICATE,
                    "Encrypt tokens for (certificate)",
                    "The relying party's encryption certificate, PEM or base64, RSA with 2048 bits or more. Empty: tokens are signed"
                            + " and not encrypted. Entra ID takes no encrypted tokens.",
                    ProviderConfigProperty.TEXT_TYPE,
                    null),
            text(
                    ENCRYPTION_CBC,
                    "Encrypt with AES-CBC (legacy)",
                    "On only where the relying party cannot read AES-GCM, as SharePoint and other software on WIF: AES-CBC does not"
                            + " notice that a token was changed, which helps whoever wants to read it.",
                    ProviderConfigProperty.BOOLEAN_TYPE,
                    "false"));

    /** Whether a text is a session duration: 0 to 8760, with three decimals at most. */
    public static boolean isHours(String text) {
        return text.matches("[0-9]{1,4}(\\.[0-9]{1,3})?") && new BigDecimal(text).compareTo(MOST_HOURS) <= 0;
    }

    /** Whether a browser can be sent there. */
    public static boolean isWebAddress(String text) {
        try {
            URI uri = new URI(text);
            return ("https".equals(uri.getScheme()) || "http".equals(uri.getScheme())) && uri.getHost() != null;
        } catch (URISyntaxException e) {
            return false;
        }
    }

    /** The form's value of a setting, else the client attribute's; absent when neither is filled in. */
    public static Optional<String> setting(ClientModel client, String name) {
        return of(client)
                .flatMap(mapper -> new MapperSettings(mapper).text(name))
                .or(() -> Optional.ofNullable(client.getAttribute(name)).filter(value -> !value.isBlank()))
                .map(String::strip);
    }

    public static boolean isOne(ProtocolMapperModel mapper) {
        return ID.equals(mapper.getProtocolMapper());
    }

    /** The client's form, where it has one. */
    public static Optional<ProtocolMapperModel> of(ClientModel client) {
        return client.getProtocolMappersStream()
                .filter(RelyingPartySettingsMapper::isOne)
                .findFirst();
    }

    /** A form that is filled in. */
    public static ProtocolMapperModel model(Map<String, String> settings) {
        return model("Relying party settings", ID, settings);
    }

    @Override
    void addTo(Claims claims, MapperSettings settings, Person person) {
        // settings, no claim
    }

    @Override
    List<ClaimType> claimTypes(MapperSettings settings) {
        return List.of();
    }

    @Override
    void check(MapperSettings settings) throws InvalidMapperException {
        number(settings, TOKEN_LIFETIME, 1, 1440);
        number(settings, MULTI_FACTOR_LEVEL, 0, 1000);
        if (settings.text(SESSION_HOURS).filter(hours -> !isHours(hours)).isPresent()) {
            throw settings.invalid("The session duration must be a number of hours from 0 to 8760");
        }
        Optional<String> issuer = settings.text(ISSUER);
        if (issuer.isPresent() && !DomainTable.isIssuer(issuer.get().strip())) {
            throw settings.invalid("The issuer must be an absolute URI");
        }
        if (settings.text(SIGN_OUT_URL)
                .filter(url -> !isWebAddress(url.strip()))
                .isPresent()) {
            throw settings.invalid("The sign-out address must be an absolute address with https or http");
        }
        if (tokenTypes(settings.text(TOKEN_TYPES).orElse("")).isEmpty()
                && settings.text(TOKEN_TYPES).isPresent()) {
            throw settings.invalid("The token type must be SAML 1.1, SAML 2.0, or both between commas");
        }
        Optional<String> by = settings.text(SIGN_OUT_BY).map(String::strip);
        if (by.isPresent() && !List.of(IN_A_FRAME, BY_REDIRECT).contains(by.get())) {
            throw settings.invalid("The sign-out must be by frame or by redirect");
        }
        Optional<String> version = settings.text(TRUST_VERSION);
        if (version.isPresent() && TrustVersion.ofLabel(version.get().strip()).isEmpty()) {
            throw settings.invalid("The WS-Trust version must be 2005/02 or 1.3");
        }
        Optional<String> certificate = settings.text(ENCRYPTION_CERTIFICATE);
        if (certificate.isPresent()) {
            try {
                TokenEncryption.certificate(certificate.get());
            } catch (IllegalArgumentException e) {
                throw settings.invalid(
                        "The encryption certificate must be PEM or base64, with an RSA key of 2048 bits or more");
            }
        }
        Optional<String> domains = settings.text(ISSUER_DOMAINS);
        if (domains.isPresent()) {
            try {
                DomainTable.parse(domains.get());
            } catch (IllegalArgumentException e) {
                throw settings.invalid(e.getMessage());
            }
        }
    }

    private static void number(MapperSettings settings, String name, int least, int most)
            throws InvalidMapperException {
        Optional<String> value = settings.text(name).map(String::strip);
        if (value.isPresent() && !isBetween(value.get(), least, most)) {
            throw settings.invalid(name + " must be a whole number from " + least + " to " + most);
        }
    }

    /** Whether the text is a whole number in the range. */
    public static boolean isBetween(String number, int least, int most) {
        return number.matches("\\d{1,6}") && Integer.parseInt(number) >= least && Integer.parseInt(number) <= most;
    }

    /** In their order, each once; empty when one of them is none. */
    public static List<TokenType> tokenTypes(String labels) {
        List<Optional<TokenType>> types = Arrays.stream(labels.split(","))
                .map(label -> TokenType.ofLabel(label.strip()))
                .distinct()
                .toList();
        return types.contains(Optional.<TokenType>empty())
                ? List.of()
                : types.stream().flatMap(Optional::stream).toList();
    }

    private static ProviderConfigProperty choice(String name, String label, String help, String... options) {
        return new ProviderConfigProperty(name, label, help, ProviderConfigProperty.LIST_TYPE, options[0], options);
    }

    private static ProviderConfigProperty text(String name, String label, String help, String type, String example) {
        return new ProviderConfigProperty(name, label, help, type, example);
    }

    @Override
    public String getId() {
        return ID;
    }

    @Override
    public String getDisplayType() {
        return "Relying party settings";
    }

    @Override
    public String getHelpText() {
        return "Issuer, signing key, lifetimes and multi-factor level for this relying party. Add it once.";
    }

    @Override
    public List<ProviderConfigProperty> getConfigProperties() {
        return PROPERTIES;
    }
}
