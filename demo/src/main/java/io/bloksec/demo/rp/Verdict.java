package io.bloksec.demo.rp;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the relying party made of one answer.
 *
 * @param checks every rule that could be tried, in order; the first that failed decides
 * @param facts what stands in the token, for people: name → value
 * @param claims claim type → values
 * @param note what Entra ID would do next although it accepts, empty otherwise
 */
public record Verdict(
        List<Check> checks,
        Map<String, String> facts,
        Map<String, List<String>> claims,
        String note,
        Optional<PendingSignIn> request,
        String wresult) {

    /**
     * One rule.
     *
     * @param code the error that Entra ID shows when it fails
     */
    public record Check(String rule, boolean passed, String detail, AadSts code) {}

    public boolean accepted() {
        return failure().isEmpty();
    }

    public Optional<Check> failure() {
        return checks.stream().filter(check -> !check.passed()).findFirst();
    }

    /** {@code AADSTS…}, or the empty string when accepted. */
    public String code() {
        return failure().map(check -> check.code().name()).orElse("");
    }
}
