package io.bloksec.keycloak.it.house;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;

/** Exists so that every run says where its time went: it prints the ten slowest tests at the end. */
public final class SlowestTests implements TestExecutionListener {

    private static final int SHOWN = 10;

    private final Map<String, Long> startedAt = new ConcurrentHashMap<>();
    private final List<Timing> timings = new ArrayList<>();

    @Override
    public void executionStarted(TestIdentifier test) {
        startedAt.put(test.getUniqueId(), System.nanoTime());
    }

    @Override
    public synchronized void executionFinished(TestIdentifier test, TestExecutionResult result) {
        Long start = startedAt.remove(test.getUniqueId());
        if (test.isTest() && start != null) {
            timings.add(new Timing(nameOf(test), System.nanoTime() - start));
        }
    }

    @Override
    public synchronized void testPlanExecutionFinished(TestPlan plan) {
        if (timings.isEmpty()) {
            return;
        }
        System.out.println("Slowest tests:");
        timings.stream()
                .sorted(Comparator.comparingLong(Timing::nanos).reversed())
                .limit(SHOWN)
                .forEach(t -> System.out.printf("  %7.2f s  %s%n", t.nanos() / 1e9, t.name()));
        timings.clear();
    }

    private static String nameOf(TestIdentifier test) {
        return test.getSource()
                .filter(MethodSource.class::isInstance)
                .map(MethodSource.class::cast)
                .map(method -> method.getJavaClass().getSimpleName() + "." + method.getMethodName() + " ")
                .orElse("")
                .concat(test.getDisplayName().replaceFirst("^\\w+\\(.*\\)$", ""));
    }

    private record Timing(String name, long nanos) {}
}
