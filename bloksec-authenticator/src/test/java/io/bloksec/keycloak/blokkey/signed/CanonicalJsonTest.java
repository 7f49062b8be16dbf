package io.bloksec.keycloak.blokkey.signed;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CanonicalJsonTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** RFC 8785 section 3.2.3 sorts by UTF-16 code units, which is neither by code points nor by bytes. */
    @Test
    void writesEveryPublishedVector() throws IOException {
        for (JsonNode vector : JSON.readTree(
                        Path.of("../docs/api/blokkey-vectors.json").toFile())
                .get("signedTexts")) {
            Map<String, Object> members = JSON.convertValue(vector.get("text"), new TypeReference<>() {});

            assertThat(CanonicalJson.write(members))
                    .as(vector.get("name").asText())
                    .isEqualTo(vector.get("canonical").asText());
        }
    }
}
