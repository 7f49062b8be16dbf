package io.bloksec.demo.rp;

import static io.bloksec.demo.rp.AadSts.AADSTS50006;
import static io.bloksec.demo.rp.AadSts.AADSTS50008;
import static io.bloksec.demo.rp.AadSts.AADSTS5000811;

import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.xml.crypto.dsig.CanonicalizationMethod;
import javax.xml.crypto.dsig.Reference;
import javax.xml.crypto.dsig.Transform;
import javax.xml.crypto.dsig.XMLSignature;
import javax.xml.crypto.dsig.XMLSignatureFactory;
import javax.xml.crypto.dsig.dom.DOMValidateContext;
import org.w3c.dom.Element;

/**
 * The rules of the signature. What is verified is the assertion that is read: its own child signature, with one reference to its
 * own id, and no other element of the document may answer to that id.
 */
final class SignatureRules {

    private static final List<String> TRANSFORMS = List.of(Transform.ENVELOPED, CanonicalizationMethod.EXCLUSIVE);
    private static final String RSA_SHA256 = "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256";
    private static final String SHA256 = "http://www.w3.org/2001/04/xmlenc#sha256";

    private final List<Verdict.Check> checks;
    private final Map<String, String> facts;

    SignatureRules(List<Verdict.Check> checks, Map<String, String> facts) {
        this.checks = checks;
        this.facts = facts;
    }

    /** @param registered certificates of the issuer's domain; what the token itself brings is never trusted */
    void check(Element assertion, List<X509Certificate> registered) {
        String id = assertion.getAttribute("AssertionID");
        check("AssertionID is an xs:ID", id.matches("[A-Za-z_][A-Za-z0-9_.-]*"), id, AADSTS50008);
        List<Element> signatures = Xml.children(assertion, XMLSignature.XMLNS, "Signature");
        boolean one = signatures.size() == 1
                && Xml.elements(assertion, XMLSignature.XMLNS, "Signature").size() == 1
                && Xml.elements(assertion.getOwnerDocument().getDocumentElement(), EntraRules.SAML, "Assertion")
                                .size()
                        == 1;
        check("One assertion with one signature", one, "", AADSTS50006);
        if (!one) {
            return;
        }
        Optional<X509Certificate> keyInfo = certificate(signatures.get(0));
        facts.put("Signed by", keyInfo.map(SignatureRules::describe).orElse("no certificate in KeyInfo"));
        check(
                "The signing certificate is registered",
                keyInfo.filter(registered::contains).isPresent(),
                facts.get("Signed by"),
                AADSTS5000811);
        String problem = "no registered certificate";
        for (X509Certificate certificate : registered) {
            problem = verify(assertion, signatures.get(0), id, certificate);
            if (problem.isEmpty()) {
                break;
            }
        }
        check("The signature holds with a registered certificate", problem.isEmpty(), problem, AADSTS50006);
    }

    private String verify(Element assertion, Element signatureElement, String id, X509Certificate certificate) {
        try {
            assertion.setIdAttribute("AssertionID", true);
            DOMValidateContext context = new DOMValidateContext(certificate.getPublicKey(), signatureElement);
            context.setProperty("org.jcp.xml.dsig.secureValidation", Boolean.TRUE);
            XMLSignature signature = XMLSignatureFactory.getInstance("DOM").unmarshalXMLSignature(context);
            List<Reference> references = signature.getSignedInfo().getReferences();
            if (references.size() != 1 || !("#" + id).equals(references.get(0).getURI())) {
                return "not one reference to this assertion";
            }
            List<String> transforms = references.get(0).getTransforms().stream()
                    .map(Transform::getAlgorithm)
                    .toList();
            if (!TRANSFORMS.equals(transforms)) {
                return "transforms " + transforms;
            }
            if (!RSA_SHA256.equals(
                            signature.getSignedInfo().getSignatureMethod().getAlgorithm())
                    || !SHA256.equals(references.get(0).getDigestMethod().getAlgorithm())) {
                return "not RSA-SHA256";
            }
            facts.put("Signature", "RSA-SHA256, exclusive canonicalisation");
            return signature.validate(context) ? "" : "it does not";
        } catch (Exception e) {
            // Whatever a hostile signature makes the library throw, it does not hold.
            return e.getClass().getSimpleName();
        }
    }

    private static Optional<X509Certificate> certificate(Element signature) {
        List<Element> certificates = Xml.elements(signature, XMLSignature.XMLNS, "X509Certificate");
        if (certificates.size() != 1) {
            return Optional.empty();
        }
        try {
            byte[] der = Base64.getMimeDecoder().decode(certificates.get(0).getTextContent());
            return Optional.of((X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der)));
        } catch (CertificateException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Subject and the thumbprint that Microsoft's tools show. */
    static String describe(X509Certificate certificate) {
        try {
            byte[] thumbprint = MessageDigest.getInstance("SHA-1").digest(certificate.getEncoded());
            return certificate.getSubjectX500Principal().getName() + ", thumbprint "
                    + HexFormat.of().withUpperCase().formatHex(thumbprint);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private void check(String rule, boolean passed, String detail, AadSts code) {
        checks.add(new Verdict.Check(rule, passed, detail, code));
    }
}
