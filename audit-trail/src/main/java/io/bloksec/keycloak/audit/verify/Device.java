package io.bloksec.keycloak.audit.verify;

import io.bloksec.keycloak.audit.record.Hashes;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;

/** Keys and person of a device, as its own statements bind them. */
final class Device {

    private static final int UNKNOWN = -1;

    private final String id;
    private final String user;
    private final String origin;
    private final byte[] rpIdHash;
    private final byte[] credential;
    private final CoseKey verification;
    /** Thumbprints in the order of the rotations. */
    private final List<String> possession = new ArrayList<>(1);
    /** Which of them is in force; {@link #UNKNOWN} for a device that is known from a later restatement, until it signs. */
    private int current;

    private Device(Statement enrol) {
        SignedText text = enrol.text();
        id = text.member("device");
        user = text.member("user");
        origin = text.member("origin");
        rpIdHash = Hashes.sha256().digest(text.member("rpId").getBytes(StandardCharsets.UTF_8));
        credential = enrol.created().data().credential();
        verification = enrol.created().data().key();
        possession.add(enrol.possession());
        require(enrol.possession().equals(text.member("possessionKey")), "names another possession key than it shows");
        require(enrol.created().client().origin().equals(origin), "has a creation of another origin");
        require(
                MessageDigest.isEqual(rpIdHash, enrol.created().data().rpIdHash()),
                "has a creation of another relying party");
    }

    /** @throws IllegalArgumentException when the parts of the enrolment contradict each other */
    static Device enrolled(Statement enrol) {
        return new Device(enrol);
    }

    /**
     * @param statements {@code enrol}, then every {@code rotate}
     * @throws IllegalArgumentException when one does not follow from the ones before
     */
    static Device restated(List<Statement> statements) {
        Device device = new Device(statements.get(0));
        for (Statement rotate : statements.subList(1, statements.size())) {
            device.rotate(rotate);
        }
        return device;
    }

    /** The same, before it is restated. */
    Device beforeRestatement() {
        current = UNKNOWN;
        return this;
    }

    /** @throws IllegalArgumentException when the new key does not follow the one in force */
    void rotate(Statement rotate) {
        requireSignedBy(rotate);
        require(rotate.next().thumbprint().equals(rotate.text().member("possessionKey")), "names another new key");
        current++;
        if (current == possession.size()) {
            possession.add(rotate.next().thumbprint());
        }
        require(
                possession.get(current).equals(rotate.next().thumbprint()),
                "names another new key than the restatement");
    }

    /** @throws IllegalArgumentException when the statement is not of this device's person or keys */
    void requireSignedBy(Statement statement) {
        SignedText text = statement.text();
        require(id.equals(text.member("device")), "is of another device");
        require(user.equals(text.member("user")), "is of another user than the device's");
        require(isInForce(statement.possession()), "is signed by another possession key than the device's");
        Statement.Assertion assertion = statement.assertion();
        if (assertion == null) {
            return;
        }
        require(verification.isSame(assertion.key()), "is signed by another verification key than the device's");
        require(MessageDigest.isEqual(credential, assertion.credential()), "names another credential");
        require(origin.equals(assertion.client().origin()), "was signed at another origin");
        require(MessageDigest.isEqual(rpIdHash, assertion.data().rpIdHash()), "is of another relying party");
    }

    /** @throws IllegalArgumentException when a restatement tells otherwise than what is known */
    void requireSame(Device restated) {
        boolean same = id.equals(restated.id)
                && user.equals(restated.user)
                && origin.equals(restated.origin)
                && verification.isSame(restated.verification)
                && isInForce(restated.possession.get(restated.current));
        require(same, "restates other keys than the device has");
    }

    String id() {
        return id;
    }

    String user() {
        return user;
    }

    String origin() {
        return origin;
    }

    private boolean isInForce(String thumbprint) {
        if (current == UNKNOWN) {
            current = possession.indexOf(thumbprint);
        }
        return current != UNKNOWN && possession.get(current).equals(thumbprint);
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException("The statement " + otherwise);
        }
    }
}
