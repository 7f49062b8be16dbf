package io.bloksec.keycloak.audit.verify;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;

/**
 * A result for a program: {@code result}, {@code exitCode}, {@code export}, {@code trusted}, {@code counts}, {@code first} (the first
 * broken place, absent when there is none), {@code found} (how many of each severity) and {@code findings} (the first 200 of each).
 */
final class JsonReport {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private JsonReport() {}

    static String of(Result result) {
        ObjectNode report = JsonNodeFactory.instance
                .objectNode()
                .put("result", result.verdict())
                .put("exitCode", result.exitCode());
        Header header = result.header();
        ObjectNode export = report.putObject("export")
                .put("issuer", header.issuer())
                .put("realm", header.realm())
                .put("epoch", header.epoch())
                .put("created", header.created())
                .put("sha256", result.sha256());
        ArrayNode keys = export.putArray("keys");
        header.keys().keySet().forEach(keys::add);
        ArrayNode trusted = report.putArray("trusted");
        result.trusted().forEach(trusted::add);
        report.set("counts", counts(result.counts()));
        result.findings().first(Severity.BROKEN).ifPresent(first -> report.set("first", json(first)));
        ObjectNode found = report.putObject("found");
        ArrayNode findings = report.putArray("findings");
        for (Severity severity : Severity.values()) {
            found.put(
                    severity.name().toLowerCase(Locale.ROOT), result.findings().count(severity));
            result.findings().of(severity).forEach(finding -> findings.add(json(finding)));
        }
        try {
            return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(report) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static ObjectNode counts(Counts counts) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("records", counts.records())
                .put("first", counts.first())
                .put("last", counts.last())
                .put("unlinked", counts.unlinked())
                .put("erased", counts.erased())
                .put("pruned", counts.pruned())
                .put("statements", counts.statements())
                .put("signatures", counts.signatures())
                .put("enrolments", counts.enrolments())
                .put("checkpoints", counts.checkpoints())
                .put("trustedCheckpoints", counts.trustedCheckpoints())
                .put("protectedTo", counts.protectedTo())
                .put("witnessed", counts.witnessed())
                .put("confirmed", counts.confirmed());
    }

    private static ObjectNode json(Finding finding) {
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("severity", finding.kind().severity().name().toLowerCase(Locale.ROOT))
                .put("kind", finding.kind().label())
                .put("message", finding.message());
        if (finding.place().line() > 0) {
            json.put("line", finding.place().line());
        }
        if (finding.place().number() > 0) {
            json.put("number", finding.place().number());
        }
        return json;
    }
}
