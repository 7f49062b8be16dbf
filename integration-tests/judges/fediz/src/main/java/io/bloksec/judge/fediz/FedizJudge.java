package io.bloksec.judge.fediz;

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
import org.apache.cxf.fediz.core.Claim;
import org.apache.cxf.fediz.core.FederationConstants;
import org.apache.cxf.fediz.core.config.FedizConfigurator;
import org.apache.cxf.fediz.core.config.FedizContext;
import org.apache.cxf.fediz.core.processor.FedizProcessorFactory;
import org.apache.cxf.fediz.core.processor.FedizRequest;
import org.apache.cxf.fediz.core.processor.FedizResponse;
import org.w3c.dom.Element;

/**
 * Fediz's own relying party, set up as an administrator would who has nothing but the issuer's metadata: the certificates in it
 * are trusted, its passive endpoint is the issuer's address. Fediz's replay detection stays on.
 */
final class FedizJudge {

    private static final String NAME = "fediz";
    private static final String ADDRESSING = "http://www.w3.org/2005/08/addressing";
    private static final String STORE_PASSWORD = "changeit";

    /** One context for each metadata and audience: its replay cache must see all of an issuer's tokens. */
    private static final Map<String, FedizContext> CONTEXTS = new HashMap<>();

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
            FedizContext context = context(metadata, audience(wresult));
            FedizRequest request = new FedizRequest();
            request.setAction(FederationConstants.ACTION_SIGNIN);
            request.setResponseToken(wresult);
            FedizResponse response = FedizProcessorFactory.newFedizProcessor(context.getProtocol())
                    .processRequest(request, context);
            // Fediz trusts by certificate; whose name stands in the token is left to the application.
            if (!metadata.entityId().equals(response.getIssuer())) {
                problems.add("issuer: " + response.getIssuer() + ", the metadata says " + metadata.entityId());
            }
            return judgement(response, problems);
        } catch (Exception e) {
            // Whatever a token makes Fediz throw is a refusal, not the end of the judge.
            problems.add(e.getClass().getSimpleName() + ": " + e.getMessage());
            return Judgement.refused(NAME, problems);
        }
    }

    private String audience(String wresult) throws Exception {
        return expectedAudience != null
                ? expectedAudience
                : Xml.elements(Xml.parse(wresult), ADDRESSING, "Address").stream()
                        .findFirst()
                        .map(Element::getTextContent)
                        .orElse("");
    }

    private FedizContext context(Metadata metadata, String audience) throws Exception {
        String key = metadataXml + audience;
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
                + "<protocol xsi:type='federationProtocolType' version='1.2'>"
                + "<realm>" + escape(audience) + "</realm>"
                + "<issuer>" + escape(metadata.passiveEndpoint()) + "</issuer>"
                + "</protocol></contextConfig></FedizConfig>";
        FedizConfigurator configurator = new FedizConfigurator();
        configurator.loadConfig(new StringReader(configuration));
        FedizContext context = configurator.getFedizContext("/judge");
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
        file.toFile().deleteOnExit();
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
                claims.put(String.valueOf(claim.getClaimType()), texts(claim.getValue()));
            }
        }
        return new Judgement(
                NAME,
                problems.isEmpty(),
                problems,
                response.getUniqueTokenId(),
                response.getIssuer(),
                response.getAudience(),
                response.getUsername(),
                null,
                null,
                null,
                claims);
    }

    private static List<String> texts(Object value) {
        return value instanceof List<?> several
                ? several.stream().map(String::valueOf).toList()
                : List.of(String.valueOf(value));
    }
}
