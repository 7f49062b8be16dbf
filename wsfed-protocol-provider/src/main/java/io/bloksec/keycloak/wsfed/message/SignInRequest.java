package io.bloksec.keycloak.wsfed.message;

import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A {@code wsignin1.0} request (WS-Federation 1.2, section 13.2.2): who asks, where the answer goes, how fresh the sign-in
 * must be. What must be right is refused when it is wrong; what is only a hint is dropped when it is wrong.
 *
 * @param wtrealm the relying party, which is the client id, compared character by character
 * @param wreply where the relying party wants the answer; to be checked against its registered addresses
 * @param wctx the relying party's own state, returned byte for byte; at most {@value #MAX_WCTX_LENGTH} characters
 * @param maxAuthenticationAge how old the authentication may be: {@code wfresh} minutes, zero for {@code wfresh=0}, for
 *     {@code prompt=login} and for a {@code wauth} that names a password; absent when any session will do
 * @param requestedAuthentication what {@code wauth} asks for
 * @param homeRealm alias of the identity provider to go to at once ({@code whr}, {@code domain_hint})
 * @param loginHint name to put into the login form ({@code login_hint}, else {@code username})
 * @param locales language tags in order of preference, separated by a space ({@code ui_locales}, {@code mkt}, {@code lc})
 * @param tokenRequest what {@code wreq} asks for
 * @param clientRequestId the relying party's correlation id ({@code client-request-id}), which its support asks for
 */
public record SignInRequest(
        String wtrealm,
        Optional<String> wreply,
        Optional<String> wctx,
        Optional<Duration> maxAuthenticationAge,
        Optional<RequestedAuthentication> requestedAuthentication,
        Optional<String> homeRealm,
        Optional<String> loginHint,
        Optional<String> locales,
        Optional<RequestSecurityToken> tokenRequest,
        Optional<String> clientRequestId) {

    /** 16 KiB: eight times the longest {@code wctx} seen from Entra ID, and small enough to be kept for each request. */
    public static final int MAX_WCTX_LENGTH = 16 * 1024;

    /** The longest e-mail address (RFC 5321, section 4.5.3.1); hints travel in a cookie of at most 4 KB. */
    private static final int MAX_HINT_LENGTH = 254;

    private static final Pattern MINUTES = Pattern.compile("\\d{1,9}");
    private static final Pattern LANGUAGE_TAG = Pattern.compile("[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8}){0,4}");
    private static final Pattern CORRELATION_ID = Pattern.compile("[A-Za-z0-9-]{1,64}");

    /**
     * @throws InvalidRequestException {@code wtrealm_missing}, {@code wctx_too_long}, {@code wctx_unusable},
     *     {@code wfresh_invalid} or what {@link RequestSecurityToken#parse} says of {@code wreq}
     */
    public static SignInRequest parse(PassiveParameters parameters) throws InvalidRequestException {
        return new SignInRequest(
                parameters.nonEmpty("wtrealm").orElseThrow(() -> new InvalidRequestException("wtrealm_missing")),
                parameters.nonEmpty("wreply"),
                wctx(parameters),
                maxAuthenticationAge(parameters),
                requestedAuthentication(parameters),
                parameters
                        .nonEmpty("whr")
                        .or(() -> parameters.nonEmpty("domain_hint"))
                        .filter(SignInRequest::usableAsHint),
                parameters
                        .nonEmpty("login_hint")
                        .or(() -> parameters.nonEmpty("username"))
                        .filter(SignInRequest::usableAsHint),
                locales(parameters),
                tokenRequest(parameters),
                clientRequestId(parameters));
    }

    /** The correlation id alone: an error page shows it even when nothing else of the request can be used. */
    public static Optional<String> clientRequestId(PassiveParameters parameters) {
        return parameters
                .nonEmpty("client-request-id")
                .filter(id -> CORRELATION_ID.matcher(id).matches());
    }

    /** The languages alone: an error page speaks the first of them that it can, whatever else is wrong. */
    public static Optional<String> locales(PassiveParameters parameters) {
        String tags = Stream.of(
                        parameters.nonEmpty("ui_locales").stream().flatMap(list -> Arrays.stream(list.split(" "))),
                        parameters.nonEmpty("mkt").stream(),
                        parameters.nonEmpty("lc").flatMap(Languages::ofNumber).stream())
                .flatMap(Function.identity())
                .filter(tag -> LANGUAGE_TAG.matcher(tag).matches())
                .limit(5)
                .collect(Collectors.joining(" "));
        return Optional.of(tags).filter(joined -> !joined.isEmpty());
    }

    private static Optional<String> wctx(PassiveParameters parameters) throws InvalidRequestException {
        Optional<String> wctx = parameters.exactly("wctx");
        if (wctx.isPresent()) {
            if (wctx.get().length() > MAX_WCTX_LENGTH) {
                throw new InvalidRequestException("wctx_too_long");
            }
            // A form sends every line end as CR LF and has no way to write the others: a changed wctx is worse than
            // none.
            if (wctx.get().replace("\r\n", "").chars().anyMatch(c -> c < ' ' && c != '\t')) {
                throw new InvalidRequestException("wctx_unusable");
            }
        }
        return wctx;
    }

    private static Optional<Duration> maxAuthenticationAge(PassiveParameters parameters)
            throws InvalidRequestException {
        boolean loginAsked = parameters.nonEmpty("prompt").stream()
                .flatMap(prompt -> Arrays.stream(prompt.split(" ")))
                .anyMatch("login"::equals);
        Optional<String> wfresh = parameters.nonEmpty("wfresh");
        if (wfresh.isPresent() && !MINUTES.matcher(wfresh.get()).matches()) {
            // A demand that cannot be read must not be taken for no demand.
            throw new InvalidRequestException("wfresh_invalid");
        }
        boolean freshAsked = requestedAuthentication(parameters)
                .filter(RequestedAuthentication.FRESH::equals)
                .isPresent();
        if (loginAsked || freshAsked) {
            return Optional.of(Duration.ZERO);
        }
        return wfresh.map(minutes -> Duration.ofMinutes(Long.parseLong(minutes)));
    }

    private static Optional<RequestedAuthentication> requestedAuthentication(PassiveParameters parameters) {
        return parameters.nonEmpty("wauth").map(RequestedAuthentication::parse);
    }

    private static Optional<RequestSecurityToken> tokenRequest(PassiveParameters parameters)
            throws InvalidRequestException {
        Optional<String> wreq = parameters.nonEmpty("wreq");
        return wreq.isPresent() ? Optional.of(RequestSecurityToken.parse(wreq.get())) : Optional.empty();
    }

    private static boolean usableAsHint(String hint) {
        return hint.length() <= MAX_HINT_LENGTH && hint.chars().noneMatch(Character::isISOControl);
    }
}
