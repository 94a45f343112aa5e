package io.crawljob.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;

/** A namespace while the tests of a class run. When one fails it tells what the cluster looks like. */
final class Tenant implements BeforeAllCallback, AfterAllCallback, TestExecutionExceptionHandler {

    private final Kubectl kubectl;

    Tenant(String namespace) {
        this.kubectl = new Kubectl(namespace);
    }

    String namespace() {
        return kubectl.namespace();
    }

    Kubectl kubectl() {
        return kubectl;
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        kubectl.run("create", "namespace", namespace()).orFail();
    }

    @Override
    public void afterAll(ExtensionContext context) {
        kubectl.run("delete", "namespace", namespace(), "--ignore-not-found", "--wait=false")
                .orFail();
    }

    @Override
    public void handleTestExecutionException(ExtensionContext context, Throwable failure) throws Throwable {
        System.err.println(
                "=== " + context.getDisplayName() + " failed; the cluster at that moment:\n" + Diagnosis.of(kubectl));
        throw failure;
    }

    /** Applies a CrawlJob and hands back what to follow it by. */
    Crawl crawl(String name, String spec) {
        kubectl.apply("""
                apiVersion: crawljob.io/v1alpha1
                kind: CrawlJob
                metadata: {name: %s}
                spec:
                %s
                """.formatted(name, spec.indent(2))).orFail();
        return new Crawl(kubectl, name);
    }

    void queue(String name, String spec) {
        kubectl.apply("""
                apiVersion: crawljob.io/v1alpha1
                kind: CrawlQueue
                metadata: {name: %s}
                spec:
                %s
                """.formatted(name, spec.indent(2))).orFail();
    }

    /** A host's budget for all, and the permission to crawl it on a private address. */
    void hostPolicy(String host, int delayMillis, int maxConcurrent) {
        kubectl.apply("""
                apiVersion: crawljob.io/v1alpha1
                kind: HostPolicy
                metadata: {name: %s}
                spec: {hosts: ["%s"], delayMillis: %d, maxConcurrent: %d, allowPrivateAddresses: true, namespaces: ["*"]}
                """.formatted(host.replace("*", "any"), host, delayMillis, maxConcurrent))
                .orFail();
        kubectl.run("wait", "hostpolicy/" + host.replace("*", "any"), "--for=condition=Ready", "--timeout=60s")
                .orFail();
    }

    JsonNode deployment(String queue) {
        return kubectl.get("deployment", "crawl-" + queue);
    }
}
