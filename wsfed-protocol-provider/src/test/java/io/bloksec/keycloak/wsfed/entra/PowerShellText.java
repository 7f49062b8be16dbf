package io.bloksec.keycloak.wsfed.entra;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Reads a PowerShell script as far as it takes to tell data from program: comments, single-quoted strings, brackets (language
 * specification, sections 2.2.3, 2.3.5.2). Stricter than PowerShell: double quotes, backticks and here-strings are refused, which
 * our script does without.
 *
 * @param program everything that is neither comment nor string, each string replaced by {@code '…'}
 * @param strings the strings' values, in order
 */
record PowerShellText(String program, List<String> strings) {

    private static final String QUOTES = "'\u2018\u2019\u201a\u201b";
    private static final String OPENING = "({[";
    private static final String CLOSING = ")}]";

    static PowerShellText parse(String script) {
        StringBuilder program = new StringBuilder();
        List<String> strings = new ArrayList<>();
        Deque<Character> open = new ArrayDeque<>();
        int at = 0;
        while (at < script.length()) {
            char c = script.charAt(at);
            if (script.startsWith("<#", at)) {
                at = script.indexOf("#>", at) + 2;
            } else if (c == '#') {
                at = script.indexOf('\n', at);
            } else if (QUOTES.indexOf(c) >= 0) {
                StringBuilder value = new StringBuilder();
                at++;
                while (true) {
                    char inside = script.charAt(at);
                    boolean quote = QUOTES.indexOf(inside) >= 0;
                    if (quote && QUOTES.indexOf(script.charAt(at + 1)) < 0) {
                        at++;
                        break;
                    }
                    value.append(inside);
                    at += quote ? 2 : 1;
                }
                strings.add(value.toString());
                program.append("'\u2026'");
            } else if ("\"`\u201c\u201d\u201e".indexOf(c) >= 0) {
                throw new IllegalArgumentException("Not allowed here: " + c + " at " + at);
            } else {
                if (OPENING.indexOf(c) >= 0) {
                    open.push(c);
                } else if (CLOSING.indexOf(c) >= 0 && OPENING.indexOf(open.pop()) != CLOSING.indexOf(c)) {
                    throw new IllegalArgumentException("Brackets do not match at " + at);
                }
                program.append(c);
                at++;
            }
        }
        if (!open.isEmpty()) {
            throw new IllegalArgumentException("Left open: " + open);
        }
        return new PowerShellText(program.toString(), strings);
    }
}
