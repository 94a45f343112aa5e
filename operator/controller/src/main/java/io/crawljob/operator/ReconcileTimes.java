package io.crawljob.operator;

import io.javaoperatorsdk.operator.api.monitoring.Metrics;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;

/** How long each look at an object takes, by controller and outcome. */
final class ReconcileTimes implements Metrics {

    private final MeterRegistry metrics;

    ReconcileTimes(MeterRegistry metrics) {
        this.metrics = metrics;
    }

    @Override
    public <T> T timeControllerExecution(ControllerExecution<T> execution) throws Exception {
        var started = Timer.start(metrics);
        var outcome = "failed";
        try {
            var result = execution.execute();
            outcome = "done";
            return result;
        } finally {
            started.stop(Timer.builder("crawljob_reconcile")
                    .description("time of one look at an object")
                    .tag("controller", execution.controllerName())
                    .tag("outcome", outcome)
                    .publishPercentiles(0.5, 0.99)
                    .register(metrics));
        }
    }
}
