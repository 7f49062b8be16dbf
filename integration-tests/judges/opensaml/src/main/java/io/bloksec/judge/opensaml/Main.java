package io.bloksec.judge.opensaml;

import io.bloksec.judge.CommandLine;
import java.io.IOException;

/** The program: see {@link CommandLine}. */
public final class Main {

    private Main() {}

    public static void main(String[] arguments) throws IOException {
        CommandLine.main(
                OpenSamlJudge.NAME,
                (metadata, audience, wresult) -> new OpenSamlJudge(metadata, audience).judge(wresult),
                arguments);
    }
}
