package io.bloksec.demo.rp;

import java.util.Map;

/** The frame of every page, and the one way that text gets into one. */
final class Html {

    private Html() {}

    static String page(String title, String main) {
        return "<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\">"
                + "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">"
                + "<meta name=\"color-scheme\" content=\"light dark\"><title>" + text(title) + "</title>"
                + "<link rel=\"stylesheet\" href=\"/demo.css\"></head><body>"
                + "<header><p>Demo relying party <span>behaves as Microsoft Entra ID does</span></p></header>"
                + "<main>" + main + "</main></body></html>";
    }

    static String message(String title, String text) {
        return page(title, "<h1>" + text(title) + "</h1><p>" + text(text) + "</p><p><a href=\"/\">Start page</a></p>");
    }

    static String table(String caption, Map<String, String> rows) {
        StringBuilder html = new StringBuilder("<table><caption>" + text(caption) + "</caption><tbody>");
        rows.forEach((name, value) -> html.append("<tr><th scope=\"row\">")
                .append(text(name))
                .append("</th><td>")
                .append(text(value))
                .append("</td></tr>"));
        return html.append("</tbody></table>").toString();
    }

    static String text(String value) {
        return value.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}
