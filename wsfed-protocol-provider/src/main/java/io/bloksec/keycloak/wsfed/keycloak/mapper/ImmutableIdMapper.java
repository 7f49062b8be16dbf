package io.bloksec.keycloak.wsfed.keycloak.mapper;

import io.bloksec.keycloak.wsfed.claims.ClaimType;
import io.bloksec.keycloak.wsfed.claims.Claims;
import io.bloksec.keycloak.wsfed.claims.MissingClaimException;
import io.bloksec.keycloak.wsfed.entra.ImmutableIds;
import io.bloksec.keycloak.wsfed.token.NameIdentifier;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.keycloak.models.ClientModel;
import org.keycloak.models.ProtocolMapperModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.utils.KeycloakModelUtils;
import org.keycloak.provider.ProviderConfigProperty;

/**
 * The ImmutableID, by which Entra ID finds its account: the user's {@code onPremisesImmutableId}. It is also the token's
 * subject, as AD FS sends it. A person without one is not sent to Entra ID at all, which would only answer AADSTS51004.
 */
public final class ImmutableIdMapper extends ClaimMapper {

    static final String ID = "wsfed-immutable-id-mapper";
    static final String SOURCE = "source";
    static final String USER_ATTRIBUTE = "user.attribute";
    static final String GUID_ATTRIBUTES = "guid.attributes";

    /** The user attribute that holds the ImmutableID unless a mapper names another. */
    public static final String DEFAULT_ATTRIBUTE = "immutableId";

    private static final String FROM_ATTRIBUTE = "attribute";
    private static final String FROM_GUID = "guid";
    private static final List<String> SOURCES = List.of(FROM_ATTRIBUTE, FROM_GUID, "keycloak-id");
    private static final List<String> DEFAULT_GUID_ATTRIBUTES =
            List.of("mS-DS-ConsistencyGuid", "objectGUID", "LDAP_ID");

    private static final List<ProviderConfigProperty> PROPERTIES = List.of(
            new ProviderConfigProperty(
                    SOURCE,
                    "Source",
                    "attribute: a user attribute holds the ImmutableID as Entra ID shows it in onPremisesImmutableId. guid: it is made of the Active Directory GUID in the first of the GUID attributes that has a value. keycloak-id: the id of the user in Keycloak.",
                    ProviderConfigProperty.LIST_TYPE,
                    FROM_ATTRIBUTE,
                    SOURCES.toArray(String[]::new)),
            new ProviderConfigProperty(
                    USER_ATTRIBUTE,
                    "User attribute",
                    "For source attribute. Only administrators may be able to change it.",
                    ProviderConfigProperty.USER_PROFILE_ATTRIBUTE_LIST_TYPE,
                    DEFAULT_ATTRIBUTE,
                    false,
                    false),
            new ProviderConfigProperty(
                    GUID_ATTRIBUTES,
                    "GUID attributes",
                    "For source guid: user attributes in the order in which they are asked. Default: mS-DS-ConsistencyGuid, objectGUID, LDAP_ID. Each holds the printed GUID, or its stored bytes in base64 or hexadecimal.",
                    ProviderConfigProperty.MULTIVALUED_STRING_TYPE,
                    null,
                    false,
                    false));

    public static ProtocolMapperModel model() {
        return model("ImmutableID", ID, Map.of(SOURCE, FROM_ATTRIBUTE, USER_ATTRIBUTE, DEFAULT_ATTRIBUTE));
    }

    /** The client's mapper of this type, where it has one. */
    public static Optional<ProtocolMapperModel> of(ClientModel client) {
        return client.getProtocolMappersStream()
                .filter(mapper -> ID.equals(mapper.getProtocolMapper()))
                .findFirst();
    }

    /** The user attributes that the mapper reads. */
    public static List<String> attributes(ProtocolMapperModel model) {
        MapperSettings settings = new MapperSettings(model);
        return switch (settings.text(SOURCE).orElse(FROM_ATTRIBUTE)) {
            case FROM_ATTRIBUTE -> List.of(settings.text(USER_ATTRIBUTE).orElse(DEFAULT_ATTRIBUTE));
            case FROM_GUID -> guidAttributes(settings);
            default -> List.of();
        };
    }

    private static List<String> guidAttributes(MapperSettings settings) {
        List<String> named = settings.list(GUID_ATTRIBUTES);
        return named.isEmpty() ? DEFAULT_GUID_ATTRIBUTES : named;
    }

    /** The ImmutableID that a mapper with these settings sends for the person; absent where it sends none. */
    public static Optional<String> valueOf(ProtocolMapperModel model, UserModel user) throws InvalidMapperException {
        return value(new MapperSettings(model), user);
    }

    @Override
    void addTo(Claims claims, MapperSettings settings, Person person)
            throws MissingClaimException, InvalidMapperException {
        String immutableId =
                value(settings, person.user()).orElseThrow(() -> new MissingClaimException(ClaimType.IMMUTABLE_ID));
        claims.add(ClaimType.IMMUTABLE_ID, List.of(immutableId));
        claims.subject(NameIdentifier.unspecified(immutableId));
    }

    private static Optional<String> value(MapperSettings settings, UserModel user) throws InvalidMapperException {
        return switch (source(settings)) {
            case FROM_ATTRIBUTE -> only(user, settings.text(USER_ATTRIBUTE).orElse(DEFAULT_ATTRIBUTE));
            case FROM_GUID -> firstGuid(user, settings);
            default -> Optional.of(user.getId());
        };
    }

    private static Optional<String> firstGuid(UserModel user, MapperSettings settings) {
        for (String attribute : guidAttributes(settings)) {
            List<String> guids = values(user, attribute);
            if (!guids.isEmpty()) {
                // One that cannot be used is not passed over: the next attribute may name another account.
                return guids.size() == 1 ? ImmutableIds.fromGuid(guids.get(0)) : Optional.empty();
            }
        }
        return Optional.empty();
    }

    /** Of two different values nobody can say which one Entra ID knows. */
    private static Optional<String> only(UserModel user, String attribute) {
        List<String> values = values(user, attribute);
        return values.size() == 1 ? Optional.of(values.get(0)) : Optional.empty();
    }

    private static List<String> values(UserModel user, String attribute) {
        return KeycloakModelUtils.resolveAttribute(user, attribute, false).stream()
                .filter(value -> value != null && !value.isBlank())
                .distinct()
                .toList();
    }

    private static String source(MapperSettings settings) throws InvalidMapperException {
        String source = settings.text(SOURCE).orElse(FROM_ATTRIBUTE);
        if (!SOURCES.contains(source)) {
            throw settings.invalid("Unknown source of the ImmutableID: " + source);
        }
        return source;
    }

    @Override
    List<ClaimType> claimTypes(MapperSettings settings) {
        return List.of(ClaimType.IMMUTABLE_ID);
    }

    @Override
    void check(MapperSettings settings) throws InvalidMapperException {
        source(settings);
    }

    @Override
    public String getId() {
        return ID;
    }

    @Override
    public String getDisplayType() {
        return "ImmutableID (Entra ID)";
    }

    @Override
    public String getHelpText() {
        return "Sends the ImmutableID by which Entra ID finds the account, as a claim and as the token's subject. Without a value the sign-in is refused here.";
    }

    @Override
    public List<ProviderConfigProperty> getConfigProperties() {
        return PROPERTIES;
    }
}
