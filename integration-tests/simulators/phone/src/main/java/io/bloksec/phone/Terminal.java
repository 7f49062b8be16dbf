package io.bloksec.phone;

/** Words of a server on a person's terminal: what could steer the terminal or turn the line around is replaced. */
final class Terminal {

    private Terminal() {}

    static String plain(String text) {
        StringBuilder plain = new StringBuilder();
        text.codePoints()
                .map(point -> CanonicalJson.forbidden(point) ? '\uFFFD' : point)
                .forEach(plain::appendCodePoint);
        return plain.toString();
    }
}
