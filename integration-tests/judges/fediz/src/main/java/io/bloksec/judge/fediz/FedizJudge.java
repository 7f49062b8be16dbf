package io.bloksec.judge.fediz;

import io.bloksec.judge.Judgement;
import io.bloksec.judge.Metadata;
import io.bloksec.judge.Wresult;
import io.bloksec.judge.Xml;
import java.io.IOException;
import java.io.OutputStream;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.xml.namespace.QName;
import org.apache.cxf.fediz.core.Claim;
import org.apache.cxf.fediz.core.FederationConstants;
import org.apache.cxf.fediz.core.config.FedizConfigurator;
import org.apache.cxf.fediz.core.config.FedizContext;
import org.apache.cxf.fediz.core.exception.ProcessingException;
import org.apache.cxf.fediz.core.processor.FedizProcessorFactory;
import org.apache.cxf.fediz.core.processor.FedizRequest;
import org.apache.cxf.fediz.core.processor.FedizResponse;
import org.apache.wss4j.common.cache.MemoryReplayCache;
import org.w3c.dom.Element;

/**
 * Fediz's own relying party, set up as an administrator would who has nothing but the issuer's metadata: the
 * certificates in it are trusted, its passive endpoint is the issuer's address. Fediz's replay detection stays on, with
 * its cache in memory instead of one on disk for each context.
 */
final class FedizJudge {

    static final String NAME = "fediz";
    private static final String SAML = "urn:oasis:names:tc:SAML:1.0:assertion";
    private static final String STORE_PASSWORD = "changeit";

    /** One context for each metadata and audience: its replay cache must see all of an issuer's tokens. */
    private static final Map<ContextKey, FedizContext> CONTEXTS = new HashMap<>();

    private record ContextKey(String metadataXml, String audience) {}

    private final String metadataXml;
    private final String expectedAudience;

    /** @param expectedAudience null: whatever the response applies to */
    FedizJudge(String metadataXml, String expectedAudience) {
        this.metadataXml = metadataXml;
        this.expectedAudience = expectedAudience;
    }

    Judgement judge(String wresult) {
        List<String> problems = new ArrayList<>();
        try {
            Metadata metadata = Metadata.parse(metadataXml);
            String audience = audience(Wresult.parse(wresult));
            FedizContext context = context(metadata, audience);
            FedizRequest request = new FedizRequest();
            request.setAction(FederationConstants.ACTION_SIGNIN);
            request.setResponseToken(wresult);
            FedizResponse response = FedizProcessorFactory.newFedizProcessor(context.getProtocol())
                    .processRequest(request, context);
            // Fediz trusts by certificate; whose name stands in the token is left to the application.
            if (!metadata.entityId().equals(response.getIssuer())) {
                problems.add("issuer: " + response.getIssuer() + ", the metadata says " + metadata.entityId());
            }
            // Fediz looks at the audience only in its servlet handler, and there by prefix.
            if (!audience.equals(response.getAudience())) {
                problems.add("audience: " + response.getAudience() + ", not " + audience);
            }
            return judgement(response, problems);
        } catch (ProcessingException e) {
            return Judgement.refused(NAME, List.of("ProcessingException " + e.getType() + ": " + e.getMessage()));
        } catch (Exception | StackOverflowError e) {
            // Whatever a token makes Fediz throw is a refusal, not the end of the judge.
            return Judgement.refused(NAME, List.of(e.getClass().getSimpleName() + ": " + e.getMessage()));
        }
    }

    private String audience(Wresult wresult) {
        String appliesTo = wresult.appliesTo();
        if (expectedAudience == null && appliesTo == null) {
            throw new IllegalArgumentException("AppliesTo: not one address");
        }
        return expectedAudience != null ? expectedAudience : appliesTo;
    }

    private FedizContext context(Metadata metadata, String audience) throws Exception {
        ContextKey key = new ContextKey(metadataXml, audience);
        FedizContext known = CONTEXTS.get(key);
        if (known != null) {
            return known;
        }
        Path store = trustStore(metadata);
        String configuration = "<FedizConfig xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance'>"
                + "<contextConfig name='/judge'>"
                + "<audienceUris><audienceItem>" + escape(audience) + "</audienceItem></audienceUris>"
                + "<certificateStores><trustManager><keyStore file='" + escape(store.toString()) + "' password='"
                + STORE_PASSWORD + "' type='PKCS12'/></trustManager></certificateStores>"
                + "<trustedIssuers><issuer certificateValidation='PeerTrust'/></trustedIssuers>"
                + "<maximumClockSkew>180</maximumClockSkew>"
                + "<tokenReplayCache>" + MemoryReplayCache.class.getName() + "</tokenReplayCache>"
                + "<protocol xsi:type='federationProtocolType' version='1.2'>"
                + "<realm>" + escape(audience) + "</realm>"
                + "<issuer>" + escape(metadata.passiveEndpoint()) + "</issuer>"
                + "</protocol></contextConfig></FedizConfig>";
        FedizConfigurator configurator = new FedizConfigurator();
        FedizContext context;
        try {
            configurator.loadConfig(new StringReader(configuration));
            context = configurator.getFedizContext("/judge");
            // Makes Fediz read the file now; it keeps what it has read.
            context.getCertificateStores();
        } finally {
            Files.delete(store);
        }
        CONTEXTS.put(key, context);
        return context;
    }

    private static Path trustStore(Metadata metadata) throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        for (int i = 0; i < metadata.certificates().size(); i++) {
            store.setCertificateEntry("issuer-" + i, metadata.certificates().get(i));
        }
        Path file = Files.createTempFile("issuer", ".p12");
        try (OutputStream out = Files.newOutputStream(file)) {
            store.store(out, STORE_PASSWORD.toCharArray());
        }
        return file;
    }

    private static String escape(String value) {
        return value.replace("&", "&amp;").replace("<", "&lt;").replace("'", "&apos;");
    }

    private static Judgement judgement(FedizResponse response, List<String> problems) {
        Map<String, List<String>> claims = new LinkedHashMap<>();
        if (response.getClaims() != null) {
            for (Claim claim : response.getClaims()) {
                claims.computeIfAbsent(String.valueOf(claim.getClaimType()), type -> new ArrayList<>())
                        .addAll(texts(claim.getValue()));
            }
        }
        // What Fediz has no field for, or trims, stands in the token that it hands to the application.
        Element authentication = Xml.path(response.getToken(), new QName(SAML, "AuthenticationStatement"));
        Element name = authentication == null
                ? null
                : Xml.path(authentication, new QName(SAML, "Subject"), new QName(SAML, "NameIdentifier"));
        return new Judgement(
                NAME,
                problems.isEmpty(),
                problems,
                response.getUniqueTokenId(),
                response.getIssuer(),
                response.getAudience(),
                name == null ? response.getUsername() : name.getTextContent(),
                attribute(name, "Format"),
                attribute(authentication, "AuthenticationMethod"),
                attribute(authentication, "AuthenticationInstant"),
                claims);
    }

    private static String attribute(Element element, String name) {
        return element == null || !element.hasAttribute(name) ? null : element.getAttribute(name);
    }

    private static List<String> texts(Object value) {
        return value instanceof List<?> several
                ? several.stream().map(String::valueOf).toList()
                : List.of(String.valueOf(value));
    }
}
