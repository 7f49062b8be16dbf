package io.bloksec.keycloak.it.house;

import java.util.ArrayDeque;
import java.util.Deque;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;

/** Exists so that what is started once for all tests is closed once, after the last of them, newest first. */
public final class EndOfRun implements LauncherSessionListener {

    private static final Deque<AutoCloseable> OPEN = new ArrayDeque<>();

    /** Hands over the closing of a resource that lives as long as the run. */
    static synchronized <T extends AutoCloseable> T closes(T resource) {
        OPEN.push(resource);
        return resource;
    }

    @Override
    public void launcherSessionClosed(LauncherSession session) {
        IllegalStateException failure = null;
        for (AutoCloseable resource = next(); resource != null; resource = next()) {
            try {
                resource.close();
            } catch (Exception e) {
                if (failure == null) {
                    failure = new IllegalStateException("Not everything that the tests started could be closed");
                }
                failure.addSuppressed(e);
            }
        }
        if (failure != null) {
            throw failure;
        }
    }

    private static synchronized AutoCloseable next() {
        return OPEN.poll();
    }
}
