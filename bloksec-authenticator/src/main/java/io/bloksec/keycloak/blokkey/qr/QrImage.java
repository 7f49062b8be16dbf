package io.bloksec.keycloak.blokkey.qr;

import com.google.zxing.BarcodeFormat;
import com.google.zxing.EncodeHintType;
import com.google.zxing.WriterException;
import com.google.zxing.common.BitMatrix;
import com.google.zxing.qrcode.QRCodeWriter;
import com.google.zxing.qrcode.decoder.ErrorCorrectionLevel;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A QR code as SVG: one path, sharp at every size, no image library in the browser. */
public final class QrImage {

    private static final int QUIET_ZONE = 4;

    private QrImage() {}

    /** @return an {@code svg} element without name: the page around it says what it is */
    public static String svg(String text) {
        BitMatrix modules = modules(text);
        StringBuilder path = new StringBuilder();
        for (int y = 0; y < modules.getHeight(); y++) {
            for (int x = 0; x < modules.getWidth(); x++) {
                if (modules.get(x, y)) {
                    int start = x;
                    while (x + 1 < modules.getWidth() && modules.get(x + 1, y)) {
                        x++;
                    }
                    path.append('M')
                            .append(start)
                            .append(' ')
                            .append(y)
                            .append('h')
                            .append(x - start + 1);
                    path.append("v1h-").append(x - start + 1).append('z');
                }
            }
        }
        int size = modules.getWidth();
        // Black on white whatever the theme: a camera must read it in dark mode too.
        return "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 " + size + " " + size
                + "\" shape-rendering=\"crispEdges\"><path fill=\"#fff\" d=\"M0 0h" + size + "v" + size
                + "H0z\"/><path d=\""
                + path + "\"/></svg>";
    }

    /**
     * For mails, whose readers show neither SVG nor pictures that come with them: rows of runs of one colour.
     *
     * @return each row's runs in modules, light and dark in turn, the first one light; the quiet zone is part of it
     */
    public static List<List<Integer>> runs(String text) {
        BitMatrix modules = modules(text);
        List<List<Integer>> rows = new ArrayList<>();
        for (int y = 0; y < modules.getHeight(); y++) {
            List<Integer> runs = new ArrayList<>();
            boolean dark = false;
            int begun = 0;
            for (int x = 0; x < modules.getWidth(); x++) {
                if (modules.get(x, y) != dark) {
                    runs.add(x - begun);
                    begun = x;
                    dark = !dark;
                }
            }
            runs.add(modules.getWidth() - begun);
            rows.add(runs);
        }
        return rows;
    }

    private static BitMatrix modules(String text) {
        try {
            return new QRCodeWriter()
                    .encode(
                            text,
                            BarcodeFormat.QR_CODE,
                            0,
                            0,
                            Map.of(
                                    EncodeHintType.ERROR_CORRECTION,
                                    ErrorCorrectionLevel.M,
                                    EncodeHintType.MARGIN,
                                    QUIET_ZONE));
        } catch (WriterException e) {
            throw new IllegalArgumentException("too long for a QR code", e);
        }
    }
}
