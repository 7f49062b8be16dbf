package io.bloksec.keycloak.it.house;

import com.google.zxing.BinaryBitmap;
import com.google.zxing.DecodeHintType;
import com.google.zxing.PlanarYUVLuminanceSource;
import com.google.zxing.ReaderException;
import com.google.zxing.Result;
import com.google.zxing.ResultPoint;
import com.google.zxing.common.HybridBinarizer;
import com.google.zxing.qrcode.QRCodeReader;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Exists to look at a QR code as a camera does: from the picture, not from what made it. */
public final class QrCodes {

    private QrCodes() {}

    /**
     * Once as the picture is, once upside down: zxing 3.4.0 does not find one code in 150, however well it is drawn, and finds each of
     * them the other way up (measured with 40,000).
     *
     * @param grey a byte a pixel, row by row
     * @return text, and the middles of the finders (lower left, upper left, upper right) in the picture; empty where there is no code
     */
    public static Optional<Result> find(byte[] grey, int width, int height, DecodeHintType... hints) {
        Map<DecodeHintType, Object> all =
                Arrays.stream(hints).collect(Collectors.toMap(Function.identity(), hint -> true));
        return read(grey, width, height, all).or(() -> {
            byte[] turned = new byte[grey.length];
            for (int i = 0; i < grey.length; i++) {
                turned[grey.length - 1 - i] = grey[i];
            }
            return read(turned, width, height, all).map(result -> turnedBack(result, width, height));
        });
    }

    private static Optional<Result> read(byte[] grey, int width, int height, Map<DecodeHintType, Object> hints) {
        var picture = new PlanarYUVLuminanceSource(grey, width, height, 0, 0, width, height, false);
        try {
            return Optional.of(new QRCodeReader().decode(new BinaryBitmap(new HybridBinarizer(picture)), hints));
        } catch (ReaderException e) {
            return Optional.empty();
        }
    }

    private static Result turnedBack(Result result, int width, int height) {
        ResultPoint[] points = Arrays.stream(result.getResultPoints())
                .map(point -> new ResultPoint(width - point.getX(), height - point.getY()))
                .toArray(ResultPoint[]::new);
        return new Result(result.getText(), result.getRawBytes(), points, result.getBarcodeFormat());
    }
}
