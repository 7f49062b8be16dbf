package io.bloksec.keycloak.blokkey.device;

import com.webauthn4j.WebAuthnManager;
import com.webauthn4j.anchor.TrustAnchorRepository;
import com.webauthn4j.converter.AttestedCredentialDataConverter;
import com.webauthn4j.converter.util.ObjectConverter;
import com.webauthn4j.credential.CredentialRecordImpl;
import com.webauthn4j.data.AuthenticationData;
import com.webauthn4j.data.AuthenticationParameters;
import com.webauthn4j.data.AuthenticationRequest;
import com.webauthn4j.data.PublicKeyCredentialParameters;
import com.webauthn4j.data.PublicKeyCredentialType;
import com.webauthn4j.data.RegistrationData;
import com.webauthn4j.data.RegistrationParameters;
import com.webauthn4j.data.RegistrationRequest;
import com.webauthn4j.data.attestation.authenticator.AAGUID;
import com.webauthn4j.data.attestation.authenticator.AttestedCredentialData;
import com.webauthn4j.data.attestation.authenticator.AuthenticatorData;
import com.webauthn4j.data.attestation.statement.COSEAlgorithmIdentifier;
import com.webauthn4j.data.attestation.statement.NoneAttestationStatement;
import com.webauthn4j.data.client.CollectedClientData;
import com.webauthn4j.data.client.Origin;
import com.webauthn4j.data.client.challenge.DefaultChallenge;
import com.webauthn4j.data.extension.authenticator.AuthenticationExtensionsAuthenticatorOutputs;
import com.webauthn4j.data.extension.client.AuthenticationExtensionsClientOutputs;
import com.webauthn4j.server.ServerProperty;
import com.webauthn4j.util.exception.WebAuthnException;
import com.webauthn4j.verifier.attestation.statement.androidkey.AndroidKeyAttestationStatementVerifier;
import com.webauthn4j.verifier.attestation.statement.none.NoneAttestationStatementVerifier;
import com.webauthn4j.verifier.attestation.statement.packed.PackedAttestationStatementVerifier;
import com.webauthn4j.verifier.attestation.trustworthiness.certpath.DefaultCertPathTrustworthinessVerifier;
import com.webauthn4j.verifier.attestation.trustworthiness.self.DefaultSelfAttestationTrustworthinessVerifier;
import io.bloksec.keycloak.blokkey.problem.Problem;
import io.bloksec.keycloak.blokkey.problem.ProblemException;
import io.bloksec.keycloak.blokkey.signed.Bytes;
import java.security.MessageDigest;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The verification key at work, by webauthn4j: the challenge is the hash of a signed text, and a person was verified. A signature
 * by any other key, of any other origin, or without verification never passes.
 */
public final class WebAuthn {

    private static final int LONGEST = 16 * 1024;
    private static final List<PublicKeyCredentialParameters> ES256 = List.of(
            new PublicKeyCredentialParameters(PublicKeyCredentialType.PUBLIC_KEY, COSEAlgorithmIdentifier.ES256));
    private static final ObjectConverter CONVERTER = new ObjectConverter();
    private static final AttestedCredentialDataConverter ATTESTED = new AttestedCredentialDataConverter(CONVERTER);
    private static final WebAuthnManager LENIENT = WebAuthnManager.createNonStrictWebAuthnManager(CONVERTER);

    private WebAuthn() {}

    /**
     * @param hash of the text that was signed, 32 bytes
     * @throws ProblemException {@link Problem#SIGNATURE_INVALID}; the reason is not told
     */
    public static VerifiedAssertion verify(VerificationKey key, byte[] hash, Assertion assertion) {
        requireSize(
                Problem.SIGNATURE_INVALID,
                assertion.clientDataJson(),
                assertion.authenticatorData(),
                assertion.signature());
        try {
            AuthenticationData data = LENIENT.verify(
                    new AuthenticationRequest(
                            Bytes.parse(key.credentialId()),
                            assertion.authenticatorData(),
                            assertion.clientDataJson(),
                            assertion.signature()),
                    new AuthenticationParameters(
                            server(key.rpId(), key.origin(), hash),
                            record(key),
                            List.of(Bytes.parse(key.credentialId())),
                            true,
                            true));
            AuthenticatorData<?> authenticator = data.getAuthenticatorData();
            requireSameSite(data.getCollectedClientData(), hash, Problem.SIGNATURE_INVALID);
            long count = authenticator.getSignCount();
            boolean counts = count > key.signCount() || (count == 0 && key.signCount() == 0);
            if (!counts || authenticator.isFlagBE() != key.backupEligible()) {
                throw new ProblemException(Problem.SIGNATURE_INVALID);
            }
            return new VerifiedAssertion(count, authenticator.isFlagBS());
        } catch (WebAuthnException | IllegalArgumentException e) {
            throw new ProblemException(Problem.SIGNATURE_INVALID);
        }
    }

