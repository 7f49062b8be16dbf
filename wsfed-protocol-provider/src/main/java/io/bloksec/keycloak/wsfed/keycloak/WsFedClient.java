package io.bloksec.keycloak.wsfed.keycloak;

import static io.bloksec.keycloak.wsfed.keycloak.mapper.RelyingPartySettingsMapper.BADGE_AT_KIOSK;
import static io.bloksec.keycloak.wsfed.keycloak.mapper.RelyingPartySettingsMapper.BY_REDIRECT;
import static io.bloksec.keycloak.wsfed.keycloak.mapper.RelyingPartySettingsMapper.ENCRYPTION_CBC;
import static io.bloksec.keycloak.wsfed.keycloak.mapper.RelyingPartySettingsMapper.ENCRYPTION_CERTIFICATE;
import static io.bloksec.keycloak.wsfed.keycloak.mapper.RelyingPartySettingsMapper.ISSUER;
import static io.bloksec.keycloak.wsfed.keycloak.mapper.RelyingPartySettingsMapper.ISSUER_DOMAINS;
import static io.bloksec.keycloak.wsfed.keycloak.mapper.RelyingPartySettingsMapper.MULTI_FACTOR_LEVEL;
import static io.bloksec.keycloak.wsfed.keycloak.mapper.RelyingPartySettingsMapper.SESSION_HOURS;
import static io.bloksec.keycloak.wsfed.keycloak.mapper.RelyingPartySettingsMapper.SIGNING_KEY;
import static io.bloksec.keycloak.wsfed.keycloak.mapper.RelyingPartySettingsMapper.SIGN_OUT_BY;
import static io.bloksec.keycloak.wsfed.keycloak.mapper.RelyingPartySettingsMapper.SIGN_OUT_URL;
import static io.bloksec.keycloak.wsfed.keycloak.mapper.RelyingPartySettingsMapper.TOKEN_LIFETIME;
import static io.bloksec.keycloak.wsfed.keycloak.mapper.RelyingPartySettingsMapper.TOKEN_TYPES;
import static io.bloksec.keycloak.wsfed.keycloak.mapper.RelyingPartySettingsMapper.TRUST_VERSION;

import io.bloksec.keycloak.wsfed.entra.EntraPreset;
import io.bloksec.keycloak.wsfed.issuer.DomainTable;
import io.bloksec.keycloak.wsfed.issuer.IssuerStrategy;
import io.bloksec.keycloak.wsfed.keycloak.mapper.RelyingPartySettingsMapper;
import io.bloksec.keycloak.wsfed.message.ReplyAddresses;
import io.bloksec.keycloak.wsfed.message.TrustVersion;
import io.bloksec.keycloak.wsfed.token.TokenEncryption;
import io.bloksec.keycloak.wsfed.token.TokenType;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.keycloak.models.ClientModel;

/**
 * A client's WS-Federation settings, each with the default that makes a client without any attribute work: clients come from
 * realm imports too, where nobody filled anything in.
 */
final class WsFedClient {

    private static final BigDecimal SECONDS_OF_HOUR = BigDecimal.valueOf(3600);
    private static final String DEFAULT_MULTI_FACTOR_LEVEL = "2";
    private static final Duration DEFAULT_TOKEN_LIFETIME = Duration.ofMinutes(60);
    private static final int MAX_TOKEN_LIFETIME_MINUTES = 24 * 60;

    private static final Logger LOG = Logger.getLogger(WsFedClient.class);

    private final ClientModel client;

    WsFedClient(ClientModel client) {
        this.client = client;
    }

    static boolean isOne(ClientModel client) {
        return WsFedLoginProtocol.ID.equals(client.getProtocol());
    }

    ReplyAddresses replyAddresses() {
        String homeUrl = client.getBaseUrl();
        return ReplyAddresses.of(
                client.getRedirectUris(), homeUrl == null || homeUrl.isBlank() ? null : homeUrl, client.getRootUrl());
    }

    /** 60 minutes, AD FS's default, unless the attribute says otherwise. */
    Duration tokenLifetime() {
        Optional<String> minutes = setting(TOKEN_LIFETIME);
        if (minutes.isEmpty()) {
            return DEFAULT_TOKEN_LIFETIME;
        }
        if (RelyingPartySettingsMapper.isBetween(minutes.get(), 1, MAX_TOKEN_LIFETIME_MINUTES)) {
            return Duration.ofMinutes(Long.parseLong(minutes.get()));
        }
        LOG.warnf(
                "Client '%s': %s is not a number of minutes from 1 to %d, using %d",
                client.getClientId(), TOKEN_LIFETIME, MAX_TOKEN_LIFETIME_MINUTES, DEFAULT_TOKEN_LIFETIME.toMinutes());
        return DEFAULT_TOKEN_LIFETIME;
    }

