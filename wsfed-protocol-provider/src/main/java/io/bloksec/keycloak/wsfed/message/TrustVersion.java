package io.bloksec.keycloak.wsfed.message;

import java.util.Arrays;
import java.util.Optional;

/** How a token is wrapped: by which version of WS-Trust, which names the same things differently. */
public enum TrustVersion {
    /** A bare response; what Entra ID, SharePoint and WIF's defaults read. */
    FEBRUARY_2005(
            "2005/02",
            "http://schemas.xmlsoap.org/ws/2005/02/trust",
            "http://schemas.xmlsoap.org/ws/2005/05/identity/NoProofKey"),

    /** A response in a collection, which an answer to {@code Issue} must be (WS-Trust 1.3, section 4.4). */
    V1_3(
            "1.3",
            "http://docs.oasis-open.org/ws-sx/ws-trust/200512",
            "http://docs.oasis-open.org/ws-sx/ws-trust/200512/Bearer");

    private final String label;
    private final String namespace;
    private final String keyType;

    TrustVersion(String label, String namespace, String keyType) {
        this.label = label;
        this.namespace = namespace;
        this.keyType = keyType;
    }

    /** @param label as settings write it */
    public static Optional<TrustVersion> ofLabel(String label) {
        return Arrays.stream(values())
                .filter(version -> version.label.equals(label))
                .findFirst();
    }

    public String label() {
        return label;
    }

    String namespace() {
        return namespace;
    }

    /** What a token without a key of its own is called. */
    String keyType() {
        return keyType;
    }
}
