package io.crawljob.cli.cluster;

import io.crawljob.crds.v1alpha1.CrawlJob;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.io.PrintWriter;

/** One field of a CrawlJob's spec, changed as a person would: by a merge patch, whatever the rest is. */
record SpecChange(String field, String json) {

    int apply(ClusterOptions cluster, String name, PrintWriter out) throws NotAnsweredException {
        try (var client = cluster.connect()) {
            var namespace = cluster.namespaceOf(client);
            client.resources(CrawlJob.class)
                    .inNamespace(namespace)
                    .withName(name)
                    .patch(PatchContext.of(PatchType.JSON_MERGE), "{\"spec\":{\"%s\":%s}}".formatted(field, json));
            out.printf("%s/%s: spec.%s is %s%n", namespace, name, field, json);
            return 0;
        } catch (KubernetesClientException e) {
            throw Refusals.of("change CrawlJob " + name, e);
        }
    }
}
