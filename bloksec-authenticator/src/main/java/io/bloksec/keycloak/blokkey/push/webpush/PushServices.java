package io.bloksec.keycloak.blokkey.push.webpush;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import org.apache.http.Header;
import org.apache.http.HttpEntity;
import org.apache.http.HttpResponse;
import org.apache.http.client.config.RequestConfig;
import org.apache.http.client.methods.CloseableHttpResponse;
import org.apache.http.client.methods.HttpPost;
import org.apache.http.client.utils.DateUtils;
import org.apache.http.config.ConnectionConfig;
import org.apache.http.config.MessageConstraints;
import org.apache.http.config.RegistryBuilder;
import org.apache.http.conn.DnsResolver;
import org.apache.http.conn.socket.ConnectionSocketFactory;
import org.apache.http.conn.socket.PlainConnectionSocketFactory;
import org.apache.http.conn.ssl.SSLConnectionSocketFactory;
import org.apache.http.entity.ByteArrayEntity;
import org.apache.http.impl.client.CloseableHttpClient;
import org.apache.http.impl.client.HttpClientBuilder;
import org.apache.http.impl.conn.DefaultRoutePlanner;
import org.apache.http.impl.conn.DefaultSchemePortResolver;
import org.apache.http.impl.conn.PoolingHttpClientConnectionManager;
import org.apache.http.ssl.SSLContexts;

/**
 * The connections to push services. Certificates are checked against the JVM's trust store, which Keycloak fills. No redirect is
 * followed, no cookie kept, no credential of the JVM offered. No proxy is used, neither the JVM's nor Keycloak's: behind one it
 * would be the proxy that resolves names, unchecked, so the server needs a direct way out.
 */
final class PushServices implements AutoCloseable {

    private static final int CONNECT_MILLIS = 3_000;
    private static final int READ_MILLIS = 5_000;
    private static final int CONNECTIONS = 40;
    private static final int CONNECTIONS_OF_HOST = 20;

    /** Names are resolved anew after this long. */
    private static final int CONNECTION_SECONDS = 60;

    private static final int ANSWER_BYTES = 4_096;
    private static final Duration LONGEST_WAIT = Duration.ofDays(1);

    private final CloseableHttpClient client;
    private final InstantSource clock;
    private final ScheduledThreadPoolExecutor timer;

    /** @param loopback see {@link EndpointPolicy} */
    PushServices(boolean loopback, InstantSource clock) {
        this(
                new CheckedResolver(InetAddress::getAllByName, PublicAddresses::isPublic, loopback),
                SSLContexts.createDefault(),
                loopback,
                clock);
    }

    PushServices(DnsResolver resolver, SSLContext tls, boolean plain, InstantSource clock) {
        this.clock = clock;
        RegistryBuilder<ConnectionSocketFactory> sockets = RegistryBuilder.<ConnectionSocketFactory>create()
                .register("https", new SSLConnectionSocketFactory(tls));
        if (plain) {
            sockets.register("http", PlainConnectionSocketFactory.getSocketFactory());
        }
        PoolingHttpClientConnectionManager connections = new PoolingHttpClientConnectionManager(
                sockets.build(), null, null, resolver, CONNECTION_SECONDS, TimeUnit.SECONDS);
        connections.setMaxTotal(CONNECTIONS);
        connections.setDefaultMaxPerRoute(CONNECTIONS_OF_HOST);
        connections.setValidateAfterInactivity(500);
        connections.setDefaultConnectionConfig(ConnectionConfig.custom()
                .setMessageConstraints(MessageConstraints.custom()
                        .setMaxLineLength(8_192)
                        .setMaxHeaderCount(100)
                        .build())
                .build());
        client = HttpClientBuilder.create()
                .setConnectionManager(connections)
                .setRoutePlanner(new DefaultRoutePlanner(DefaultSchemePortResolver.INSTANCE))
                .setDefaultRequestConfig(RequestConfig.custom()
                        .setConnectTimeout(CONNECT_MILLIS)
                        .setConnectionRequestTimeout(CONNECT_MILLIS)
                        .setSocketTimeout(READ_MILLIS)
                        .setRedirectsEnabled(false)
                        .setAuthenticationEnabled(false)
                        .setNormalizeUri(false)
                        .build())
                .disableRedirectHandling()
                .disableAutomaticRetries()
                .disableCookieManagement()
                .disableAuthCaching()
                .disableContentCompression()
                .setUserAgent("BlokKey")
                .build();
        timer = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "blokkey-push-limit");
            thread.setDaemon(true);
            return thread;
        });
        timer.setRemoveOnCancelPolicy(true);
        timer.setKeepAliveTime(10, TimeUnit.SECONDS);
        timer.allowCoreThreadTimeOut(true);
    }

    /**
     * Sends one push (RFC 8030 section 5).
     *
     * @param limit for all of it; resolving the name alone may take longer, as the JVM cannot stop it
     * @throws IOException no answer
     */
    Answer post(Endpoint endpoint, Map<String, String> headers, byte[] body, Duration limit) throws IOException {
        HttpPost post = new HttpPost(endpoint.uri());
        headers.forEach(post::setHeader);
        post.setEntity(new ByteArrayEntity(body));
        // The timeouts above are for each step; a service that sends a byte now and then would hold the thread for
        // hours.
        Future<?> end = timer.schedule(post::abort, limit.toMillis(), TimeUnit.MILLISECONDS);
        try (CloseableHttpResponse response = client.execute(post)) {
            Answer answer = new Answer(response.getStatusLine().getStatusCode(), retryAfter(response));
            leave(response.getEntity());
            return answer;
        } finally {
            end.cancel(false);
        }
    }

    /** Reads a short body to its end, so that the connection can be used again; a longer one ends with its connection. */
    private static void leave(HttpEntity entity) {
        if (entity == null) {
            return;
        }
        try {
            InputStream body = entity.getContent();
            if (body.readNBytes(ANSWER_BYTES + 1).length <= ANSWER_BYTES) {
                body.close();
            }
        } catch (IOException e) {
            // The status was read, and that is all that counts; the connection is closed with the response.
        }
    }

    /** RFC 9110 section 10.2.3: seconds or a date. */
    private Optional<Duration> retryAfter(HttpResponse response) {
        Header header = response.getFirstHeader("Retry-After");
        if (header == null) {
            return Optional.empty();
        }
        String value = header.getValue().strip();
        if (value.matches("[0-9]{1,9}")) {
            return Optional.of(bounded(Duration.ofSeconds(Long.parseLong(value))));
        }
        Date date = DateUtils.parseDate(value);
        return Optional.ofNullable(date)
                .map(then -> bounded(Duration.between(clock.instant(), Instant.ofEpochMilli(then.getTime()))));
    }

    private static Duration bounded(Duration wait) {
        if (wait.isNegative()) {
            return Duration.ZERO;
        }
        return wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait;
    }

    /** Ends what is under way. */
    @Override
    public void close() {
        timer.shutdownNow();
        try {
            client.close();
        } catch (IOException e) {
            // Nothing is left to be done for connections that are gone.
        }
    }

    /** @param retryAfter from 0 to a day, if the service said so */
    record Answer(int status, Optional<Duration> retryAfter) {}
}
