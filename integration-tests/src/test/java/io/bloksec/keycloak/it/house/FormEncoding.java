package io.bloksec.keycloak.it.house;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Exists so that form values travel byte for byte in UTF-8, line ends included. */
public final class FormEncoding {

    static final String TYPE = "application/x-www-form-urlencoded";

    private FormEncoding() {}

    static String encode(Map<String, String> fields) {
        return encode(fields.entrySet().stream()
                .map(field -> Map.entry(field.getKey(), field.getValue()))
                .toList());
    }

    static String encode(List<Map.Entry<String, String>> fields) {
        return fields.stream()
                .map(field -> encode(field.getKey()) + "=" + encode(field.getValue()))
                .collect(Collectors.joining("&"));
    }

    /** Of a name that comes more than once the last value stays. */
    public static Map<String, String> decode(String text) {
        Map<String, String> fields = new LinkedHashMap<>();
        for (String pair : text.isEmpty() ? new String[0] : text.split("&")) {
            int equals = pair.indexOf('=');
            String name = equals < 0 ? pair : pair.substring(0, equals);
            fields.put(decodePart(name), equals < 0 ? "" : decodePart(pair.substring(equals + 1)));
        }
        return fields;
    }

    private static String encode(String part) {
        return URLEncoder.encode(part, StandardCharsets.UTF_8);
    }

    private static String decodePart(String part) {
        return URLDecoder.decode(part, StandardCharsets.UTF_8);
    }
}
