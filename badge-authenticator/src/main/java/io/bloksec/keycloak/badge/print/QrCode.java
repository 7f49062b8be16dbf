package io.bloksec.keycloak.badge.print;

import com.google.zxing.WriterException;
import com.google.zxing.qrcode.decoder.ErrorCorrectionLevel;
import com.google.zxing.qrcode.decoder.Mode;
import com.google.zxing.qrcode.encoder.ByteMatrix;
import com.google.zxing.qrcode.encoder.Encoder;
import com.google.zxing.qrcode.encoder.QRCode;
import java.util.ArrayList;
import java.util.List;

/** The QR code of a badge: version 4, error correction Q, alphanumeric, which 67 characters fill to the last. */
final class QrCode {

    /** Modules along an edge. */
    static final int SIZE = 33;

    /** Light modules around it (ISO/IEC 18004). */
    static final int QUIET_ZONE = 4;

    static final int SIZE_WITH_QUIET_ZONE = SIZE + 2 * QUIET_ZONE;

    private static final int VERSION = 4;

    private final ByteMatrix modules;

    private QrCode(ByteMatrix modules) {
        this.modules = modules;
    }

    /** Dark modules side by side; x and y from 0 without the quiet zone. */
    record Run(int x, int y, int length) {}

    /** @throws IllegalArgumentException when the text does not make the code that the layouts are measured for; does not repeat the text */
    static QrCode of(String payload) {
        QRCode code;
        try {
            code = Encoder.encode(payload, ErrorCorrectionLevel.Q);
        } catch (WriterException e) {
            throw new IllegalArgumentException("No payload of a badge");
        }
        if (code.getMode() != Mode.ALPHANUMERIC || code.getVersion().getVersionNumber() != VERSION) {
            throw new IllegalArgumentException("No payload of a badge");
        }
        return new QrCode(code.getMatrix());
    }

    boolean dark(int x, int y) {
        return modules.get(x, y) == 1;
    }

    List<Run> runs() {
        List<Run> runs = new ArrayList<>();
        for (int y = 0; y < SIZE; y++) {
            int from = -1;
            for (int x = 0; x <= SIZE; x++) {
                boolean dark = x < SIZE && dark(x, y);
                if (dark && from < 0) {
                    from = x;
                } else if (!dark && from >= 0) {
                    runs.add(new Run(from, y, x - from));
                    from = -1;
                }
            }
        }
        return runs;
    }
}
