package io.bloksec.keycloak.wsfed.keycloak;

import static org.assertj.core.api.Assertions.assertThat;

import io.bloksec.keycloak.wsfed.keycloak.mapper.ClaimMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.ServiceLoader;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import net.jqwik.api.Example;
import org.keycloak.protocol.ClientInstallationProvider;
import org.keycloak.protocol.ProtocolMapper;
import org.keycloak.provider.ProviderConfigProperty;

/** docs/configuration.md names everything that can be set and every finding, docs/events.md every error an administrator may meet. */
class ConfigurationDocumentTest {

    private static final Pattern FINDING =
            Pattern.compile("(?:Finding\\.(?:error|warning)|\\.finding)\\(\\s*\"([a-z_]+)\"");

    private static final Pattern PROBLEM =
            Pattern.compile("(?:InvalidRelyingPartyException\\(|Status\\.[A-Z_]+,)\\s*\"([a-z_]*[a-z])\"");

    private final String document = read(Path.of("../docs/configuration.md"));

    @Example
    void namesEveryMapperAndItsSettings() {
        assertThat(ServiceLoader.load(ProtocolMapper.class))
                .filteredOn(ClaimMapper.class::isInstance)
                .hasSizeGreaterThan(8)
                .allSatisfy(mapper -> {
                    assertNamed(mapper.getId());
                    assertThat(document).contains(mapper.getDisplayType());
                    mapper.getConfigProperties().stream()
                            .map(ProviderConfigProperty::getName)
                            .forEach(this::assertNamed);
                });
    }

    @Example
    void namesEveryDownload() {
        assertThat(ServiceLoader.load(ClientInstallationProvider.class))
                .filteredOn(ClientDownload.class::isInstance)
                .hasSize(4)
                .allSatisfy(download -> assertNamed(download.getId()));
    }

    @Example
    void namesEveryError() {
        String events = read(Path.of("../docs/events.md"));
        assertThat(Refusal.values())
                .allSatisfy(refusal -> assertThat(events).contains("`" + refusal.eventError() + "`"));
    }

    @Example
    void namesEveryFinding() throws IOException {
        assertThat(inSources(FINDING)).hasSizeGreaterThan(20).allSatisfy(this::assertNamed);
    }

    @Example
    void namesEveryProblemOfTheAdministrationByRest() throws IOException {
        assertThat(inSources(PROBLEM)).hasSizeGreaterThan(15).allSatisfy(this::assertNamed);
    }

    private static List<String> inSources(Pattern pattern) throws IOException {
        try (Stream<Path> sources = Files.walk(Path.of("src/main/java"))) {
            return sources.filter(path -> path.toString().endsWith(".java"))
                    .flatMap(path -> pattern.matcher(read(path)).results().map(found -> found.group(1)))
                    .toList();
        }
    }

    /** And the other way round: what the document says of ours is there. */
    @Example
    void namesNothingThatIsNotThere() {
        Matcher named = Pattern.compile("`(wsfed_[a-z_]+)`").matcher(document);
        while (named.find()) {
            String error = named.group(1);
            assertThat(Arrays.stream(Refusal.values()).map(Refusal::eventError)).contains(error);
        }
    }

    private void assertNamed(String name) {
        assertThat(document).contains("`" + name + "`");
    }

    private static String read(Path path) {
        try {
            return Files.readString(path);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
