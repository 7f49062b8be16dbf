package io.bloksec.keycloak.it.wsfed;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bloksec.keycloak.it.house.Admin;
import io.bloksec.keycloak.it.house.KeycloakServer;
import io.bloksec.keycloak.it.house.TestRealm;
import io.bloksec.keycloak.it.house.UserSpec;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The CSV of ImmutableIDs: first what would happen, then it happens, row by row. */
class ImmutableIdImportIT {

    private static final String HEADING = "UserPrincipalName,OnPremisesImmutableId\n";

    private TestRealm realm;

    @BeforeEach
    void createRealm() {
        realm = TestRealm.create("import");
    }

    @AfterEach
    void removeRealm() {
        realm.close();
    }

    @Test
    void saysWhatWouldHappenAndThenDoesIt() throws Exception {
        String ana = realm.createUser(UserSpec.named("ana@corp.example"));
        String ben =
                realm.createUser(UserSpec.named("ben").email("ben@corp.example").attribute("immutableId", "old"));
        realm.createUser(UserSpec.named("cleo@corp.example").attribute("immutableId", "taken"));
        String csv = HEADING + "ANA@corp.example,new-a\nben@corp.example,new-b\nnobody@corp.example,x\n"
                + "cleo@corp.example,taken\nana@corp.example,taken\nben@corp.example,new-a\nana@corp.example,\n";

        JsonNode dry = json(post("wsfed/immutable-ids", csv));
        assertThat(attribute(ana)).isNull();
        JsonNode done = json(post("wsfed/immutable-ids?dryRun=false", csv));

        assertThat(dry.get("rows")).isEqualTo(done.get("rows"));
        assertThat(done.get("rows"))
                .extracting(row ->
                        row.get("line").asInt() + " " + row.get("outcome").asText())
                .containsExactly(
                        "2 SET",
                        "3 CHANGED",
                        "4 UNKNOWN_USER",
                        "5 UNCHANGED",
                        "6 DUPLICATE",
                        "7 DUPLICATE",
                        "8 INVALID");
        assertThat(attribute(ana)).isEqualTo("new-a");
        assertThat(attribute(ben)).isEqualTo("new-b");
    }

    @Test
    void tenThousandRows() throws Exception {
        List<Map<String, Object>> users = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            users.add(Map.of("username", "user-" + i + "@corp.example", "enabled", true));
        }
        realm.admin().post(realm.path("partialImport"), Map.of("ifResourceExists", "FAIL", "users", users));
        String csv = IntStream.range(0, 10_000)
                .mapToObj(i -> "user-" + i + "@corp.example,id-" + i)
                .collect(Collectors.joining("\n", HEADING, "\n"));

        JsonNode done = json(post("wsfed/immutable-ids?dryRun=false", csv));

        assertThat(done.get("rows")).hasSize(10_000);
        assertThat(done.at("/counts/SET").asInt()).isEqualTo(1000);
        assertThat(done.at("/counts/UNKNOWN_USER").asInt()).isEqualTo(9000);
        assertThat(post("wsfed/immutable-ids", csv + "one-more,x\n").statusCode())
                .isEqualTo(400);
    }

    @Test
    void aFileThatCannotBeReadChangesNothing() throws Exception {
        HttpResponse<String> answer = post("wsfed/immutable-ids?dryRun=false", "a;b\n1;2\n");

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(json(answer).get("code").asText()).isEqualTo("csv_invalid");
        assertThat(post("wsfed/immutable-ids?attribute=username&dryRun=false", HEADING + "ana,x\n")
                        .statusCode())
                .isEqualTo(400);
    }

    @Test
    void onlyWhoMayManagePeopleMayImport() {
        UserSpec viewer = UserSpec.named("viewer@corp.example");
        String id = realm.createUser(viewer);
        String management = realm.client("realm-management").get("id").asText();
        realm.admin()
                .post(
                        realm.path("users/" + id + "/role-mappings/clients/" + management),
                        List.of(realm.admin().get(realm.path("clients/" + management + "/roles/view-users"))));

        Admin admin = new Admin(
                KeycloakServer.running().url(), realm.name(), "admin-cli", viewer.username(), viewer.password());

        assertThat(admin.sendText("POST", realm.path("wsfed/immutable-ids"), "text/csv", HEADING)
                        .statusCode())
                .isEqualTo(403);
    }

    private HttpResponse<String> post(String path, String csv) {
        return realm.admin().sendText("POST", realm.path(path), "text/csv", csv);
    }

    private static JsonNode json(HttpResponse<String> answer) throws Exception {
        return new ObjectMapper().readTree(answer.body());
    }

    private String attribute(String userId) {
        JsonNode values = realm.user(userId).at("/attributes/immutableId");
        return values.isMissingNode() ? null : values.get(0).asText();
    }
}
