package io.bloksec.keycloak.badge.keycloak;

import com.fasterxml.jackson.databind.JsonNode;
import io.bloksec.keycloak.badge.card.BadgeEntity;
import io.bloksec.keycloak.badge.card.Refusal;
import io.bloksec.keycloak.badge.card.RefusedException;
import io.bloksec.keycloak.badge.office.OrderTable;
import io.bloksec.keycloak.badge.print.BadgePdf;
import io.bloksec.keycloak.badge.print.CodeImage;
import io.bloksec.keycloak.badge.print.CodeLetter;
import io.bloksec.keycloak.badge.print.CodeLetters;
import io.bloksec.keycloak.badge.print.Layout;
import io.bloksec.keycloak.badge.print.Layouts;
import io.bloksec.keycloak.badge.print.Nudge;
import io.bloksec.keycloak.badge.print.PrintedBadge;
import io.bloksec.keycloak.badge.print.RulerPage;
import io.bloksec.keycloak.badge.print.UnprintableException;
import io.bloksec.keycloak.badge.protocol.BadgePayload;
import io.bloksec.keycloak.badge.protocol.BadgeRefusedException;
import io.bloksec.keycloak.badge.protocol.RealmId;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.keycloak.events.admin.OperationType;
import org.keycloak.models.UserModel;

/**
 * Puts badges on paper, {@code …/blokbadge/print}. What is printed comes with the call, from whoever was given it when the badge was
 * issued; the names come from here. Nothing of it is kept.
 */
public final class PrintResource {

    private static final double USUAL_MODULE = 0.8;
    private static final String CODE = "[0-9]{4} ?[0-9]{4}";

    private final AdminCall call;

    PrintResource(AdminCall call) {
        this.call = call;
    }

    @POST
    @Path("badges")
    @Consumes(MediaType.APPLICATION_JSON)
    public Response badges(JsonNode body) {
        return AdminAnswers.of(() -> {
            AdminAnswers.requireObject(body);
            Layout layout = layout(body.path("layout").asText());
            Nudge nudge = nudge(number(body.path("nudge"), "x", 0), number(body.path("nudge"), "y", 0));
            int position = (int) number(body, "position", 1);
            PrintTexts texts = new PrintTexts(call);
            List<Row<PrintedBadge>> rows = rows(list(body, "badges"), each -> bid(payload(each)), each -> {
                BadgeEntity badge = issued(payload(each));
                return new Row<>(badge, texts.badge(payload(each), badge, person(badge)));
            });
            Response pdf = pdf("badges", rows, out -> BadgePdf.write(layout, nudge, position, printed(rows), out));
            told("badges", rows);
            return pdf;
        });
    }

    @POST
    @Path("letters")
    @Consumes(MediaType.APPLICATION_JSON)
    public Response letters(JsonNode body) {
        return AdminAnswers.of(() -> {
            AdminAnswers.requireObject(body);
            String page = body.path("page").asText("a4");
            if (!page.equals("a4") && !page.equals("letter")) {
                throw new BadRequestException("page is a4 or letter.");
            }
            boolean fourEyes = BadgeSettings.of(call.realm).fourEyes();
            PrintTexts texts = new PrintTexts(call);
            List<Row<CodeLetter>> rows = rows(
                    list(body, "letters"), each -> each.path("badge").asText(), each -> waiting(each, fourEyes, texts));
            Response pdf = pdf("letters", rows, out -> CodeLetters.write(page, printed(rows), out));
            told("letters", rows);
            return pdf;
        });
    }

    @POST
    @Path("code")
    @Consumes(MediaType.APPLICATION_JSON)
    public Response code(JsonNode body) {
        return AdminAnswers.of(() -> {
            AdminAnswers.requireObject(body);
            String payload = body.path("payload").asText();
            BadgeEntity badge = issued(payload);
            Response picture = picture(
                    payload,
                    number(body, "module", USUAL_MODULE),
                    body.path("format").asText());
            told("code", List.of(new Row<>(badge, payload)));
            return picture;
        });
    }

    private static Response picture(String payload, double module, String format) {
        try {
            return switch (format) {
                case "svg" -> file("badge", "svg", "image/svg+xml", CodeImage.svg(payload, module));
                case "png" -> file("badge", "png", "image/png", CodeImage.png(payload, module));
                default -> throw new BadRequestException("format is svg or png.");
            };
        } catch (IllegalArgumentException e) {
            throw new BadRequestException(e.getMessage());
        }
    }

    /** To measure a printer with, before badges are wasted. */
    @GET
    @Path("ruler")
    public Response ruler(
            @QueryParam("layout") String layout,
            @QueryParam("x") @DefaultValue("0") double x,
            @QueryParam("y") @DefaultValue("0") double y) {
        return AdminAnswers.of(() -> {
            call.auth.users().requireQuery();
            Layout chosen = layout(layout);
            Nudge nudge = nudge(x, y);
            PrintTexts texts = new PrintTexts(call);
            return pdf(
                    "ruler",
                    List.of(),
                    out -> RulerPage.write(chosen, nudge, texts.rulerTitle(), texts.rulerText(), out));
        });
    }

