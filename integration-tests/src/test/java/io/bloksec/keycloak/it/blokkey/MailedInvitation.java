package io.bloksec.keycloak.it.blokkey;

import io.bloksec.keycloak.it.house.QrCodes;
import jakarta.mail.BodyPart;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Element;

/**
 * Exists to read a mail as the person who gets it does: text, picture and link.
 *
 * @param to the one address
 */
record MailedInvitation(String to, String subject, String text, String html) {

    private static final Pattern LINK = Pattern.compile("https?://\\S+/blokkey/invite/\\S+");
    private static final int MODULE = 5;

    static MailedInvitation of(MimeMessage message) {
        try {
            MimeMultipart parts = (MimeMultipart) message.getContent();
            return new MailedInvitation(
                    message.getAllRecipients()[0].toString(),
                    message.getSubject(),
                    part(parts, "text/plain"),
                    part(parts, "text/html"));
        } catch (MessagingException e) {
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    URI link() {
        Matcher link = LINK.matcher(text);
        if (!link.find()) {
            throw new AssertionError("No link in " + text);
        }
        return URI.create(link.group());
    }

    /** What the camera of a phone reads from the mail on a screen. */
    URI scanned() {
        Element table = Jsoup.parse(html).selectFirst("table[role=img]");
        int height = table.select("tr").size() * MODULE;
        byte[] grey = new byte[height * height];
        Arrays.fill(grey, (byte) 255);
        int y = 0;
        for (Element row : table.select("tr")) {
            int x = 0;
            for (Element cell : row.select("td")) {
                int width = Integer.parseInt(cell.attr("colspan")) * MODULE;
                if (cell.attr("bgcolor").equals("#000000")) {
                    for (int line = y; line < y + MODULE; line++) {
                        Arrays.fill(grey, line * height + x, line * height + x + width, (byte) 0);
                    }
                }
                x += width;
            }
            y += MODULE;
        }
        return URI.create(QrCodes.find(grey, height, height).orElseThrow().getText());
    }

    private static String part(MimeMultipart parts, String type) throws MessagingException, IOException {
        for (int i = 0; i < parts.getCount(); i++) {
            BodyPart part = parts.getBodyPart(i);
            if (part.isMimeType(type)) {
                return part.getContent().toString();
            }
            if (part.getContent() instanceof MimeMultipart inner) {
                return part(inner, type);
            }
        }
        throw new AssertionError("No " + type);
    }
}
