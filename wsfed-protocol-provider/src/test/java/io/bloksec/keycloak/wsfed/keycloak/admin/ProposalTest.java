package io.bloksec.keycloak.wsfed.keycloak.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bloksec.keycloak.wsfed.doctor.Finding;
import io.bloksec.keycloak.wsfed.keycloak.mapper.ClaimMapper;
import io.bloksec.keycloak.wsfed.keycloak.mapper.KnownClaim;
import io.bloksec.keycloak.wsfed.metadata.InvalidRelyingPartyException;
import io.bloksec.keycloak.wsfed.metadata.RelyingPartyMetadata;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import net.jqwik.api.Example;
import org.keycloak.protocol.ProtocolMapper;

/** What is proposed fits what is said, and what cannot be meant is refused. */
class ProposalTest {

    private static final String REALM = "https://rp.example/";
    private static final String NAME = "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/name";

    @Example
    void everyKnownClaimHasAMapperThatSendsIt() {
        for (KnownClaim claim : KnownClaim.values()) {
            assertThat(ServiceLoader.load(ProtocolMapper.class))
                    .filteredOn(mapper -> mapper.getId().equals(claim.mapper().getProtocolMapper()))
                    .singleElement()
                    .satisfies(mapper -> assertThat(((ClaimMapper) mapper).claimTypes(claim.mapper()))
                            .extracting(type -> type.uri())
                            .containsExactly(claim.uri()));
        }
        assertThat(Arrays.stream(KnownClaim.values())
                        .map(claim -> claim.mapper().getName()))
                .doesNotHaveDuplicates();
    }

    @Example
    void theGuideSaysWhatEachPresetSends() throws IOException {
        List<String> guide = Files.readAllLines(Path.of("../docs/relying-parties.md"));
        for (Preset preset : Preset.values()) {
            String row = guide.stream()
                    .filter(line -> line.startsWith("| `" + preset.id() + "` |"))
                    .findFirst()
                    .orElseThrow();
            assertThat(row).contains(preset.settings().values());
            for (KnownClaim claim : preset.claims()) {
                assertThat(row).contains("`" + claim.uri().substring(claim.uri().lastIndexOf('/') + 1) + "`");
            }
        }
    }

    @Example
    void answersGoToTheRealmItselfUnlessOtherAddressesAreNamed() throws Exception {
        assertThat(Proposal.of(new RelyingParty(REALM, null, null), Preset.EXCHANGE)
                        .replyAddresses())
                .containsExactly(REALM);
        assertThat(Proposal.of(new RelyingParty("urn:a:b", " ", List.of("https://a/b")), Preset.EXCHANGE)
                        .replyAddresses())
                .containsExactly("https://a/b");
        refused("reply_address_invalid", "urn:a:b", "x");
        refused("reply_address_invalid", REALM, "x", REALM, "http://rp.example/");
        refused(
                "reply_address_invalid",
                REALM,
                "x",
                Collections.nCopies(51, REALM).toArray(String[]::new));
    }

    @Example
    void aRealmIsAnAbsoluteUriAndNotEntras() {
        refused("wtrealm_invalid", null, "x", REALM);
        refused("wtrealm_invalid", "sharepoint", "x", REALM);
        refused("wtrealm_invalid", "urn:a b", "x", REALM);
        refused("wtrealm_invalid", "urn:" + "a".repeat(252), "x", REALM);
        refused("wtrealm_reserved", "urn:federation:MicrosoftOnline", "x", REALM);
        refused(
                "wtrealm_reserved",
                "https://login.microsoftonline.com/00000000-1111-2222-3333-444444444444/",
                "x",
                REALM);
        refused("name_invalid", REALM, "a\u0000b", REALM);
        refused("name_invalid", REALM, "a".repeat(256), REALM);
    }

    @Example
    void ofTwoClaimsOfOneNameThePresetsCounts() throws Exception {
        Proposal proposal = Proposal.of(metadata(NAME, "urn:x", nameIdentifier()), Optional.of(Preset.DYNAMICS));

        assertThat(proposal.claims())
                .containsExactly(KnownClaim.UPN, KnownClaim.PRIMARY_SID, KnownClaim.NAME_OF_WINDOWS_ACCOUNT);
        assertThat(proposal.notMapped()).containsExactly("urn:x");
        assertThat(Proposal.of(metadata(NAME), Optional.empty()).claims()).containsExactly(KnownClaim.NAME);
    }

    @Example
    void warnsOfWhatTheDocumentLeavesOpen() throws Exception {
        assertThat(Proposal.of(metadata(), Optional.empty()).warnings())
                .extracting(Finding::code)
                .containsExactly("metadata_not_verified", "addresses_ignored", "other_scopes");
        assertThat(Proposal.of(metadata(), Optional.of(Preset.SHAREPOINT)).warnings())
                .extracting(Finding::code)
                .contains("attributes_decide", "roles_need_scope");
    }

    @Example
    void metadataIsHeldToTheSameRules() {
        RelyingPartyMetadata entra = new RelyingPartyMetadata(
                "urn:federation:MicrosoftOnline", List.of(REALM), List.of(), List.of(), List.of(), List.of());
        RelyingPartyMetadata nowhere = new RelyingPartyMetadata(
                REALM, List.of(), List.of("http://rp.example/"), List.of(), List.of(), List.of());

        assertThatThrownBy(() -> Proposal.of(entra, Optional.empty()))
                .isInstanceOfSatisfying(
                        InvalidRelyingPartyException.class,
                        e -> assertThat(e.code()).isEqualTo("wtrealm_reserved"));
        assertThatThrownBy(() -> Proposal.of(nowhere, Optional.empty()))
                .isInstanceOfSatisfying(
                        InvalidRelyingPartyException.class,
                        e -> assertThat(e.code()).isEqualTo("reply_address_invalid"));
    }

    private static RelyingPartyMetadata metadata(String... claims) {
        return new RelyingPartyMetadata(
                REALM, List.of(REALM), List.of("http://a/"), List.of("urn:b"), List.of(), List.of(claims));
    }

    private static String nameIdentifier() {
        return "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/nameidentifier";
    }

    private static void refused(String code, String wtrealm, String name, String... addresses) {
        assertThatThrownBy(() -> Proposal.of(new RelyingParty(wtrealm, name, List.of(addresses)), Preset.WIF))
                .as(wtrealm)
                .isInstanceOfSatisfying(
                        InvalidRelyingPartyException.class,
                        e -> assertThat(e.code()).isEqualTo(code));
    }
}
