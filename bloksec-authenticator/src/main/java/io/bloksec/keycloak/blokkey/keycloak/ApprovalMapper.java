package io.bloksec.keycloak.blokkey.keycloak;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bloksec.keycloak.blokkey.device.Grade;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import org.keycloak.common.util.Time;
import org.keycloak.models.ClientSessionContext;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.ProtocolMapperModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.protocol.oidc.mappers.AbstractOIDCProtocolMapper;
import org.keycloak.protocol.oidc.mappers.OIDCAccessTokenMapper;
import org.keycloak.protocol.oidc.mappers.OIDCAttributeMapperHelper;
import org.keycloak.protocol.oidc.mappers.OIDCIDTokenMapper;
import org.keycloak.protocol.oidc.mappers.UserInfoTokenMapper;
import org.keycloak.provider.ProviderConfigProperty;
import org.keycloak.provider.ProviderConfigurationBuilder;
import org.keycloak.representations.IDToken;

/**
 * Tells OpenID Connect applications how the phone approved: a claim {@code blokkey} with grade, channel and time, and methods in
 * {@code amr} (RFC 8176) that say no more than the grade allows: {@code mfa} and {@code user} for every approval, {@code hwk} from
 * grade B on, else {@code swk}. An approval older than the setting is not told.
 */
public final class ApprovalMapper extends AbstractOIDCProtocolMapper
        implements OIDCIDTokenMapper, OIDCAccessTokenMapper, UserInfoTokenMapper {

    private static final String ID = "blokkey-approval-mapper";
    private static final String CLAIM = "blokkey";
    private static final String AMR = "amr";
    private static final String MAX_AGE = "blokkey.max-age";
    private static final int DEFAULT_MAX_AGE = 36_000;
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Logger LOG = Logger.getLogger(ApprovalMapper.class);
    private static final List<ProviderConfigProperty> PROPERTIES = properties();

    @Override
    public String getId() {
        return ID;
    }

    @Override
    public String getDisplayType() {
        return "BlokKey approval";
    }

    @Override
    public String getDisplayCategory() {
        return TOKEN_MAPPER_CATEGORY;
    }

    @Override
    public String getHelpText() {
        return "The claim blokkey with grade, channel and time of the phone's approval, and its methods in amr.";
    }

    @Override
    public List<ProviderConfigProperty> getConfigProperties() {
        return PROPERTIES;
    }

    @Override
    protected void setClaim(
            IDToken token,
            ProtocolMapperModel mapper,
            UserSessionModel userSession,
            KeycloakSession session,
            ClientSessionContext clientSession) {
        long oldest = Time.currentTimeMillis() - maxAge(mapper) * 1000L;
        approvals(userSession)
                .filter(approval -> approval.path("time").asLong() >= oldest)
                .max(Comparator.comparingLong(approval -> approval.path("time").asLong()))
                .ifPresent(approval -> tell(token, approval));
    }

    private static void tell(IDToken token, JsonNode approval) {
        Map<String, Object> claim = new LinkedHashMap<>();
        claim.put("grade", approval.path("grade").asText());
        claim.put("channel", approval.path("channel").asText().toLowerCase(Locale.ROOT));
        claim.put("time", approval.path("time").asLong() / 1000);
        token.setOtherClaims(CLAIM, claim);
        boolean hardware = Grade.valueOf(approval.path("grade").asText()).meets(Grade.B);
        Set<String> methods = new LinkedHashSet<>();
        if (token.getOtherClaims().get(AMR) instanceof Collection<?> others) {
            others.forEach(other -> methods.add(String.valueOf(other)));
        }
        methods.addAll(List.of("mfa", "user", hardware ? "hwk" : "swk"));
        token.setOtherClaims(AMR, new ArrayList<>(methods));
    }

    /** What {@link Completion} has noted, one for each step. */
    private static Stream<JsonNode> approvals(UserSessionModel userSession) {
        return userSession.getNotes().entrySet().stream()
                .filter(note -> note.getKey().startsWith("blokkey."))
                .flatMap(note -> read(note.getValue()).stream());
    }

    private static Optional<JsonNode> read(String note) {
        try {
            return Optional.of(JSON.readTree(note)).filter(json -> json.hasNonNull("grade"));
        } catch (JsonProcessingException e) {
            LOG.warn("A note about an approval cannot be read");
            return Optional.empty();
        }
    }

    private static int maxAge(ProtocolMapperModel mapper) {
        try {
            return Integer.parseInt(mapper.getConfig().getOrDefault(MAX_AGE, String.valueOf(DEFAULT_MAX_AGE)));
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    private static List<ProviderConfigProperty> properties() {
        List<ProviderConfigProperty> properties = new ArrayList<>(ProviderConfigurationBuilder.create()
                .property()
                .name(MAX_AGE)
                .label("Oldest approval")
                .helpText("Seconds. An approval that is older is not told, though the session goes on.")
                .type(ProviderConfigProperty.INTEGER_TYPE)
                .defaultValue(String.valueOf(DEFAULT_MAX_AGE))
                .add()
                .build());
        OIDCAttributeMapperHelper.addIncludeInTokensConfig(properties, ApprovalMapper.class);
        return List.copyOf(properties);
    }
}