    /** A badge and what is put on paper for it. */
    private record Row<T>(BadgeEntity badge, T printed) {}

    private static <T> List<T> printed(List<Row<T>> rows) {
        return rows.stream().map(Row::printed).toList();
    }

    /**
     * All of a list, or none: what somebody has ended meanwhile is told at once, so that the others can be printed.
     *
     * @param id of the badge that a row is about
     */
    private static <T> List<Row<T>> rows(
            JsonNode list, Function<JsonNode, String> id, Function<JsonNode, Row<T>> read) {
        List<Row<T>> rows = new ArrayList<>();
        List<String> refused = new ArrayList<>();
        RefusedException why = null;
        for (JsonNode each : list) {
            try {
                rows.add(read.apply(each));
            } catch (RefusedException e) {
                why = e;
                refused.add(id.apply(each));
            }
        }
        if (why != null) {
            throw new RowsRefusedException(AdminAnswers.Problem.of(why), refused);
        }
        return rows;
    }

    private Row<CodeLetter> waiting(JsonNode row, boolean fourEyes, PrintTexts texts) {
        String code = row.path("code").asText();
        if (!code.matches(CODE)) {
            throw new BadRequestException("A code has eight digits.");
        }
        BadgeEntity badge = found(row.path("badge").asText());
        UserModel person = person(badge);
        call.rights.requireCode(person, badge, fourEyes);
        if (!badge.state().awaitsPin()) {
            throw new RefusedException(Refusal.CHANGED);
        }
        return new Row<>(badge, texts.letter(code, badge, person));
    }

    private static String payload(JsonNode row) {
        return row.path("payload").asText();
    }

    private String bid(String text) {
        try (BadgePayload payload = parsed(text)) {
            return payload.badge().hex();
        }
    }

    private BadgePayload parsed(String text) {
        try {
            return BadgePayload.parse(text, new RealmId(call.realm.getId()));
        } catch (BadgeRefusedException | IllegalArgumentException e) {
            throw new BadRequestException("payload is not the text of a badge of this realm.");
        }
    }

    /** A badge that was issued with just this code, to whom the caller may issue. */
    private BadgeEntity issued(String text) {
        try (BadgePayload payload = parsed(text)) {
            BadgeEntity badge = found(payload.badge().hex());
            if (!MessageDigest.isEqual(payload.publicKey(), badge.badgeKey)) {
                throw new RefusedException(Refusal.UNKNOWN);
            }
            call.rights.requireIssue(person(badge));
            if (badge.state().isFinal()) {
                throw new RefusedException(Refusal.CHANGED);
            }
            return badge;
        }
    }

    private BadgeEntity found(String bid) {
        return call.engine
                .badges
                .find(call.realm.getId(), bid)
                .orElseThrow(() -> new RefusedException(Refusal.UNKNOWN));
    }

    private UserModel person(BadgeEntity badge) {
        return call.user(badge.userId);
    }

    private static Layout layout(String id) {
        return Layouts.find(id == null ? "" : id)
                .orElseThrow(() -> new BadRequestException("There is no such layout."));
    }

    private static Nudge nudge(double x, double y) {
        try {
            return new Nudge(x, y);
        } catch (IllegalArgumentException e) {
            throw new BadRequestException(e.getMessage());
        }
    }

    private static double number(JsonNode body, String name, double usual) {
        JsonNode value = body.path(name);
        if (!value.isMissingNode() && !value.isNumber()) {
            throw new BadRequestException(name + " is a number.");
        }
        return value.asDouble(usual);
    }

    private static JsonNode list(JsonNode body, String name) {
        JsonNode list = body.path(name);
        if (!list.isArray() || list.isEmpty() || list.size() > OrderTable.MOST_ROWS) {
            throw new BadRequestException(name + " is a list of 1 to " + OrderTable.MOST_ROWS + ".");
        }
        return list;
    }

    private void told(String what, List<? extends Row<?>> rows) {
        String serials = rows.stream().map(row -> row.badge().serial).collect(Collectors.joining(" "));
        call.told(OperationType.ACTION, Map.of("printed", what, "serials", serials));
    }

    private interface Writing {
        void to(OutputStream out) throws IOException, UnprintableException;
    }

    private static Response pdf(String name, List<? extends Row<?>> rows, Writing writing) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            writing.to(out);
        } catch (UnprintableException e) {
            throw new RowsRefusedException(
                    new AdminAnswers.Problem(400, "unprintable", e.getMessage()),
                    e.rows().stream().map(i -> rows.get(i).badge().bid).toList());
        } catch (IllegalArgumentException e) {
            throw new BadRequestException(e.getMessage());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return file(name, "pdf", "application/pdf", out.toByteArray());
    }

    private static Response file(String name, String ending, String type, Object content) {
        return Response.ok(content, type)
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"" + name + "." + ending + "\"")
                .header("X-Content-Type-Options", "nosniff")
                .build();
    }
}
