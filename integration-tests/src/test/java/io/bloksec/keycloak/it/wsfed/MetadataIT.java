package io.bloksec.keycloak.it.wsfed;

import static io.bloksec.keycloak.it.wsfed.WsFedRealm.ENTRA;
import static io.bloksec.keycloak.it.wsfed.WsFedRealm.PLAIN;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.bloksec.keycloak.it.house.Page;
import io.bloksec.keycloak.it.house.WebUser;
import io.bloksec.keycloak.it.house.Xmlsec1;
import io.bloksec.keycloak.wsfed.schema.FederationSchemas;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.parser.Parser;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a relying party reads about us before anyone signs in: signed, of the issuer that it will see, and nothing of the others. */
class MetadataIT {

    private static final String TABLE = "urn:relying:table";
    private static final String OFF = "urn:relying:off";
    private static final String OIDC = "an-oidc-client";

    private static WsFedRealm wsfed;
    private static RealmKeys keys;

    private final WebUser reader = new WebUser();

    @BeforeAll
    static void createRealm() {
        wsfed = WsFedRealm.create("metadata");
        keys = new RealmKeys(wsfed.realm);
        wsfed.createClient(Map.of(
                "clientId",
                TABLE,
                "attributes",
                Map.of(
                        "wsfed.issuer.domains",
                        "corp.example=https://idp.example/corp other.example=urn:other",
                        "wsfed.mfa.level",
                        "0")));
        wsfed.addMapper(
                TABLE,
                "wsfed-user-attribute-mapper",
                Map.of("user.attribute", "costCentre", "claim.type", "https://claims.example/cost-centre"));
        wsfed.createClient(Map.of("clientId", OFF, "enabled", false));
        wsfed.addMapper(
                OFF,
                "wsfed-hardcoded-claim-mapper",
                Map.of("claim.value", "x", "claim.type", "https://claims.example/of-a-client-that-is-off"));
        wsfed.createClient(Map.of("clientId", OIDC, "protocol", "openid-connect"));
    }

    @AfterAll
    static void removeRealm() {
        wsfed.close();
    }

    @Test
    void isSignedAndKeepsTheSchema() throws Exception {
        String xml = read("").body();

        FederationSchemas.validateMetadata(xml);
        assertThat(Xmlsec1.verify(xml, keys.certificate(keys.active())).valid()).isTrue();
        String other = xml.replace(wsfed.endpoint().toString(), "https://attacker.example/protocol/wsfed");
        assertThat(other).isNotEqualTo(xml);
        assertThat(Xmlsec1.verify(other, keys.certificate(keys.active())).valid())
                .isFalse();
    }

    @Test
    void theRealmsHasWhatAllItsRelyingPartiesMayBeTold() {
        Document metadata = parse(read(""));

        assertThat(metadata.selectFirst("EntityDescriptor").attr("entityID"))
                .isEqualTo(wsfed.realm.url().toString());
        assertThat(claimTypes(metadata))
                .contains(
                        "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/nameidentifier",
                        "http://schemas.xmlsoap.org/claims/UPN",
                        "http://schemas.microsoft.com/LiveID/Federation/2008/05/ImmutableID",
                        "http://schemas.microsoft.com/claims/authnmethodsreferences",
                        "https://claims.example/cost-centre")
                .doesNotHaveDuplicates()
                .doesNotContain("https://claims.example/of-a-client-that-is-off");
    }

    @Test
    void oneRelyingPartysHasItsIssuerAndItsClaims() {
        wsfed.set(PLAIN, Map.of("wsfed.issuer", "https://idp.example/plain"));
        Document plain = parse(read("?wtrealm=" + encoded(PLAIN)));
        assertThat(plain.selectFirst("EntityDescriptor").attr("entityID")).isEqualTo("https://idp.example/plain");
        assertThat(claimTypes(plain)).doesNotContain("https://claims.example/cost-centre");

        Document other = parse(read("?wtrealm=" + encoded(TABLE) + "&domain=other.example"));
        assertThat(other.selectFirst("EntityDescriptor").attr("entityID")).isEqualTo("urn:other");
        assertThat(claimTypes(other))
                .containsExactly(
                        "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/nameidentifier",
                        "https://claims.example/cost-centre");
        assertThat(parse(read("?wtrealm=" + encoded(TABLE) + "&domain=Ward.Corp.example"))
                        .selectFirst("EntityDescriptor")
                        .attr("entityID"))
                .as("a subdomain has its root's")
                .isEqualTo("https://idp.example/corp");
    }

