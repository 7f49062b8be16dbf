package io.bloksec.demo.https;

import com.google.zxing.WriterException;
import com.google.zxing.qrcode.decoder.ErrorCorrectionLevel;
import com.google.zxing.qrcode.encoder.ByteMatrix;
import com.google.zxing.qrcode.encoder.Encoder;
import java.util.ArrayList;
import java.util.List;

/**
 * A QR code of half blocks, two modules above each other in one character. What is light is drawn and what is dark is left out, as
 * terminals are mostly dark; where it may colour, it says so itself, and the terminal's own colours do not matter.
 */
final class TerminalQr {

    private static final int QUIET = 4;
    private static final String WHITE_ON_BLACK = "\u001b[97;40m";
    private static final String AS_BEFORE = "\u001b[0m";

    private TerminalQr() {}

    /** @param colour whether a terminal reads it, and not a file */
    static List<String> lines(String text, boolean colour) {
        ByteMatrix modules = modules(text);
        List<String> lines = new ArrayList<>();
        for (int y = -QUIET; y < modules.getHeight() + QUIET; y += 2) {
            StringBuilder line = new StringBuilder(colour ? WHITE_ON_BLACK : "");
            for (int x = -QUIET; x < modules.getWidth() + QUIET; x++) {
                boolean upper = isLight(modules, x, y);
                boolean lower = isLight(modules, x, y + 1);
                line.append(upper ? lower ? '█' : '▀' : lower ? '▄' : ' ');
            }
            lines.add(line.append(colour ? AS_BEFORE : "").toString());
        }
        return lines;
    }

    private static boolean isLight(ByteMatrix modules, int x, int y) {
        return x < 0 || y < 0 || x >= modules.getWidth() || y >= modules.getHeight() || modules.get(x, y) == 0;
    }

    private static ByteMatrix modules(String text) {
        try {
            // As small as can be: it is not going to be dirty.
            return Encoder.encode(text, ErrorCorrectionLevel.L).getMatrix();
        } catch (WriterException e) {
            throw new IllegalArgumentException("Too long for a QR code: " + text.length() + " characters", e);
        }
    }
}
