package io.crawljob.operator;

import io.crawljob.operator.cluster.ApiServer;
import io.crawljob.operator.config.InvalidSettingsException;
import io.crawljob.operator.config.OperatorSettings;
import io.crawljob.operator.leadership.LeaseTimes;
import io.fabric8.kubernetes.client.Config;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts the operator from the environment. Exit: 2 settings that cannot be used, 1 a port that cannot be had or a lease that was lost. */
public final class Main {

    private static final Logger LOG = LoggerFactory.getLogger(Main.class);

    private Main() {}

    public static void main(String[] arguments) throws InterruptedException {
        var settings = settings();
        LOG.info("starting: {}", settings);
        try {
            var cluster = ApiServer.Address.of(Config.autoConfigure(null));
            var process = OperatorProcess.start(settings, cluster, LeaseTimes.DEFAULT, Main::end);
            Runtime.getRuntime().addShutdownHook(new Thread(process::close, "shutdown"));
        } catch (IOException e) {
            LOG.error("a port cannot be had: {}", e.getMessage());
            System.exit(1);
        }
        new CountDownLatch(1).await();
    }

    private static OperatorSettings settings() {
        try {
            return OperatorSettings.from(System.getenv());
        } catch (InvalidSettingsException e) {
            System.err.println(e.getMessage());
            System.exit(2);
            throw e;
        }
    }

    /** At once, without the shutdown hook: whatever is under way was decided as a leader, and must not reach the API server any more. */
    private static void end() {
        Runtime.getRuntime().halt(1);
    }
}
