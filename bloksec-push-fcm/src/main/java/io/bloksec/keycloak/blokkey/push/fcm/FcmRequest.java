package io.bloksec.keycloak.blokkey.push.fcm;

import com.google.api.client.http.LowLevelHttpRequest;
import com.google.api.client.http.LowLevelHttpResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * One call. The SDK tries again by itself, asleep on the calling thread, when it gets 503 or an {@link IOException}; here a push is tried
 * again by whoever sends it. So those end as {@link FcmCallException}, which the SDK lets through.
 */
final class FcmRequest extends LowLevelHttpRequest {

    private static final int MOST_BYTES = 64 * 1024;

    /** Set by the client itself, or asking for what is not understood here. */
    private static final Set<String> NOT_OURS =
            Set.of("accept-encoding", "connection", "content-length", "content-type", "expect", "host", "upgrade");

    private final HttpClient http;
    private final String method;
    private final URI uri;
    private final boolean forToken;
    private final HttpRequest.Builder request;

    FcmRequest(HttpClient http, String method, URI uri, boolean forToken) {
        this.http = http;
        this.method = method;
        this.uri = uri;
        this.forToken = forToken;
        request = HttpRequest.newBuilder(uri)
                .version("https".equals(uri.getScheme()) ? HttpClient.Version.HTTP_2 : HttpClient.Version.HTTP_1_1);
    }

    @Override
    public void addHeader(String name, String value) {
        if (!NOT_OURS.contains(name.toLowerCase(Locale.ROOT))) {
            request.header(name, value);
        }
    }

    @Override
    public LowLevelHttpResponse execute() throws IOException {
        if (getContentType() != null) {
            request.header("Content-Type", getContentType());
        }
        request.method(method, HttpRequest.BodyPublishers.ofByteArray(body()));
        HttpResponse<byte[]> answer = answer();
        if (answer.statusCode() == 401 && FcmOutcomes.isThirdParty(answer.body())) {
            throw FcmCallException.thirdParty();
        }
        if (forToken ? answer.statusCode() != 200 : isOurs(answer)) {
            throw new FcmCallException(
                    forToken,
                    answer.statusCode(),
                    RetryAfter.of(answer.headers().firstValue("Retry-After")));
        }
        return new FcmResponse(answer);
    }

    /** A redirect would be followed, and after 401 the SDK asks for a new access token and sends again, five times. */
    private static boolean isOurs(HttpResponse<byte[]> answer) {
        int status = answer.statusCode();
        return status == 503
                || (status >= 300 && status < 400)
                || (status == 401 && !FcmTransport.mayGetAnotherToken());
    }

    private HttpResponse<byte[]> answer() {
        Duration left = FcmTransport.left();
        CompletableFuture<HttpResponse<byte[]>> call =
                http.sendAsync(request.build(), head -> new ShortBody(MOST_BYTES));
        try {
            return call.get(Math.max(left.toNanos(), 1), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            call.cancel(true);
            throw new FcmCallException(forToken, "time limit at " + uri.getHost());
        } catch (ExecutionException e) {
            throw new FcmCallException(forToken, e.getCause().getClass().getSimpleName() + " at " + uri.getHost());
        } catch (InterruptedException e) {
            call.cancel(true);
            Thread.currentThread().interrupt();
            throw new FcmCallException(forToken, "the server stops");
        }
    }

    private byte[] body() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        if (getStreamingContent() != null) {
            getStreamingContent().writeTo(bytes);
        }
        return bytes.toByteArray();
    }
}