    /**
     * As whom we speak to this relying party.
     *
     * @param realmUrl the issuer where nothing is set
     */
    IssuerStrategy issuerStrategy(String realmUrl) throws InvalidSettingException {
        Optional<String> domains = setting(ISSUER_DOMAINS);
        if (domains.isPresent()) {
            try {
                return new IssuerStrategy.ByDomain(DomainTable.parse(domains.get()));
            } catch (IllegalArgumentException e) {
                throw new InvalidSettingException(ISSUER_DOMAINS, e.getMessage());
            }
        }
        String issuer = setting(ISSUER).orElse(realmUrl);
        if (!DomainTable.isIssuer(issuer)) {
            throw new InvalidSettingException(ISSUER, "Not an absolute URI");
        }
        return new IssuerStrategy.One(issuer);
    }

    /** The key that must sign; absent: the realm's active one. */
    Optional<String> signingKeyId() {
        return setting(SIGNING_KEY);
    }

    /** The level of authentication that counts as multi-factor; absent: none does. 2 unless set. */
    Optional<Integer> multiFactorLevel() throws InvalidSettingException {
        String level = setting(MULTI_FACTOR_LEVEL).orElse(DEFAULT_MULTI_FACTOR_LEVEL);
        if (!RelyingPartySettingsMapper.isBetween(level, 0, 1000)) {
            throw new InvalidSettingException(MULTI_FACTOR_LEVEL, "Not a level of authentication");
        }
        return Optional.of(Integer.parseInt(level)).filter(value -> value > 0);
    }

    /** How old an authentication may be for this relying party, whatever the realm's session lasts. */
    Optional<Duration> sessionDuration() throws InvalidSettingException {
        String hours = setting(SESSION_HOURS)
                .orElse(EntraPreset.appliesTo(client.getClientId()) ? String.valueOf(EntraPreset.SESSION_HOURS) : "0");
        if (!RelyingPartySettingsMapper.isHours(hours)) {
            throw new InvalidSettingException(SESSION_HOURS, "Not a number of hours");
        }
        return Optional.of(Duration.ofSeconds(
                        new BigDecimal(hours).multiply(SECONDS_OF_HOUR).longValue()))
                .filter(duration -> !duration.isZero());
    }

    /** Where it ends its own session; absent: it is not visited. */
    Optional<String> signOutAddress() {
        return setting(SIGN_OUT_URL).filter(RelyingPartySettingsMapper::isWebAddress);
    }

    /** Whether it sends the browser back, so that it can be visited at the top. */
    boolean signOutByRedirect() {
        return setting(SIGN_OUT_BY).filter(BY_REDIRECT::equals).isPresent();
    }

    /** What it may be given, the usual one first; SAML 1.1 unless set. */
    List<TokenType> tokenTypes() throws InvalidSettingException {
        List<TokenType> types =
                RelyingPartySettingsMapper.tokenTypes(setting(TOKEN_TYPES).orElse(TokenType.SAML_1_1.label()));
        if (types.isEmpty()) {
            throw new InvalidSettingException(TOKEN_TYPES, "Not a token type");
        }
        return types;
    }

    TrustVersion trustVersion() throws InvalidSettingException {
        return TrustVersion.ofLabel(setting(TRUST_VERSION).orElse(TrustVersion.FEBRUARY_2005.label()))
                .orElseThrow(() -> new InvalidSettingException(TRUST_VERSION, "Not a version of WS-Trust"));
    }

    /** For whom tokens are encrypted; a certificate that cannot be used means no token, never an open one. */
    Optional<TokenEncryption> encryption() throws InvalidSettingException {
        Optional<String> certificate = setting(ENCRYPTION_CERTIFICATE);
        if (certificate.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(new TokenEncryption(
                    TokenEncryption.certificate(certificate.get()),
                    setting(ENCRYPTION_CBC).filter("true"::equals).isPresent()));
        } catch (IllegalArgumentException e) {
            throw new InvalidSettingException(
                    ENCRYPTION_CERTIFICATE, "Not a certificate that tokens can be encrypted for");
        }
    }

    /** Whether badge and PIN at a registered workstation count as two factors. */
    boolean trustsBadgesAtKiosks() {
        return setting(BADGE_AT_KIOSK).filter("true"::equals).isPresent();
    }

    private Optional<String> setting(String name) {
        return RelyingPartySettingsMapper.setting(client, name);
    }

    /** Name for people: the client's display name, else its id. */
    String displayName() {
        String name = client.getName();
        // A name such as ${client_name} is a message key, which our pages do not resolve.
        return name == null || name.isBlank() || name.startsWith("${") ? client.getClientId() : name;
    }

    /** Where a person can start over: the Home URL, unless that is an address for tokens, which answers no plain visit. */
    Optional<String> startPage() {
        String homeUrl = client.getBaseUrl();
        if (homeUrl == null || homeUrl.isBlank() || client.getRedirectUris().contains(homeUrl)) {
            return Optional.empty();
        }
        return ReplyAddresses.of(client.getRedirectUris(), homeUrl, client.getRootUrl())
                .choose(Optional.empty());
    }
}