    /** Nothing of what was asked comes back, so that nobody can make this address say anything. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "?wtrealm=urn%3Arelying%3Anone",
                "?wtrealm=",
                "?wtrealm=" + OIDC,
                "?wtrealm=urn%3Arelying%3Aoff",
                "?wtrealm=urn%3Arelying%3Atable",
                "?wtrealm=urn%3Arelying%3Atable&domain=stray.example",
                "?wtrealm=urn%3Arelying%3Atable&domain=",
                "?wtrealm=urn%3Arelying%3Atable&domain=stray@corp.example",
                "?wtrealm=urn%3Afederation%3AMicrosoftOnline&domain=corp.example",
                "?wtrealm=urn%3Afederation%3AMicrosoftOnline&wtrealm=urn%3Afederation%3AMicrosoftOnline",
                "?wtrealm=urn%3Arelying%3Atable&domain=corp.example&domain=other.example",
                "?domain=corp.example",
                "?wtrealm=%3Cscript%3Ealert(1)%3C/script%3E",
                "?wtrealm=%0d%0aX-Injected:1"
            })
    void whatDoesNotFitIsNotThere(String query) {
        Page answer = read(query);

        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.body()).doesNotContain("script", "relying", "example", "Injected");
        assertThat(answer.header("X-Injected")).isEmpty();
    }

    @Test
    void whoHasItAlreadyIsToldSo() {
        Page first = read("");
        String tag = first.header("ETag").orElseThrow();
        assertThat(first.header("Cache-Control")).contains("public, max-age=300");

        Page again = new WebUser().header("If-None-Match", tag).get(address(""));
        assertThat(again.status()).isEqualTo(304);
        assertThat(again.bytes()).isEmpty();
        assertThat(again.header("ETag")).contains(tag);
        assertThat(new WebUser()
                        .header("If-None-Match", "\"_0000\"")
                        .get(address(""))
                        .status())
                .isEqualTo(200);

        String provider = keys.add("next", -10, false);
        try {
            Page changed = new WebUser().header("If-None-Match", tag).get(address(""));
            assertThat(changed.status()).isEqualTo(200);
            assertThat(changed.header("ETag").orElseThrow()).isNotEqualTo(tag);
        } finally {
            keys.remove(provider);
        }
        assertThat(read("").header("ETag")).contains(tag);
    }

    @Test
    void aPinnedKeyComesFirstAndSigns() throws Exception {
        JsonNode active = keys.active();
        String provider = keys.add("pinned", 10, false);
        JsonNode pinned = keys.of(provider);
        wsfed.set(ENTRA, Map.of("wsfed.signing.kid", pinned.get("kid").asText()));
        try {
            String xml = read("?wtrealm=" + encoded(ENTRA)).body();
            assertThat(Xmlsec1.verify(xml, keys.certificate(pinned)).valid()).isTrue();
            assertThat(parse(xml)
                            .select("KeyDescriptor X509Certificate, KeyDescriptor ds|X509Certificate")
                            .eachText())
                    .containsExactly(
                            pinned.get("certificate").asText(),
                            active.get("certificate").asText());

            wsfed.set(ENTRA, Map.of("wsfed.signing.kid", "no-such-key"));
            assertThat(read("?wtrealm=" + encoded(ENTRA)).status())
                    .as("there would be no token either")
                    .isEqualTo(404);
        } finally {
            wsfed.set(ENTRA, Map.of("wsfed.signing.kid", ""));
            keys.remove(provider);
        }
    }

    @Test
    void theConsolesDownloadIsTheSame() {
        String download = wsfed.realm
                .admin()
                .send("GET", wsfed.download(ENTRA, "wsfed-federation-metadata"), null)
                .body();
        assertThat(download).isEqualTo(read("?wtrealm=" + encoded(ENTRA)).body());

        String several = wsfed.realm
                .admin()
                .send("GET", wsfed.download(TABLE, "wsfed-federation-metadata"), null)
                .body();
        List<String> addresses =
                several.lines().filter(line -> line.startsWith("http")).toList();
        assertThat(addresses)
                .hasSize(2)
                .allSatisfy(line ->
                        assertThat(reader.get(URI.create(line)).status()).isEqualTo(200));
    }

    private Page read(String query) {
        return reader.get(address(query));
    }

    private static URI address(String query) {
        return URI.create(wsfed.endpoint() + "/FederationMetadata/2007-06/FederationMetadata.xml" + query);
    }

    private static Document parse(Page page) {
        assertThat(page.status()).as(page.toString()).isEqualTo(200);
        assertThat(page.header("Content-Type"))
                .hasValueSatisfying(type -> assertThat(type).startsWith("application/xml"));
        return parse(page.body());
    }

    private static Document parse(String xml) {
        return Jsoup.parse(xml, "", Parser.xmlParser());
    }

    private static List<String> claimTypes(Document metadata) {
        return metadata.select("auth|ClaimType").eachAttr("Uri");
    }

    private static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }
}
