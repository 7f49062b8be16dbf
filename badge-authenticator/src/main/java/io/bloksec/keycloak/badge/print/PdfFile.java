package io.bloksec.keycloak.badge.print;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.io.IOUtils;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.PDPageContentStream.AppendMode;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.font.PDFont;
import org.apache.pdfbox.pdmodel.font.PDType0Font;
import org.apache.pdfbox.pdmodel.interactive.viewerpreferences.PDViewerPreferences;
import org.apache.pdfbox.pdmodel.interactive.viewerpreferences.PDViewerPreferences.DUPLEX;
import org.apache.pdfbox.pdmodel.interactive.viewerpreferences.PDViewerPreferences.PRINT_SCALING;

/** A PDF file in memory. It says who made it, that it is to be printed in its own size, and nothing of what is in it. */
final class PdfFile implements AutoCloseable {

    private static final String PRODUCER = "BlokBadge";

    private final Typeface typeface;
    private final double width;
    private final double height;
    private final PDDocument document = new PDDocument(IOUtils.createMemoryOnlyStreamCache());
    private final PDFont font;

    /** Pages of this size in millimetres. */
    PdfFile(Typeface typeface, double width, double height, boolean twoSided) throws IOException {
        this.typeface = typeface;
        this.width = width;
        this.height = height;
        font = PDType0Font.load(document, typeface.font(), true);
        document.getDocumentInformation().setProducer(PRODUCER);
        PDViewerPreferences preferences = new PDViewerPreferences(new COSDictionary());
        preferences.setPrintScaling(PRINT_SCALING.None);
        preferences.setDuplex(twoSided ? DUPLEX.DuplexFlipLongEdge : DUPLEX.Simplex);
        document.getDocumentCatalog().setViewerPreferences(preferences);
    }

    /** The next page; to be closed before the one after it. */
    Paper page() throws IOException {
        PDPage page = new PDPage(new PDRectangle((float) Paper.points(width), (float) Paper.points(height)));
        document.addPage(page);
        return new Paper(new PDPageContentStream(document, page, AppendMode.OVERWRITE, true), typeface, font, height);
    }

    /** @param out is flushed and stays open */
    void save(OutputStream out) throws IOException {
        document.save(new FilterOutputStream(out) {
            @Override
            public void write(byte[] bytes, int from, int length) throws IOException {
                out.write(bytes, from, length);
            }

            @Override
            public void close() throws IOException {
                flush();
            }
        });
    }

    @Override
    public void close() throws IOException {
        document.close();
    }
}
