package io.bloksec.keycloak.blokkey.device;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.cbor.CBORFactory;
import io.bloksec.keycloak.blokkey.signed.Bytes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What makes a device grade B, and what does not: a root of the realm's list, a key that cannot be copied, nothing else. */
class GradesTest {

    private static final ObjectMapper CBOR = new ObjectMapper(new CBORFactory());
    private static final int FLAGS = 32;
    private static final int BACKUP_ELIGIBLE = 0x08;

    private static JsonNode vector;
    private static byte[] hash;
    private static Maker maker;
    private static Maker another;

    @BeforeAll
    static void makers(@TempDir Path directory, @TempDir Path other)
            throws IOException, GeneralSecurityException, InterruptedException {
        JsonNode vectors = new ObjectMapper()
                .readTree(Path.of("../docs/api/blokkey-vectors.json").toFile());
        vector = vectors.get("webAuthn");
        String name = vector.at("/creation/signedText").asText();
        for (JsonNode text : vectors.get("signedTexts")) {
            if (text.get("name").asText().equals(name)) {
                hash = Bytes.parse(text.get("hash").asText());
            }
        }
        maker = Maker.in(directory);
        another = Maker.in(other);
    }

    @Test
    void anAttestationToARootOfTheListIsGradeB() throws Exception {
        VerifiedCreation creation = verify(attested(maker, maker.leaf(), 0), Set.of(another.root(), maker.root()));

        assertThat(creation.grade()).isEqualTo(Grade.B);
        assertThat(creation.evidence()).isEqualTo("attested");
    }

    @Test
    void withoutAListOrByAnotherMakerItIsGradeC() throws Exception {
        byte[] attestation = attested(maker, maker.leaf(), 0);

        assertThat(verify(attestation, Set.of()).grade()).isEqualTo(Grade.C);
        assertThat(verify(attestation, Set.of(another.root())).evidence()).isEqualTo("untrusted-attestation");
    }

    /** The maker vouches for a key that can be copied: then it can be copied. */
    @Test
    void aKeyThatCanBeCopiedIsGradeCWhoeverVouches() throws Exception {
        VerifiedCreation creation = verify(attested(maker, maker.leaf(), BACKUP_ELIGIBLE), Set.of(maker.root()));

        assertThat(creation.grade()).isEqualTo(Grade.C);
        assertThat(creation.evidence()).isEqualTo("synced");
    }

    /** Signed by somebody else under the maker's certificate: a key like any other, and no better. */
    @Test
    void aSignatureByAnotherKeyVouchesForNothing() throws Exception {
        VerifiedCreation creation = verify(attested(another, maker.leaf(), 0), Set.of(maker.root()));

        assertThat(creation.grade()).isEqualTo(Grade.C);
        assertThat(creation.evidence()).isEqualTo("untrusted-attestation");
    }

    @Test
    void nothingAtAllIsGradeC() throws Exception {
        VerifiedCreation creation =
                verify(Bytes.parse(vector.at("/creation/attestationObject").asText()), Set.of(maker.root()));

        assertThat(creation.grade()).isEqualTo(Grade.C);
        assertThat(creation.evidence()).isEqualTo("unattested");
    }

    private static VerifiedCreation verify(byte[] attestationObject, Set<X509Certificate> roots) {
        return WebAuthn.verifyCreation(
                vector.get("rpId").asText(),
                vector.get("origin").asText(),
                hash,
                Bytes.parse(vector.at("/creation/clientDataJSON").asText()),
                attestationObject,
                roots);
    }

    /** The vector's own new key, with a statement in the format "packed" (WebAuthn Level 3 section 8.2). */
    private static byte[] attested(Maker signer, X509Certificate certificate, int furtherFlags) throws Exception {
        Map<String, Object> none = CBOR.readValue(
                Bytes.parse(vector.at("/creation/attestationObject").asText()), Map.class);
        byte[] authData = ((byte[]) none.get("authData")).clone();
        authData[FLAGS] |= (byte) furtherFlags;
        ByteArrayOutputStream signed = new ByteArrayOutputStream();
        signed.write(authData);
        signed.write(MessageDigest.getInstance("SHA-256")
                .digest(Bytes.parse(vector.at("/creation/clientDataJSON").asText())));
        Map<String, Object> statement = new LinkedHashMap<>();
        statement.put("alg", -7);
        statement.put("sig", signer.sign(signed.toByteArray()));
        statement.put("x5c", List.of(certificate.getEncoded()));
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("fmt", "packed");
        object.put("attStmt", statement);
        object.put("authData", authData);
        return CBOR.writeValueAsBytes(object);
    }
}
