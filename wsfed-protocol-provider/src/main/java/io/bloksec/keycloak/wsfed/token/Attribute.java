package io.bloksec.keycloak.wsfed.token;

import java.util.List;

/**
 * One claim as an assertion carries it (SAML 1.1 Core, section 2.4.4).
 *
 * @param namespace {@code AttributeNamespace}
 * @param name {@code AttributeName}
 * @param values at least one; the schema knows no attribute without a value
 */
public record Attribute(String namespace, String name, List<String> values) {

    public Attribute {
        values = List.copyOf(values);
        if (values.isEmpty()) {
            throw new IllegalArgumentException("An attribute needs a value");
        }
        XmlText.requireRepresentable("AttributeName", name);
        XmlText.requireRepresentable("AttributeNamespace", namespace);
        for (String value : values) {
            XmlText.requireRepresentable(namespace + "/" + name, value);
        }
    }
}
