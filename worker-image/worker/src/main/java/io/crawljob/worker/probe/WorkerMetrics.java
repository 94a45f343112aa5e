package io.crawljob.worker.probe;

import io.crawljob.queue.Gate;
import io.crawljob.queue.Verdict;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Locale;
import java.util.function.Supplier;

/** The worker's figures. Every label comes from a closed set. Thread-safe. */
public final class WorkerMetrics {

    /** What a request was for. */
    public enum RequestKind {
        PAGE,
        ROBOTS,
        SITEMAP,
        /** What a page asks for while it is rendered. */
        PART
    }

    private final MeterRegistry registry;
    private final Counter bytes;
    private final Counter discovered;
    private final Counter queueErrors;

    public WorkerMetrics(MeterRegistry registry) {
        this.registry = registry;
        bytes = registry.counter("crawljob.worker.bytes");
        discovered = registry.counter("crawljob.worker.discovered");
        queueErrors = registry.counter("crawljob.worker.queue.errors");
    }

    /**
     * @param inHand items leased and not settled
     * @param silence how long Redis has not answered
     */
    public void watch(Supplier<Number> inHand, Supplier<Duration> silence) {
        Gauge.builder("crawljob.worker.in.hand", inHand).register(registry);
        Gauge.builder("crawljob.worker.queue.silence", () -> silence.get().toMillis() / 1e3)
                .baseUnit("seconds")
                .register(registry);
    }

    /** @param outcome a name of the sealed type, lower case */
    public void settled(String outcome, Verdict verdict) {
        registry.counter("crawljob.worker.settled", "outcome", outcome, "verdict", label(verdict))
                .increment();
    }

    /** @param failureClass of the closed list */
    public void failed(String failureClass) {
        registry.counter("crawljob.worker.failures", "class", failureClass).increment();
    }

    public void requested(RequestKind kind, Duration took) {
        Timer.builder("crawljob.worker.requests")
                .tag("kind", label(kind))
                .serviceLevelObjectives(
                        Duration.ofMillis(100), Duration.ofSeconds(1), Duration.ofSeconds(10), Duration.ofSeconds(30))
                .register(registry)
                .record(took);
    }

    public void refusedByGate(Gate.Reason reason) {
        registry.counter("crawljob.worker.gate.refused", "reason", label(reason))
                .increment();
    }

    /**
     * @param late by how much a start that the gate had given was later than it was to be
     * @param missed whether that was too much, and another one had to be asked for
     */
    public void started(Duration late, boolean missed) {
        Timer.builder("crawljob.worker.start.lateness")
                .tag("missed", Boolean.toString(missed))
                .serviceLevelObjectives(
                        Duration.ofMillis(2),
                        Duration.ofMillis(5),
                        Duration.ofMillis(10),
                        Duration.ofMillis(25),
                        Duration.ofMillis(100))
                .register(registry)
                .record(late);
    }

    public void received(long size) {
        bytes.increment((double) size);
    }

    public void admitted(int links) {
        discovered.increment(links);
    }

    public void queueFailed() {
        queueErrors.increment();
    }

    private static String label(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
