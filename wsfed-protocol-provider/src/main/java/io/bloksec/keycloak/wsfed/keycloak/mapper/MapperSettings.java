package io.bloksec.keycloak.wsfed.keycloak.mapper;

import io.bloksec.keycloak.wsfed.claims.ClaimType;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.keycloak.models.Constants;
import org.keycloak.models.ProtocolMapperModel;

/** One mapper's settings on one client; what cannot be used is named by an {@link InvalidMapperException}. */
final class MapperSettings {

    /** Setting shared by the mappers whose claim can be chosen. */
    static final String CLAIM_TYPE = "claim.type";

    private final ProtocolMapperModel model;

    MapperSettings(ProtocolMapperModel model) {
        this.model = model;
    }

    Optional<String> text(String name) {
        return Optional.ofNullable(model.getConfig().get(name)).filter(value -> !value.isBlank());
    }

    String required(String name) throws InvalidMapperException {
        return text(name).orElseThrow(() -> invalid(name + " is missing"));
    }

    boolean flag(String name) {
        return text(name).map(Boolean::parseBoolean).orElse(false);
    }

    /** Several values as the console stores them, or between spaces or line ends. */
    List<String> list(String name) {
        return text(name)
                .map(value -> Arrays.stream(value.split("(" + Constants.CFG_DELIMITER + "|\\s)+"))
                        .filter(item -> !item.isBlank())
                        .toList())
                .orElse(List.of());
    }

    /** @param otherwise null: there is no default */
    ClaimType claimType(ClaimType otherwise) throws InvalidMapperException {
        Optional<String> uri = text(CLAIM_TYPE);
        if (uri.isEmpty() && otherwise != null) {
            return otherwise;
        }
        try {
            return ClaimType.of(uri.orElse(""));
        } catch (IllegalArgumentException e) {
            throw invalid("The claim type must be a URI with a slash in it");
        }
    }

    InvalidMapperException invalid(String message) {
        return new InvalidMapperException(model.getName(), message);
    }
}
