package io.bloksec.keycloak.it.house;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/** Exists so that no process of a test outlives the run, not even the children that a start script forks. */
public final class ProcessTree implements AutoCloseable {

    private static final int PATIENCE_SECONDS = 15;

    private final Process root;
    private final Thread atExit;

    public ProcessTree(Process root) {
        this.root = root;
        this.atExit =
                new Thread(() -> family().forEach(ProcessHandle::destroyForcibly), "end of process " + root.pid());
        Runtime.getRuntime().addShutdownHook(atExit);
    }

    public Process root() {
        return root;
    }

    /** All that run at the moment, the root too. */
    public List<ProcessHandle> family() {
        return Stream.concat(root.descendants(), Stream.of(root.toHandle())).toList();
    }

    /** As the kernel of Linux counts them; empty elsewhere. */
    OptionalLong threads() {
        if (!Files.isDirectory(Path.of("/proc/self/task"))) {
            return OptionalLong.empty();
        }
        return OptionalLong.of(family().stream()
                .mapToLong(each -> {
                    try (Stream<Path> tasks = Files.list(Path.of("/proc", String.valueOf(each.pid()), "task"))) {
                        return tasks.count();
                    } catch (IOException e) {
                        return 0;
                    }
                })
                .sum());
    }

    /** Asks politely, then insists; returns when all are gone. */
    @Override
    public void close() {
        List<ProcessHandle> family = family();
        family.forEach(ProcessHandle::destroy);
        if (!ended(family)) {
            family.forEach(ProcessHandle::destroyForcibly);
            if (!ended(family)) {
                throw new IllegalStateException("Process " + root.pid() + " and its children cannot be ended");
            }
        }
        Runtime.getRuntime().removeShutdownHook(atExit);
    }

    /** As when the power fails: nothing is said, nothing is finished. */
    public void kill() {
        List<ProcessHandle> family = family();
        family.forEach(ProcessHandle::destroyForcibly);
        if (!ended(family)) {
            throw new IllegalStateException("Process " + root.pid() + " and its children cannot be killed");
        }
        Runtime.getRuntime().removeShutdownHook(atExit);
    }

    private static boolean ended(List<ProcessHandle> family) {
        CompletableFuture<?>[] exits =
                family.stream().map(ProcessHandle::onExit).toArray(CompletableFuture[]::new);
        try {
            CompletableFuture.allOf(exits).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (Exception e) {
            throw new IllegalStateException("Cannot wait for a process to end", e);
        }
    }
}
