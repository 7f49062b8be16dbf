package io.bloksec.keycloak.blokkey.keycloak;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bloksec.keycloak.blokkey.device.PossessionKey;
import io.bloksec.keycloak.blokkey.device.PossessionProof;
import io.bloksec.keycloak.blokkey.problem.Problem;
import io.bloksec.keycloak.blokkey.problem.ProblemException;
import io.bloksec.keycloak.blokkey.qr.LinkContent;
import io.bloksec.keycloak.blokkey.qr.QrContent;
import io.bloksec.keycloak.blokkey.qr.QrImage;
import io.bloksec.keycloak.blokkey.request.Browsers;
import io.bloksec.keycloak.blokkey.request.RequestEntity;
import io.bloksec.keycloak.blokkey.signed.Bytes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.container.AsyncResponse;
import jakarta.ws.rs.container.Suspended;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import org.keycloak.models.AuthenticationExecutionModel;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.services.managers.AuthenticationSessionManager;
import org.keycloak.sessions.AuthenticationSessionModel;
import org.keycloak.urls.UrlType;

/**
 * {@code …/blokkey/page}: what the sign-in page asks while it waits. Each call is bound to the browser (Keycloak's cookie), to the
 * tab, and to the page (its secret in a header that no other site can send); none answers another origin.
 */
public final class PageRoutes {

    static final String SECRET = "BlokKey-Page";

    /** Less than the minute after which proxies give up. */
    private static final long LONGEST_WAIT = 25_000;

    /** Seconds, where a page is not to wait on a line of its own. */
    private static final int POLL_EVERY = 2;

    private static final int FRAMES = 4;
    private static final long FRAME_MILLIS = 2_500;
    private static final int LARGEST_BODY = 4096;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final KeycloakSession session;

    PageRoutes(KeycloakSession session) {
        this.session = session;
    }

    /** The page is alive and somebody looks at it: make the request, send the push. */
    @POST
    @Path("start")
    public Response start(
            @QueryParam("client") String client,
            @QueryParam("tab") String tab,
            @QueryParam("execution") String execution,
            InputStream body) {
        return Answers.of(() -> {
            requireOwnPage();
            SignInPage page = page(client, tab, execution);
            JsonNode wishes = read(body);
            RequestEntity row = new Start(page)
                    .start(browserKey(page, wishes), wishes.path("push").asBoolean(false));
            Engine engine = Engine.of(session);
            RealmSetup setup = RealmSetup.of(session);
            return Answers.json(JsonNodeFactory.instance
                    .objectNode()
                    .put("number", page.notes.number())
                    .put("link", new LinkContent(row.id).toText(setup.app(), setup.secret()))
                    .put("pushed", page.notes.pushed())
                    .put("crowded", !Start.isAsked(row))
                    .put("state", ShownState.of(engine, row))
                    .put("life", Math.max(0, row.expiresAt - engine.clock.now())));
        });
    }

    /** Pictures for the next ten seconds; reads no row. */
    @GET
    @Path("qr")
    public Response qr(
            @QueryParam("client") String client,
            @QueryParam("tab") String tab,
            @QueryParam("execution") String execution) {
        return Answers.of(() -> {
            SignInPage page = page(client, tab, execution);
            String request = page.notes.request();
            if (request == null) {
                throw new ProblemException(Problem.REQUEST_UNKNOWN);
            }
            RealmSetup setup = RealmSetup.of(session);
            long now = Engine.of(session).clock.now();
            ObjectNode answer = JsonNodeFactory.instance.objectNode();
            ArrayNode frames = answer.putArray("frames");
            for (int i = 0; i < FRAMES; i++) {
                QrContent content = new QrContent(request, now + i * FRAME_MILLIS);
                frames.add(QrImage.svg(content.toText(setup.app(), setup.secret())));
            }
            return Answers.json(answer.put("every", FRAME_MILLIS));
        });
    }

    /**
     * Answers when the request's state is no longer the one the page knows, or after 25 seconds.
     *
     * @param known the state that the page has
     */
    @GET
    @Path("wait")
    public void wait(
            @QueryParam("client") String client,
            @QueryParam("tab") String tab,
            @QueryParam("execution") String execution,
            @QueryParam("state") String known,
            @Suspended AsyncResponse waiting) {
        Response now = Answers.of(() -> {
            SignInPage page = page(client, tab, execution);
            Engine engine = Engine.of(session);
            RequestEntity row = find(engine, page);
            String seen = ShownState.of(engine, row);
            if (!seen.equals(known)) {
                return state(seen);
            }
            if (!engine.waitsByPolling && register(engine, row, seen, waiting)) {
                // Whoever decided between the look and the registration has woken nobody: look once more.
                RequestEntity again = find(engine, page);
                engine.waiters.wake(row.id, ShownState.news(engine.requests.pageStateOf(again), again.contested));
                return null;
            }
            return Answers.json(
                    JsonNodeFactory.instance.objectNode().put("state", seen).put("retryAfter", POLL_EVERY));
        });
        if (now != null) {
            waiting.resume(now);
        }
    }

