package io.bloksec.keycloak.blokkey.push.fcm;

import com.google.api.client.http.HttpTransport;
import com.google.api.client.http.LowLevelHttpRequest;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;

/**
 * The SDK's way to the network, for one service account: to the place where messages go and to the one where its access tokens come from,
 * and nowhere else, whatever the libraries would like to look up.
 */
final class FcmTransport extends HttpTransport {

    private static final ThreadLocal<Trip> TRIP = new ThreadLocal<>();

    /** For calls that no push waits for. */
    private static final Duration OTHERWISE = Duration.ofSeconds(5);

    private final HttpClient http;
    private final FcmEndpoint endpoint;
    private final URI tokens;

    FcmTransport(HttpClient http, FcmEndpoint endpoint, URI tokens) {
        this.http = http;
        this.endpoint = endpoint;
        this.tokens = tokens;
    }

    /** No redirects: the bearer token stays where it belongs. */
    static HttpClient client() {
        return HttpClient.newBuilder()
                .connectTimeout(OTHERWISE)
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
    }

    /** Does the work within the time, all its calls taken together. */
    static <T, E extends Exception> T within(Duration time, Work<T, E> work) throws E {
        TRIP.set(new Trip(System.nanoTime() + time.toNanos()));
        try {
            return work.run();
        } finally {
            TRIP.remove();
        }
    }

    static Duration left() {
        Trip trip = TRIP.get();
        return trip == null ? OTHERWISE : Duration.ofNanos(trip.deadline - System.nanoTime());
    }

    /**
     * FCM has not taken the access token.
     *
     * @return whether it is the first time for this push: then another token may help
     */
    static boolean mayGetAnotherToken() {
        Trip trip = TRIP.get();
        return trip != null && trip.refused++ == 0;
    }

    @Override
    public boolean supportsMethod(String method) {
        return method.equals("POST");
    }

    @Override
    protected LowLevelHttpRequest buildRequest(String method, String url) {
        URI wanted = URI.create(url);
        if (wanted.equals(tokens)) {
            return new FcmRequest(http, method, tokens, true);
        }
        if ("https".equals(wanted.getScheme()) && FcmEndpoint.HOST.equals(wanted.getAuthority())) {
            return new FcmRequest(http, method, endpoint.place(wanted), false);
        }
        throw new FcmCallException(false, "the SDK wanted to call something else");
    }

    /** One push: what the thread that sends it has done for it so far. */
    private static final class Trip {
        /** By {@link System#nanoTime()}. */
        private final long deadline;

        private int refused;

        Trip(long deadline) {
            this.deadline = deadline;
        }
    }

    @FunctionalInterface
    interface Work<T, E extends Exception> {
        T run() throws E;
    }
}
