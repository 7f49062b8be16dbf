package io.bloksec.keycloak.wsfed.token;

/** What XML 1.0 can carry as text (section 2.2, production {@code Char}), and how. */
public final class XmlText {

    private XmlText() {}

    /**
     * Whether every character of the value may stand in an XML document. Control characters other than tab and line ends,
     * lone surrogates, U+FFFE and U+FFFF may not, in any spelling.
     */
    public static boolean isRepresentable(String value) {
        return value.codePoints()
                .allMatch(c -> c == '\t'
                        || c == '\n'
                        || c == '\r'
                        || c >= 0x20 && c <= 0xD7FF
                        || c >= 0xE000 && c <= 0xFFFD
                        || c >= 0x10000);
    }

    /**
     * Escapes element content. Carriage returns become references, as a parser would turn them into line feeds otherwise.
     *
     * @throws UnrepresentableTextException when {@link #isRepresentable} does not hold
     */
    public static String escape(String value) {
        requireRepresentable("text", value);
        StringBuilder escaped = new StringBuilder(value.length() + 16);
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            switch (c) {
                case '&' -> escaped.append("&amp;");
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '\r' -> escaped.append("&#13;");
                default -> escaped.append(c);
            }
        }
        return escaped.toString();
    }

    /**
     * @param what the claim or element the value is for; named in the exception, the value is not
     * @throws UnrepresentableTextException when {@link #isRepresentable} does not hold
     */
    static void requireRepresentable(String what, String value) {
        if (!isRepresentable(value)) {
            throw new UnrepresentableTextException(what);
        }
    }
}
