package io.bloksec.judge;

import java.io.StringWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import javax.xml.crypto.dsig.CanonicalizationMethod;
import javax.xml.crypto.dsig.DigestMethod;
import javax.xml.crypto.dsig.Reference;
import javax.xml.crypto.dsig.SignatureMethod;
import javax.xml.crypto.dsig.SignedInfo;
import javax.xml.crypto.dsig.Transform;
import javax.xml.crypto.dsig.XMLSignatureFactory;
import javax.xml.crypto.dsig.dom.DOMSignContext;
import javax.xml.crypto.dsig.keyinfo.KeyInfo;
import javax.xml.crypto.dsig.keyinfo.KeyInfoFactory;
import javax.xml.crypto.dsig.spec.C14NMethodParameterSpec;
import javax.xml.crypto.dsig.spec.TransformParameterSpec;
import javax.xml.transform.OutputKeys;
import javax.xml.transform.Transformer;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.dom.DOMSource;
import javax.xml.transform.stream.StreamResult;
import org.w3c.dom.Element;

/** A {@code wresult} of the tests, good unless a field is changed; signed by the JDK. */
public final class Token {

    public static final String AUDIENCE = "urn:federation:MicrosoftOnline";
    private static final String SAML = "urn:oasis:names:tc:SAML:1.0:assertion";

    public final String id = "_" + UUID.randomUUID().toString().replace("-", "");
    public String issuer = Issuer.ID;
    public String audience = AUDIENCE;
    public String subject = "ana";
    public String attributesSubject = "ana";
    public String attributeValue = "ana@corp.example";
    public String confirmation = "urn:oasis:names:tc:SAML:1.0:cm:bearer";
    public Instant now = Instant.now();
    public Instant authenticated = now;
    public boolean withAttributes = true;
    public boolean signatureFirst;

    /** @return the response with its assertion signed */
    public String signedBy(Issuer signer) throws Exception {
        Element response = Xml.parse(unsigned());
        Element assertion = Xml.elements(response, SAML, "Assertion").get(0);
        assertion.setIdAttribute("AssertionID", true);
        XMLSignatureFactory factory = XMLSignatureFactory.getInstance("DOM");
        List<Transform> transforms = Arrays.asList(
                factory.newTransform(Transform.ENVELOPED, (TransformParameterSpec) null),
                factory.newTransform(CanonicalizationMethod.EXCLUSIVE, (TransformParameterSpec) null));
        Reference reference = factory.newReference(
                "#" + id, factory.newDigestMethod(DigestMethod.SHA256, null), transforms, null, null);
        SignedInfo signedInfo = factory.newSignedInfo(
                factory.newCanonicalizationMethod(CanonicalizationMethod.EXCLUSIVE, (C14NMethodParameterSpec) null),
                factory.newSignatureMethod(SignatureMethod.RSA_SHA256, null),
                List.of(reference));
        KeyInfoFactory keys = factory.getKeyInfoFactory();
        KeyInfo keyInfo = keys.newKeyInfo(List.of(keys.newX509Data(List.of(signer.certificate()))));
        DOMSignContext place = signatureFirst
                ? new DOMSignContext(signer.key(), assertion, assertion.getFirstChild())
                : new DOMSignContext(signer.key(), assertion);
        place.setDefaultNamespacePrefix("ds");
        factory.newXMLSignature(signedInfo, keyInfo).sign(place);
        StringWriter written = new StringWriter();
        Transformer transformer = TransformerFactory.newDefaultInstance().newTransformer();
        transformer.setOutputProperty(OutputKeys.OMIT_XML_DECLARATION, "yes");
        transformer.transform(new DOMSource(response), new StreamResult(written));
        return written.toString();
    }

    private String unsigned() {
        return """
                <t:RequestSecurityTokenResponse xmlns:t="http://schemas.xmlsoap.org/ws/2005/02/trust"><t:Lifetime \
                xmlns:wsu="http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd">\
                <wsu:Created>%1$s</wsu:Created><wsu:Expires>%2$s</wsu:Expires></t:Lifetime>\
                <wsp:AppliesTo xmlns:wsp="http://schemas.xmlsoap.org/ws/2004/09/policy">\
                <wsa:EndpointReference xmlns:wsa="http://www.w3.org/2005/08/addressing"><wsa:Address>%3$s</wsa:Address>\
                </wsa:EndpointReference></wsp:AppliesTo><t:RequestedSecurityToken><saml:Assertion \
                xmlns:saml="%4$s" MajorVersion="1" MinorVersion="1" AssertionID="%5$s" Issuer="%6$s" \
                IssueInstant="%1$s"><saml:Conditions NotBefore="%1$s" NotOnOrAfter="%2$s">\
                <saml:AudienceRestrictionCondition><saml:Audience>%7$s</saml:Audience>\
                </saml:AudienceRestrictionCondition></saml:Conditions><saml:AuthenticationStatement \
                AuthenticationMethod="urn:oasis:names:tc:SAML:1.0:am:password" AuthenticationInstant="%8$s">%9$s\
                </saml:AuthenticationStatement>%10$s</saml:Assertion></t:RequestedSecurityToken>\
                <t:TokenType>%4$s</t:TokenType>\
                <t:RequestType>http://schemas.xmlsoap.org/ws/2005/02/trust/Issue</t:RequestType>\
                <t:KeyType>http://schemas.xmlsoap.org/ws/2005/05/identity/NoProofKey</t:KeyType>\
                </t:RequestSecurityTokenResponse>""".formatted(
                        now,
                        now.plus(Duration.ofHours(1)),
                        AUDIENCE,
                        SAML,
                        id,
                        issuer,
                        audience,
                        authenticated,
                        subject(subject),
                        withAttributes ? attributes() : "");
    }

    private String subject(String name) {
        return """
                <saml:Subject><saml:NameIdentifier Format="urn:oasis:names:tc:SAML:1.1:nameid-format:unspecified">%s\
                </saml:NameIdentifier><saml:SubjectConfirmation><saml:ConfirmationMethod>%s</saml:ConfirmationMethod>\
                </saml:SubjectConfirmation></saml:Subject>""".formatted(name, confirmation);
    }

    private String attributes() {
        return """
                <saml:AttributeStatement>%s<saml:Attribute AttributeName="UPN" \
                AttributeNamespace="http://schemas.xmlsoap.org/claims"><saml:AttributeValue>%s</saml:AttributeValue>\
                </saml:Attribute></saml:AttributeStatement>""".formatted(subject(attributesSubject), attributeValue);
    }
}