    private boolean register(Engine engine, RequestEntity row, String seen, AsyncResponse waiting) {
        // Plain values alone: Keycloak's session is closed before an answer comes.
        return engine.waiters.add(
                row.id,
                ClientPlace.address(session),
                System.currentTimeMillis()
                        + Math.min(LONGEST_WAIT, Math.max(1_000, row.expiresAt - engine.clock.now() + 500)),
                news -> !shown(engine, row, news).equals(seen),
                news -> waiting.resume(state(news == null ? seen : shown(engine, row, news))));
    }

    private static String shown(Engine engine, RequestEntity row, String news) {
        return ShownState.of(row, news, engine.clock.now());
    }

    private static RequestEntity find(Engine engine, SignInPage page) {
        return engine.requests
                .find(page.realm.getId(), page.notes.request() == null ? "" : page.notes.request())
                .orElseThrow(() -> new ProblemException(Problem.REQUEST_UNKNOWN));
    }

    /** Opened by the app on the same device. */
    @GET
    @Path("return")
    public Response comeBack() {
        return Return.page(session);
    }

    /** The verifier that the app has given to this browser. */
    @POST
    @Path("return")
    public Response verify(InputStream body) {
        return Answers.of(() -> {
            requireOwnPage();
            Return.verify(session, read(body));
            return Answers.nothing();
        });
    }

    /** The person went another way. */
    @POST
    @Path("cancel")
    public Response cancel(
            @QueryParam("client") String client,
            @QueryParam("tab") String tab,
            @QueryParam("execution") String execution) {
        return Answers.of(() -> {
            requireOwnPage();
            SignInPage page = page(client, tab, execution);
            Cancel.request(page);
            return Answers.nothing();
        });
    }

    private static Response state(String state) {
        return Answers.json(JsonNodeFactory.instance.objectNode().put("state", state));
    }

    private SignInPage page(String clientId, String tab, String executionId) {
        RealmModel realm = session.getContext().getRealm();
        ClientModel client = clientId == null ? null : realm.getClientByClientId(clientId);
        AuthenticationSessionModel authSession = client == null || tab == null
                ? null
                : new AuthenticationSessionManager(session).getCurrentAuthenticationSession(realm, client, tab);
        AuthenticationExecutionModel execution =
                executionId == null ? null : realm.getAuthenticationExecutionById(executionId);
        String secret = session.getContext().getRequestHeaders().getHeaderString(SECRET);
        if (authSession == null
                || execution == null
                || !BlokKey.ID.equals(execution.getAuthenticator())
                || !new PageNotes(authSession, executionId).isSecret(secret)) {
            throw new ProblemException(Problem.PAGE_INVALID);
        }
        session.getContext().setClient(client);
        session.getContext().setAuthenticationSession(authSession);
        return new SignInPage(session, authSession, execution);
    }

    /** Beyond the secret: a browser says by itself from where a call comes and whether anybody asked for it. */
    private void requireOwnPage() {
        HttpHeaders headers = session.getContext().getRequestHeaders();
        URI base = session.getContext().getUri(UrlType.FRONTEND).getBaseUri();
        String own = base.getScheme() + "://" + base.getRawAuthority();
        String origin = headers.getHeaderString("Origin");
        String site = headers.getHeaderString("Sec-Fetch-Site");
        boolean sameOrigin = (origin == null || origin.equals(own)) && (site == null || site.equals("same-origin"));
        if (!sameOrigin || (origin == null && site == null) || headers.getHeaderString("Sec-Purpose") != null) {
            throw new ProblemException(Problem.PAGE_INVALID);
        }
    }

    /** @return null when the browser has no key, or does not prove it */
    private static PossessionKey browserKey(SignInPage page, JsonNode wishes) {
        JsonNode jwk = wishes.get("browserKey");
        JsonNode proof = wishes.get("browserProof");
        if (jwk == null || proof == null || !proof.isTextual()) {
            return null;
        }
        try {
            PossessionKey key = PossessionProof.jwk(jwk);
            return key.verifies(Browsers.proofMessage(page.notes.secret()), Bytes.parse(proof.textValue()))
                    ? key
                    : null;
        } catch (ProblemException | IllegalArgumentException e) {
            return null;
        }
    }

    private static JsonNode read(InputStream body) {
        try {
            byte[] bytes = body.readNBytes(LARGEST_BODY + 1);
            if (bytes.length > LARGEST_BODY) {
                throw new ProblemException(Problem.TOO_LARGE);
            }
            return bytes.length == 0 ? JsonNodeFactory.instance.objectNode() : JSON.readTree(bytes);
        } catch (IOException e) {
            throw new ProblemException(Problem.MALFORMED);
        }
    }
}
