package io.bloksec.judge;

/** A relying party that says what it thinks of one token. */
@FunctionalInterface
public interface Judge {

    /**
     * @param metadataXml the issuer's metadata, all that the judge knows of it
     * @param audience whom the token must be meant for; null: whatever the response applies to
     * @param wresult the {@code RequestSecurityTokenResponse}, which anyone may have written
     */
    Judgement judge(String metadataXml, String audience, String wresult);
}
