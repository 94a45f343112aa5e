package io.crawljob.queue;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.util.Arrays;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** Runs the test classes that are named, in this JVM, and prints a line for each test that fails. */
final class RunTests {

    static final String FAILED = "FAILED ";

    private RunTests() {}

    @SuppressWarnings("SystemOut")
    public static void main(String[] classes) {
        var request = LauncherDiscoveryRequestBuilder.request()
                .selectors(Arrays.stream(classes).map(name -> selectClass(name)).toList())
                .configurationParameter("junit.jupiter.execution.timeout.testable.method.default", "20 s")
                .build();
        LauncherFactory.create().execute(request, new TestExecutionListener() {
            @Override
            public void executionFinished(TestIdentifier test, TestExecutionResult result) {
                if (result.getStatus() == TestExecutionResult.Status.FAILED) {
                    System.out.println(FAILED + test.getDisplayName());
                }
            }
        });
        System.exit(0);
    }
}
