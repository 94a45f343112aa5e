package io.crawljob.e2e;

import java.util.List;

/** What one wants to see of a cluster when a test has failed. */
final class Diagnosis {

    private static final List<List<String>> OF_THE_TENANT = List.of(
            List.of("get", "crawljobs,crawlqueues,deployments,pods", "-o", "wide"),
            List.of("get", "crawljobs", "-o", "yaml"),
            List.of("get", "crawlqueues", "-o", "yaml"),
            List.of("get", "events", "--sort-by=.lastTimestamp"),
            List.of("describe", "pods"),
            List.of("logs", "--selector=app.kubernetes.io/managed-by=crawljob-operator", "--tail=100", "--prefix"));

    private static final List<List<String>> OF_THE_SYSTEM = List.of(
            List.of("get", "pods", "-o", "wide"),
            List.of("logs", "deployment/" + Installation.NAME, "--tail=200"),
            List.of("logs", "deployment/" + Installation.NAME, "--tail=50", "--previous"),
            List.of("get", "hostpolicies", "-o", "yaml"));

    private Diagnosis() {}

    static String of(Kubectl tenant) {
        var said = new StringBuilder();
        OF_THE_TENANT.forEach(arguments -> append(said, tenant, arguments));
        OF_THE_SYSTEM.forEach(arguments -> append(said, Installation.KUBECTL, arguments));
        for (var crawl : tenant.list("crawljobs")) {
            var uid = crawl.at("/metadata/uid").asText();
            said.append("--- counters of ")
                    .append(crawl.at("/metadata/name").asText())
                    .append('\n');
            said.append(Installation.askRedis("HGETALL", Installation.tag(tenant.namespace(), uid) + ":c")
                    .said());
        }
        return said.toString();
    }

    private static void append(StringBuilder said, Kubectl kubectl, List<String> arguments) {
        said.append("--- kubectl ").append(String.join(" ", arguments)).append('\n');
        said.append(kubectl.run(arguments.toArray(String[]::new)).said());
    }
}
