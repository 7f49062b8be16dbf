package io.bloksec.keycloak.it.house;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Exists so that a test names only what matters about its person; the rest is complete enough to sign in. */
public final class UserSpec {

    private final String username;
    private final Map<String, List<String>> attributes = new LinkedHashMap<>();
    private final List<String> requiredActions = new ArrayList<>();
    private String password;
    private String oneTimeSecret;
    private String email;
    private String firstName;
    private String lastName;
    private boolean enabled = true;

    private UserSpec(String username) {
        this.username = username;
        this.password = username + "-password";
        this.email = username.contains("@") ? username : username + "@example.test";
        this.firstName = "First";
        this.lastName = "Last";
    }

    /** Keycloak wants three characters at least. */
    public static UserSpec named(String username) {
        return new UserSpec(username);
    }

    /** Null: a person without a password. */
    public UserSpec password(String value) {
        password = value;
        return this;
    }

    /** Null: a person without an address. */
    public UserSpec email(String value) {
        email = value;
        return this;
    }

    public UserSpec name(String first, String last) {
        firstName = first;
        lastName = last;
        return this;
    }

    /** With an app that shows one-time codes, see {@link OneTimeCodes}. */
    public UserSpec oneTimeCodes(String secret) {
        oneTimeSecret = secret;
        return this;
    }

    public UserSpec attribute(String name, String... values) {
        attributes.put(name, List.of(values));
        return this;
    }

    public UserSpec requiredAction(String alias) {
        requiredActions.add(alias);
        return this;
    }

    public UserSpec disabled() {
        enabled = false;
        return this;
    }

    public String username() {
        return username;
    }

    public String password() {
        return password;
    }

    ObjectNode representation() {
        ObjectNode user = Admin.JSON.createObjectNode();
        user.put("username", username).put("enabled", enabled).put("emailVerified", email != null);
        user.put("email", email).put("firstName", firstName).put("lastName", lastName);
        user.set("attributes", Admin.JSON.valueToTree(attributes));
        user.set("requiredActions", Admin.JSON.valueToTree(requiredActions));
        ArrayNode credentials = user.putArray("credentials");
        if (password != null) {
            credentials
                    .addObject()
                    .put("type", "password")
                    .put("value", password)
                    .put("temporary", false);
        }
        if (oneTimeSecret != null) {
            credentials
                    .addObject()
                    .put("type", "otp")
                    .put(
                            "secretData",
                            Admin.JSON
                                    .createObjectNode()
                                    .put("value", oneTimeSecret)
                                    .toString())
                    .put(
                            "credentialData",
                            "{\"subType\":\"totp\",\"digits\":6,\"counter\":0,\"period\":30,\"algorithm\":\"HmacSHA1\"}");
        }
        return user;
    }
}
