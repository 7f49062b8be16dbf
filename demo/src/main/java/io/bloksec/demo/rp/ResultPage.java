package io.bloksec.demo.rp;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** The end of a sign-in, for a person: accepted or refused and why, and the token taken apart. */
final class ResultPage {

    private final Verdict verdict;
    private final String homeUrl;
    private final String replyUrl;

    ResultPage(Verdict verdict, String homeUrl, String replyUrl) {
        this.verdict = verdict;
        this.homeUrl = homeUrl;
        this.replyUrl = replyUrl;
    }

    String html() {
        Map<String, String> facts = new LinkedHashMap<>(verdict.facts());
        facts.computeIfPresent("Authenticated", (name, instant) -> instant + ago(instant));
        Map<String, String> claims = new LinkedHashMap<>();
        verdict.claims().forEach((type, values) -> claims.put(type, String.join(", ", values)));
        Map<String, String> request = new LinkedHashMap<>();
        verdict.request()
                .ifPresent(sent -> sent.parameters()
                        .forEach((name, value) -> request.put(
                                name,
                                value.length() > 120
                                        ? value.substring(0, 120) + "… (" + value.length() + " characters)"
                                        : value)));
        return Html.page(
                verdict.accepted() ? "Signed in" : "Sign-in refused",
                banner()
                        + "<p><a href=\"" + Html.text(homeUrl) + "\">Sign in again</a>" + signOut() + "</p>"
                        + checks()
                        + Html.table("The token", facts)
                        + Html.table("Claims", claims)
                        + (request.isEmpty() ? "" : Html.table("The request as it was sent", request))
                        + "<details><summary>The answer as it came (wresult)</summary><pre tabindex=\"0\">"
                        + Html.text(verdict.wresult().replace("><", ">\n<")) + "</pre></details>");
    }

    private String signOut() {
        return verdict.request()
                .map(sent -> " · <a id=\"sign-out\" href=\""
                        + Html.text(sent.signOutUri(replyUrl).toString()) + "\">Sign out</a>")
                .orElse("");
    }

    private String banner() {
        if (verdict.accepted()) {
            return "<section class=\"accepted\"><h1>Accepted: "
                    + Html.text(verdict.facts().getOrDefault("Account", "")) + " is signed in</h1>"
                    + "<p>Entra ID would accept this token. " + Html.text(verdict.note()) + "</p></section>";
        }
        Verdict.Check failure = verdict.failure().orElseThrow();
        return "<section class=\"refused\"><h1>Refused: " + failure.code() + "</h1><p><strong>"
                + Html.text(failure.code().title()) + ".</strong> "
                + Html.text(failure.code().help()) + "</p><p>Failed: "
                + Html.text(failure.rule())
                + (failure.detail().isEmpty() ? "" : " (" + Html.text(failure.detail()) + ")")
                + "</p></section>";
    }

    private String checks() {
        StringBuilder html = new StringBuilder("<h2>Checks</h2><ol class=\"checks\">");
        for (Verdict.Check check : verdict.checks()) {
            html.append("<li class=\"" + (check.passed() ? "pass" : "fail") + "\"><b>"
                    + (check.passed() ? "✓ passed" : "✗ failed: " + check.code()) + "</b> " + Html.text(check.rule())
                    + (check.detail().isEmpty() ? "" : " <span>" + Html.text(check.detail()) + "</span>") + "</li>");
        }
        return html.append("</ol>").toString();
    }

    private static String ago(String instant) {
        try {
            Duration age = Duration.between(Instant.parse(instant), Instant.now());
            return " (" + (age.toMinutes() < 2 ? age.toSeconds() + " seconds" : age.toMinutes() + " minutes") + " ago)";
        } catch (DateTimeException e) {
            return "";
        }
    }
}
