package io.bloksec.judge;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.List;
import java.util.Map;

/** What the judge says of one token, in the fields of its line of JSON; what it does not know is null. */
@JsonPropertyOrder({"judge", "accepted", "problems"})
public record Judgement(
        String judge,
        boolean accepted,
        List<String> problems,
        String assertionId,
        String issuer,
        String audience,
        String subject,
        String nameFormat,
        String authenticationMethod,
        String authenticationInstant,
        Map<String, List<String>> claims) {

    public static Judgement refused(String judge, List<String> problems) {
        return new Judgement(judge, false, problems, null, null, null, null, null, null, null, null);
    }
}
