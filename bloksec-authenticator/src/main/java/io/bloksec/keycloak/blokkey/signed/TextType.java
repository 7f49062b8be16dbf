package io.bloksec.keycloak.blokkey.signed;

/** What a signature says; the type is part of what is hashed, so that one kind of statement never passes for another. */
public enum TextType {
    APPROVE("approve"),
    DENY("deny"),
    REPORT("report"),
    ENROL("enrol"),
    ROTATE("rotate"),
    ADD_DEVICE("add-device");

    private final String label;

    TextType(String label) {
        this.label = label;
    }

    /** As in the hash and in messages. */
    public String label() {
        return label;
    }
}
