package io.crawljob.operator.trial;

import io.crawljob.operator.cluster.ClusterClient;
import io.crawljob.operator.cluster.Refusals;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.time.Duration;

/**
 * Arguments: the namespace to crawl in, the queue, the URL that leads to this pod's port 8080 (or to a site of yours), and the seconds that it may take. Exit: 0
 * crawled, 1 not, with what the CrawlJob says; 2 wrong usage.
 */
public final class Main {

    private static final int PORT = 8080;

    private Main() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        if (arguments.length != 5) {
            System.err.println("usage: NAMESPACE QUEUE URL SECONDS own|foreign");
            System.exit(2);
        }
        var own = arguments[4].equals("own");
        var atMost = Duration.ofSeconds(Integer.parseInt(arguments[3]));
        try (var pages = TwoPages.serve(PORT);
                var client = ClusterClient.create(Config.autoConfigure(null))) {
            var trial = new Trial(client, arguments[0], arguments[1], System.out::println);
            var crawled = trial.run(arguments[2], atMost);
            if (crawled && own && !pages.wereRead()) {
                System.out.println("FAILED: the crawl is complete, and nobody has asked for the pages of this pod");
                crawled = false;
            }
            System.exit(crawled ? 0 : 1);
        } catch (KubernetesClientException e) {
            System.out.println("FAILED: " + Refusals.message(e));
            System.exit(1);
        }
    }
}
