package io.bloksec.keycloak.wsfed.keycloak;

/** A setting of the relying party that cannot be used. No token is issued rather than one by a guess. */
final class InvalidSettingException extends Exception {

    private static final long serialVersionUID = 1L;

    private final String setting;

    InvalidSettingException(String setting, String message) {
        super(message);
        this.setting = setting;
    }

    /** Its name, which the administrator finds in the console and the documentation. */
    String setting() {
        return setting;
    }
}