    /**
     * @param roots whose attestations the realm believes; with none, no device is better than {@link Grade#C}
     * @throws ProblemException {@link Problem#ATTESTATION_INVALID}
     */
    public static VerifiedCreation verifyCreation(
            String rpId,
            String origin,
            byte[] hash,
            byte[] clientDataJson,
            byte[] attestationObject,
            Set<X509Certificate> roots) {
        requireSize(Problem.ATTESTATION_INVALID, clientDataJson, attestationObject);
        RegistrationRequest request = new RegistrationRequest(attestationObject, clientDataJson);
        RegistrationParameters parameters = new RegistrationParameters(server(rpId, origin, hash), ES256, true, true);
        try {
            RegistrationData data = LENIENT.verify(request, parameters);
            requireSameSite(data.getCollectedClientData(), hash, Problem.ATTESTATION_INVALID);
            AuthenticatorData<?> authenticator = data.getAttestationObject().getAuthenticatorData();
            AttestedCredentialData attested = authenticator.getAttestedCredentialData();
            VerificationKey key = new VerificationKey(
                    Bytes.text(attested.getCredentialId()),
                    Bytes.text(ATTESTED.convert(attested)),
                    rpId,
                    origin,
                    authenticator.isFlagBE(),
                    authenticator.getSignCount());
            if (authenticator.isFlagBE() || authenticator.isFlagBS()) {
                return new VerifiedCreation(key, Grade.C, "synced");
            }
            if (data.getAttestationObject().getAttestationStatement() instanceof NoneAttestationStatement) {
                return new VerifiedCreation(key, Grade.C, "unattested");
            }
            return isAttestedBy(roots, request, parameters)
                    ? new VerifiedCreation(key, Grade.B, "attested")
                    : new VerifiedCreation(key, Grade.C, "untrusted-attestation");
        } catch (WebAuthnException | IllegalArgumentException e) {
            throw new ProblemException(Problem.ATTESTATION_INVALID);
        }
    }

    private static boolean isAttestedBy(
            Set<X509Certificate> roots, RegistrationRequest request, RegistrationParameters parameters) {
        if (roots.isEmpty()) {
            return false;
        }
        Set<TrustAnchor> anchors =
                roots.stream().map(root -> new TrustAnchor(root, null)).collect(Collectors.toSet());
        WebAuthnManager strict = new WebAuthnManager(
                List.of(
                        new PackedAttestationStatementVerifier(),
                        new AndroidKeyAttestationStatementVerifier(),
                        new NoneAttestationStatementVerifier()),
                new DefaultCertPathTrustworthinessVerifier(new OneList(anchors)),
                new RefuseSelfAttestation(),
                CONVERTER);
        try {
            strict.verify(request, parameters);
            return true;
        } catch (WebAuthnException e) {
            return false;
        }
    }

    private static ServerProperty server(String rpId, String origin, byte[] hash) {
        return ServerProperty.builder()
                .origin(Origin.create(origin))
                .rpId(rpId)
                .challenge(new DefaultChallenge(hash))
                .build();
    }

    private static CredentialRecordImpl record(VerificationKey key) {
        // Counter and backup flags are compared by us: the library only warns about some of them.
        return new CredentialRecordImpl(
                new NoneAttestationStatement(),
                true,
                key.backupEligible(),
                key.backupEligible(),
                0,
                ATTESTED.convert(key.attestedBytes()),
                new AuthenticationExtensionsAuthenticatorOutputs<>(),
                null,
                new AuthenticationExtensionsClientOutputs<>(),
                Set.of());
    }

    private static void requireSameSite(CollectedClientData clientData, byte[] hash, Problem problem) {
        boolean sameSite = !Boolean.TRUE.equals(clientData.getCrossOrigin()) && clientData.getTopOrigin() == null;
        if (!sameSite || !MessageDigest.isEqual(hash, clientData.getChallenge().getValue())) {
            throw new ProblemException(problem);
        }
    }

    private static void requireSize(Problem problem, byte[]... parts) {
        if (Arrays.stream(parts).anyMatch(part -> part.length == 0 || part.length > LONGEST)) {
            throw new ProblemException(problem);
        }
    }

    /** The realm's list, for every kind of authenticator. */
    private record OneList(Set<TrustAnchor> anchors) implements TrustAnchorRepository {
        @Override
        public Set<TrustAnchor> find(AAGUID aaguid) {
            return anchors;
        }

        @Override
        public Set<TrustAnchor> find(byte[] attestationCertificateKeyIdentifier) {
            return anchors;
        }
    }

    /** A key that vouches for itself vouches for nothing. */
    private static final class RefuseSelfAttestation extends DefaultSelfAttestationTrustworthinessVerifier {
        RefuseSelfAttestation() {
            setSelfAttestationAllowed(false);
        }
    }
}
