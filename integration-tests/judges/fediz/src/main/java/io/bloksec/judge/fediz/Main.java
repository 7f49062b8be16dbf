package io.bloksec.judge.fediz;

import io.bloksec.judge.CommandLine;
import java.io.IOException;

/** The program: see {@link CommandLine}. */
public final class Main {

    private Main() {}

    public static void main(String[] arguments) throws IOException {
        CommandLine.main(
                FedizJudge.NAME,
                (metadata, audience, wresult) -> new FedizJudge(metadata, audience).judge(wresult),
                arguments);
    }
}
