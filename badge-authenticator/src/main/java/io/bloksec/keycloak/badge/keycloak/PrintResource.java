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
import java.util.stream.Collectors;
import org.keycloak.events.admin.OperationType;
import org.keycloak.models.UserModel;

/**
 * Puts badges on paper, {@code …/blokbadge/print}. What is printed comes with the call, from whoever was given it when the badge was
 * issued; the names come from here. Nothing of it is kept.
 */
public final class PrintResource {

    private static final int PNG_DPI = 300;
    private static final double USUAL_MODULE = 0.8;
    private static final double LEAST_MODULE = 0.3;
    private static final double MOST_MODULE = 3;
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
            Nudge nudge = nudge(
                    body.path("nudge").path("x").asDouble(0),
                    body.path("nudge").path("y").asDouble(0));
            PrintTexts texts = new PrintTexts(call);
            List<BadgeEntity> rows = new ArrayList<>();
            List<PrintedBadge> printed = new ArrayList<>();
            for (JsonNode each : list(body, "badges")) {
                String payload = each.path("payload").asText();
                BadgeEntity badge = issued(payload);
                rows.add(badge);
                printed.add(texts.badge(payload, badge, person(badge)));
            }
            int position = body.path("position").asInt(1);
            Response pdf = pdf("badges", out -> BadgePdf.write(layout, nudge, position, printed, out));
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
            List<BadgeEntity> rows = new ArrayList<>();
            List<CodeLetter> letters = new ArrayList<>();
            for (JsonNode each : list(body, "letters")) {
                String code = each.path("code").asText();
                if (!code.matches(CODE)) {
                    throw new BadRequestException("A code has eight digits.");
                }
                BadgeEntity badge = found(each.path("badge").asText());
                UserModel person = person(badge);
                call.rights.requireCode(person, badge, fourEyes);
                rows.add(badge);
                letters.add(texts.letter(code, badge, person));
            }
            Response pdf = pdf("letters", out -> CodeLetters.write(page, letters, out));
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
            double module = body.path("module").asDouble(USUAL_MODULE);
            if (!(module >= LEAST_MODULE && module <= MOST_MODULE)) {
                throw new BadRequestException("module is from 0.3 to 3 mm.");
            }
            Response picture = switch (body.path("format").asText()) {
                case "svg" -> file("badge", "svg", "image/svg+xml", CodeImage.svg(payload, module));
                case "png" -> file("badge", "png", "image/png", CodeImage.png(payload, module, PNG_DPI));
                default -> throw new BadRequestException("format is svg or png.");
            };
            told("code", List.of(badge));
            return picture;
        });
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
            return pdf("ruler", out -> RulerPage.write(chosen, nudge, texts.rulerTitle(), texts.rulerText(), out));
        });
    }

    /** A badge that was issued with just this code, to whom the caller may issue. */
    private BadgeEntity issued(String text) {
        try (BadgePayload payload = BadgePayload.parse(text, new RealmId(call.realm.getId()))) {
            BadgeEntity badge = found(payload.badge().hex());
            if (!MessageDigest.isEqual(payload.publicKey(), badge.badgeKey)) {
                throw new RefusedException(Refusal.UNKNOWN);
            }
            call.rights.requireIssue(person(badge));
            if (badge.state().isFinal()) {
                throw new RefusedException(Refusal.CHANGED);
            }
            return badge;
        } catch (BadgeRefusedException | IllegalArgumentException e) {
            throw new BadRequestException("payload is not the text of a badge of this realm.");
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

    private static JsonNode list(JsonNode body, String name) {
        JsonNode list = body.path(name);
        if (!list.isArray() || list.isEmpty() || list.size() > OrderTable.MOST_ROWS) {
            throw new BadRequestException(name + " is a list of 1 to " + OrderTable.MOST_ROWS + ".");
        }
        return list;
    }

    private void told(String what, List<BadgeEntity> badges) {
        String serials = badges.stream().map(badge -> badge.serial).collect(Collectors.joining(" "));
        call.told(OperationType.ACTION, Map.of("printed", what, "serials", serials));
    }

    private interface Writing {
        void to(OutputStream out) throws IOException, UnprintableException;
    }

    private static Response pdf(String name, Writing writing) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            writing.to(out);
        } catch (UnprintableException e) {
            throw new BadRequestException("unprintable", e.getMessage());
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
