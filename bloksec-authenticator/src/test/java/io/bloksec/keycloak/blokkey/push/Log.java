package io.bloksec.keycloak.blokkey.push;

import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/** Everything our classes log meanwhile, at every level. */
public final class Log implements AutoCloseable {

    private final Logger ours = Logger.getLogger("io.bloksec");
    private final Level before = ours.getLevel();
    private final List<String> lines = new ArrayList<>();
    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord line) {
            synchronized (lines) {
                lines.add(new SimpleFormatter().format(line));
            }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    public Log() {
        handler.setLevel(Level.ALL);
        ours.setLevel(Level.ALL);
        ours.addHandler(handler);
    }

    public String text() {
        synchronized (lines) {
            return String.join("", lines);
        }
    }

    @Override
    public void close() {
        ours.removeHandler(handler);
        ours.setLevel(before);
    }
}
